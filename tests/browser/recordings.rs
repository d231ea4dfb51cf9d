//! Questions that somebody reads: the recording that a questionnaire names is played where it is there; where it is not, there
//! is no button for it.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use tests::program::run;
use tests::server::{Server, Surroundings};

const INSTRUMENT: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");

/// A browser without voices of its own, that notes what is played.
const LISTENS: &str = "
    SpeechSynthesis.prototype.getVoices = () => [];
    window.played = [];
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        const playing = play.call(this);
        playing.then(() => window.played.push(this.duration), (error) => window.played.push(String(error)));
        return playing;
    };";

const READ_ALOUD: &str = "Läs upp";

#[tokio::test]
async fn a_question_is_read_by_its_recording() -> Result<()> {
    let (_server, browser) = first_question_with_a_recording().await?;
    browser.see(READ_ALOUD).await?;
    browser.press(READ_ALOUD).await?;
    heard(&browser).await
}

#[tokio::test]
async fn a_recording_that_was_heard_is_heard_again_without_a_server() -> Result<()> {
    let (mut server, browser) = first_question_with_a_recording().await?;
    browser.see(READ_ALOUD).await?;
    browser.press(READ_ALOUD).await?;
    heard(&browser).await?;
    browser.is_kept_for_offline_use().await?;
    server.kill().await?;
    browser.come_back().await?;
    browser.see_question(1).await?;
    browser.see(READ_ALOUD).await?;
    browser.press(READ_ALOUD).await?;
    heard(&browser).await
}

#[tokio::test]
async fn a_question_that_nobody_could_read_has_no_button() -> Result<()> {
    let (_server, browser) = first_question_with_a_recording().await?;
    browser.see(READ_ALOUD).await?;
    // The second question names no file; there is no voice either.
    browser.press_level(3).await?;
    browser.see_question(2).await?;
    browser.see_no(READ_ALOUD).await
}

/// A tenth of a second, as the file says.
async fn heard(browser: &Browser) -> Result<()> {
    let script = "for (let looks = 0; looks < 50 && window.played.length === 0; looks += 1) {
        await new Promise((then) => setTimeout(then, 100));
    }
    return window.played;";
    let played: Vec<Value> = browser.ask_later(script).await?;
    let length = played.first().and_then(Value::as_f64).with_context(|| format!("nothing was played: {played:?}"))?;
    ensure!((length - 0.1).abs() < 0.02, "another sound: {length}");
    Ok(())
}

/// The first question is one that somebody has read aloud.
async fn first_question_with_a_recording() -> Result<(Server, Browser)> {
    let place = Server::loaded_in_a_folder().await?.copy()?;
    let recordings = place.folder().join("recordings");
    fs::create_dir_all(&recordings)?;
    fs::write(recordings.join("first-sv.wav"), silence())?;
    let named = recordings.to_str().context("a folder with a plain name")?.to_owned();
    let surroundings =
        Surroundings { environment: vec![("STEGVIS_RECORDINGS".into(), named)], ..Surroundings::default() };
    let server = Server::within(place, &house::app()?, surroundings).await?;
    name_the_recording(&server).await?;
    let browser = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    browser.before_every_page(LISTENS).await?;
    browser.sign_in_as_participant(&server).await?;
    browser.press("Börja").await?;
    browser.see_question(1).await?;
    Ok((server, browser))
}

/// The association's next version of the questionnaire names the file.
async fn name_the_recording(server: &Server) -> Result<()> {
    let mut newer: Value = serde_json::from_str(INSTRUMENT)?;
    newer["version"] = 2.into();
    newer["items"][0]["audio"] = serde_json::json!({"sv": "first-sv.wav"});
    let file = server.data().join("newer.json");
    fs::write(&file, newer.to_string())?;
    let words = ["import", "instrument"].map(OsString::from).into_iter().chain([file.into()]);
    let output = run(&words.chain(server.place().flags()).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// A tenth of a second of silence: a WAV file of one channel, 8,000 samples a second, a byte each.
fn silence() -> Vec<u8> {
    const SAMPLES: u32 = 800;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + SAMPLES).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    for number in [1_u16, 1] {
        file.extend(number.to_le_bytes());
    }
    for number in [8000_u32, 8000] {
        file.extend(number.to_le_bytes());
    }
    for number in [1_u16, 8] {
        file.extend(number.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(SAMPLES.to_le_bytes());
    file.resize(file.len() + SAMPLES as usize, 128);
    file
}
