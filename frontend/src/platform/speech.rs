//! Reading aloud with the voices that the browser has. What is read is what stands on the screen; whether a voice works on
//! the device or asks its maker's server is the browser's secret, so only questions are read, never answers or notes.

use gloo_utils::window;
use wasm_bindgen::JsCast;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

fn synthesis() -> Option<SpeechSynthesis> {
    // A browser without it has no such field, and asking for it throws nothing.
    window().speech_synthesis().ok().filter(|synthesis| !synthesis.is_undefined())
}

/// The voice of a language, one on the device itself before others.
fn voice_of(synthesis: &SpeechSynthesis, language: &str) -> Option<SpeechSynthesisVoice> {
    let main = language.split('-').next().unwrap_or(language);
    let voices = synthesis.get_voices();
    let speaks = |voice: &SpeechSynthesisVoice| {
        let spoken = voice.lang().replace('_', "-").to_ascii_lowercase();
        spoken.split('-').next() == Some(main)
    };
    let found: Vec<SpeechSynthesisVoice> =
        voices.iter().filter_map(|voice| voice.dyn_into().ok()).filter(speaks).collect();
    found.iter().find(|voice| voice.local_service()).or(found.first()).cloned()
}

/// Whether this browser can read a language aloud now. Browsers find their voices a while after the start.
pub fn has_voice(language: &str) -> bool {
    synthesis().is_some_and(|synthesis| voice_of(&synthesis, language).is_some())
}

/// Reads a text aloud, in place of what was being read.
pub fn read_aloud(text: &str, language: &str) {
    let Some(synthesis) = synthesis() else { return };
    synthesis.cancel();
    let Some(voice) = voice_of(&synthesis, language) else { return };
    if let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(text) {
        utterance.set_lang(&voice.lang());
        utterance.set_voice(Some(&voice));
        synthesis.speak(&utterance);
    }
}

/// Stops reading.
pub fn be_quiet() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}
