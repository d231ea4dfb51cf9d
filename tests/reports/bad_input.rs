//! Files that cannot be right: each is refused with its place, what is good in it is kept, and nothing is guessed.

use crate::cohort::{Store, file, said};
use anyhow::{Context, Result};
use std::fs::File;
use std::path::Path;
use std::time::Duration;
use tests::program::path;
use tokio::process::Command;

const HEADER: &str = "association,member,intervention,participation,participant,gender,started,ended,support_before,\
    support_after,occupation_after,municipality\n";

/// A row of a stay in which some cells are wrong.
fn stay(id: &str, started: &str, ended: &str, before: &str, after: &str, occupation: &str) -> String {
    format!("Norr,M,I,{id},n-{id},woman,{started},{ended},{before},{after},{occupation},Kiruna\n")
}

fn good(id: &str) -> String {
    stay(id, "2019-01-15", "2019-09-30", "sjukpenning", "lon", "work:50")
}

/// Imports stays of which the second cannot be right, and gives back what is said of it.
async fn refused(row: String) -> Result<String> {
    let store = Store::empty()?;
    let file = store.write("file.csv", [HEADER, &good("a"), &row, &good("c")].concat())?;
    let said = store.import("participations", &file, 1).await?;
    assert!(said.starts_with("imported 2, unchanged 0, refused 1"), "{said}");
    said.lines().nth(1).map(str::to_owned).context("what is wrong")
}

#[tokio::test]
async fn a_row_that_cannot_be_right_is_told_with_line_and_column() -> Result<()> {
    let cases = [
        (stay("b", "2019-02-30", "", "", "", ""), "line 3, started: “2019-02-30”"),
        (stay("b", "2019-13-01", "", "", "", ""), "line 3, started"),
        (stay("b", "15/1 2019", "", "", "", ""), "line 3, started"),
        (stay("b", "2019-05-01", "2019-04-30", "", "", ""), "line 3, ended"),
        (stay("b", "2019-05-01", "", "ingen_offentlig_forsorjning|lon", "", ""), "line 3, support_before"),
        (
            stay("b", "2019-05-01", "", "ingen_offentlig_forsorjning|ingen_offentlig_forsorjning|lon", "", ""),
            "line 3, support_before",
        ),
        (
            stay("b", "2019-05-01", "", "sjukpenning:101", "", ""),
            "line 3, support_before: 101 is more than 100 per cent",
        ),
        (stay("b", "2019-05-01", "", "sjukpeng", "", ""), "line 3, support_before"),
        (stay("b", "2019-05-01", "2019-06-01", "", "lon|lon", ""), "line 3, support_after"),
        (stay("b", "2019-05-01", "2019-06-01", "", "", "fishing"), "line 3, occupation_after"),
        (stay("b", "2999-05-01", "", "", "", ""), "line 3, started"),
        (stay("a", "2019-05-01", "", "", "", ""), "line 3, participation: this was imported before with other content"),
        (
            stay("b", "2019-05-01", "", "", "", "").replace("Kiruna", "Kirruna"),
            "line 3, municipality: “Kirruna” is no municipality of Sweden; is “Kiruna” meant?",
        ),
        (stay("b", "2019-05-01", "", "", "", "").replace("Kiruna", "9999"), "line 3, municipality: “9999”"),
        ("Norr;M;I;b;n;woman;2019-01-01;;;;;\n".into(), "line 3, : the row has fewer cells than the header"),
        (stay("b", "2019-05-01", "", "", "", "").replace("Kiruna", "Kiruna,x"), "line 3, : the row has more cells"),
    ];
    for (row, place) in cases {
        let said = refused(row).await?;
        assert!(said.starts_with(place), "{said} is not {place}");
    }
    Ok(())
}

#[tokio::test]
async fn a_municipality_is_the_same_by_its_name_and_its_code() -> Result<()> {
    let store = Store::empty()?;
    let by_name = [HEADER, &good("a"), &good("b")].concat();
    store.import("participations", &store.write("file.csv", &by_name)?, 0).await?;
    for written in ["2584", "KIRUNA", "Kiruna kommun"] {
        let file = store.write("file.csv", by_name.replace("Kiruna", written))?;
        assert_eq!(store.import("participations", &file, 0).await?, "imported 0, unchanged 2, refused 0", "{written}");
    }
    Ok(())
}

#[tokio::test]
async fn ratings_and_steps_that_cannot_be_right_are_told_with_line_and_column() -> Result<()> {
    let store = Store::empty()?;
    store.import("participations", &store.write("file.csv", [HEADER, &good("a")].concat())?, 0).await?;
    let cases = [
        ("measurements", "a,2019-02,stegvis-monthly,participant,energy,6", "line 2, value"),
        ("measurements", "a,2019-02,stegvis-monthly,participant,energy,much", "line 2, value"),
        ("measurements", "a,2019-02,stegvis-monthly,participant,colour,3", "line 2, item"),
        ("measurements", "a,2019-02,phq-9,participant,energy,3", "line 2, instrument"),
        ("measurements", "a,2019-14,stegvis-monthly,participant,energy,3", "line 2, month"),
        ("measurements", "a,2019-02,stegvis-monthly,aunt,energy,3", "line 2, by"),
        ("measurements", "z,2019-02,stegvis-monthly,participant,energy,3", "line 2, participation"),
        ("steps", "a,2019-02,7", "line 2, step"),
        ("steps", "a,2019-02,0", "line 2, step"),
        ("steps", "a,2019-02,-1", "line 2, step"),
        ("steps", "z,2019-02,1", "line 2, participation"),
    ];
    for (kind, row, place) in cases {
        let header =
            if kind == "steps" { "participation,month,step" } else { "participation,month,instrument,by,item,value" };
        let file = store.write("file.csv", format!("{header}\n{row}\n"))?;
        let said = store.import(kind, &file, 1).await?;
        assert!(said.lines().any(|line| line.starts_with(place)), "{said} has not {place}");
    }
    Ok(())
}

#[tokio::test]
async fn a_latin_1_file_says_what_to_do() -> Result<()> {
    let store = Store::empty()?;
    let mut rows = [HEADER, &good("a")].concat().into_bytes();
    rows.extend(good("b").replace("Kiruna", "K_").bytes().map(|byte| if byte == b'_' { 0xE5 } else { byte }));
    let said = store.import("participations", &store.write("file.csv", &rows)?, 1).await?;
    assert!(said.contains("imported 1") && said.contains("line 3") && said.contains("UTF-8"), "{said}");
    let header = b"deltagande,m\xe5nad,steg\n";
    let said = store.import("steps", &store.write("file.csv", header)?, 2).await?;
    assert!(said.contains("line 1 is not UTF-8"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_cut_in_the_middle_keeps_its_whole_rows() -> Result<()> {
    let store = Store::empty()?;
    let whole = std::fs::read(file("participations.csv"))?;
    let cut = store.write("file.csv", &whole[..whole.len() / 2])?;
    let said = store.import("participations", &cut, 1).await?;
    assert!(said.contains("refused 1") && said.contains("cut off"), "{said}");
    assert!(store.import("participations", &file("participations.csv"), 0).await?.ends_with("refused 0"));
    Ok(())
}

#[tokio::test]
async fn a_column_for_names_or_personal_numbers_keeps_the_whole_file_out() -> Result<()> {
    let store = Store::empty()?;
    let named = [HEADER, &good("a")].concat().replace("municipality", "Efternamn");
    let numbered =
        [HEADER, &good("a"), &good("b")].concat().replace("n-a", "811218-9876").replace("n-b", "198112189876");
    for (text, what) in [(named, "Efternamn"), (numbered, "“participant” holds personal numbers, such as in line 2")]
    {
        let said = store.import("participations", &store.write("file.csv", text)?, 2).await?;
        assert!(said.contains(what) && said.contains("nothing of the file was taken"), "{said}");
    }
    let output = store.run(&["report", "exits", "--association", "Norr", "--from", "2019-01-01", "--to", "2019-12-31"]);
    assert!(said(&output.await?)?.contains("no association here yet"));
    Ok(())
}

#[tokio::test]
async fn what_is_no_table_cannot_be_read() -> Result<()> {
    let store = Store::empty()?;
    let cases: [(&[u8], &str); 4] = [
        (b"", "empty"),
        (b"participation,month\n", "lacks “step”"),
        (b"participation,month,step,steg\n", "“step” twice"),
        (b"PK\x03\x04 and no more", "damaged or was cut off"),
    ];
    store.import("participations", &store.write("file.csv", [HEADER, &good("a")].concat())?, 0).await?;
    for (content, what) in cases {
        let said = store.import("steps", &store.write("file.csv", content)?, 2).await?;
        assert!(said.contains(what), "{said}");
    }
    let said = store.import("steps", &store.path("none.csv"), 2).await?;
    assert!(said.contains("none.csv cannot be opened"), "{said}");
    Ok(())
}

/// What a command that must fail says, within a time in which nobody reads a gigabyte.
async fn said_at_once(store: &Store, file: &Path) -> Result<String> {
    let import = store.import("steps", file, 2);
    tokio::time::timeout(Duration::from_secs(10), import).await.context("it is still reading")?
}

#[tokio::test]
async fn a_file_of_gigabytes_is_refused_before_it_is_read() -> Result<()> {
    let store = Store::empty()?;
    store.import("participations", &store.write("file.csv", [HEADER, &good("a")].concat())?, 0).await?;
    let file = store.write("steps.csv", "participation,month,step\na,2019-01,2\n")?;
    // The rest of it is a hole, which takes no room on the disk.
    File::options().write(true).open(&file)?.set_len(3 << 30)?;
    let said = said_at_once(&store, &file).await?;
    assert!(said.contains("steps.csv has 3221 MB") && said.contains("at most 1000 MB"), "{said}");
    assert!(said.contains("split it"), "{said}");
    Ok(())
}

#[tokio::test]
async fn what_is_no_file_on_a_disk_is_told() -> Result<()> {
    let store = Store::empty()?;
    store.import("participations", &store.write("file.csv", [HEADER, &good("a")].concat())?, 0).await?;
    let pipe = store.path("pipe.csv");
    let made = Command::new("mkfifo").arg(&pipe).status().await?;
    assert!(made.success());
    for file in [&*pipe, Path::new("/dev/zero"), Path::new("/")] {
        let said = said_at_once(&store, file).await?;
        assert!(said.contains("no file on a disk"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn progress_is_shown_on_a_terminal_and_nowhere_else() -> Result<()> {
    let store = Store::empty()?;
    store.import("participations", &file("participations.csv"), 0).await?;
    let ratings = file("measurements.csv");
    let flags: Vec<String> = store.flags().iter().map(|flag| format!("'{}'", flag.display())).collect();
    let asked = format!("{} import measurements {} {}", path().display(), ratings.display(), flags.join(" "));
    // `script` gives the command a terminal of its own.
    let output = Command::new("script").args(["-q", "-e", "-c", &asked, "/dev/null"]).output().await?;
    let shown = said(&output)?;
    assert!(shown.contains(" %, ") && shown.contains("left"), "{shown}");
    assert!(shown.contains("imported 7350, unchanged 0, refused 0"), "{shown}");
    assert_eq!(store.import("measurements", &ratings, 0).await?, "imported 0, unchanged 7350, refused 0");
    Ok(())
}

#[tokio::test]
async fn a_quotation_mark_left_open_is_told_with_its_line() -> Result<()> {
    let store = Store::empty()?;
    store.import("participations", &store.write("file.csv", [HEADER, &good("a")].concat())?, 0).await?;
    let rows = "a,2019-02,2\n".repeat(200_000);
    let file = store.write("file.csv", format!("participation,month,step\na,2019-01,\"1\n{rows}"))?;
    let said = store.import("steps", &file, 2).await?;
    assert!(said.contains("begins in line 2") && said.contains("quotation mark"), "{said}");
    Ok(())
}
