//! `stegvis import`: good rows are kept, bad ones told, and the same file twice changes nothing.

use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use tests::place::Place;
use tests::program::run;

const PARTICIPATIONS: &str = "\
association,member,intervention,focus,participation,participant,gender,birth_year,municipality,education,started,\
ended,exit_reason,supervisor,support_before,support_after,months_in_support_before,occupation_before,occupation_after,\
anonymous
Norr,Kommunen,Verkstan,job,p1,Björk,woman,1990,Kiruna,gymnasial,2025-01-15,2025-09-30,arbete,H1,\
sjukpenning|forsorjningsstod:50,lon,14,other,work:75,no
Norr,Kommunen,Verkstan,job,p2,Gran,man,,,,2025-02-01,,,H1,,,,,,no
Norr,Kommunen,Verkstan,job,p3,,woman,,,,2025-03-01,,,,,,,,,yes
";

const MEASUREMENTS: &str = "\
participation,month,instrument,by,item,value
p1,2025-01,stegvis-monthly,participant,energy,2
p1,2025-01,stegvis-monthly,participant,health,3
p1,2025-01,stegvis-monthly,staff,energy,3
p2,2025-02,stegvis-monthly,participant,energy,4
";

/// A store, and files to import into it.
struct Importing {
    place: Place,
}

/// How an import went.
#[derive(Debug, PartialEq, Eq)]
struct Went {
    said: String,
    code: Option<i32>,
    refused: Vec<String>,
}

impl Importing {
    fn new() -> Result<Self> {
        Ok(Self { place: Place::empty()? })
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.place.folder().join(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }

    async fn import(&self, kind: &str, file: &Path, more: &[&str]) -> Result<Went> {
        let errors = self.place.folder().join("errors.csv");
        let mut arguments = vec!["import".into(), kind.into(), file.as_os_str().to_owned()];
        arguments.extend(self.place.flags());
        arguments.extend(["--errors".into(), errors.clone().into_os_string()]);
        arguments.extend(more.iter().map(Into::into));
        let output = run(&arguments).await?;
        let refused = std::fs::read_to_string(&errors).unwrap_or_default().lines().skip(1).map(str::to_owned).collect();
        let said = [String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?].concat().trim().to_owned();
        Ok(Went { said, code: output.status.code(), refused })
    }

    async fn import_text(&self, kind: &str, content: &str) -> Result<Went> {
        self.import(kind, &self.file("file.csv", content)?, &[]).await
    }
}

fn went(said: &str) -> Went {
    Went { said: said.into(), code: Some(0), refused: vec![] }
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() -> Result<()> {
    let store = Importing::new()?;
    assert_eq!(store.import_text("participations", PARTICIPATIONS).await?, went("imported 3, unchanged 0, refused 0"));
    assert_eq!(store.import_text("participations", PARTICIPATIONS).await?, went("imported 0, unchanged 3, refused 0"));
    assert_eq!(store.import_text("measurements", MEASUREMENTS).await?, went("imported 4, unchanged 0, refused 0"));
    assert_eq!(store.import_text("measurements", MEASUREMENTS).await?, went("imported 0, unchanged 4, refused 0"));
    let steps = "participation,month,step\np1,2025-01,1\np1,2025-02,2\n";
    assert_eq!(store.import_text("steps", steps).await?, went("imported 2, unchanged 0, refused 0"));
    assert_eq!(store.import_text("steps", steps).await?, went("imported 0, unchanged 2, refused 0"));
    Ok(())
}

#[tokio::test]
async fn a_trial_says_what_would_happen_and_changes_nothing() -> Result<()> {
    let store = Importing::new()?;
    let file = store.file("file.csv", PARTICIPATIONS)?;
    for _ in 0..2 {
        let trial = store.import("participations", &file, &["--dry-run"]).await?;
        assert_eq!(trial, went("imported 3, unchanged 0, refused 0"));
    }
    assert_eq!(store.import("participations", &file, &[]).await?, went("imported 3, unchanged 0, refused 0"));
    Ok(())
}

#[tokio::test]
async fn a_swedish_file_from_a_spreadsheet_is_the_same_file() -> Result<()> {
    let store = Importing::new()?;
    store.import_text("participations", PARTICIPATIONS).await?;
    let swedish = "\u{feff}Samordningsförbund;Medlem;Insats;Insatstyp;Deltagande;Deltagare;Kön;Startdatum;Handledare\r\n\
                   Norr;Kommunen;Verkstan;jobb;p2;Gran;man;2025-02-01;H1\r\n";
    assert_eq!(store.import_text("participations", swedish).await?, went("imported 0, unchanged 1, refused 0"));
    Ok(())
}

#[tokio::test]
async fn bad_rows_are_told_by_line_and_column_and_good_ones_kept() -> Result<()> {
    let store = Importing::new()?;
    let header = PARTICIPATIONS.lines().next().unwrap_or_default();
    let bad = format!(
        "{header}\n\
         Norr,Kommunen,Verkstan,job,p1,Björk,woman,,,,2025-01-15,,,H1,,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p2,Gran,woman,,,,2025-02-30,,,H1,,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p3,Ek,kvinna,,,,2025-01-15,2024-12-01,,H1,,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p4,Ask,x,,,,2025-01-15,,,H1,,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p5,811218-9876,man,,,,2025-01-15,,,H1,,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p6,Al,man,,,,2025-01-15,,,H1,lottery,,,,,no\n\
         Norr,Kommunen,Verkstan,job,p7,Alm,man,,,,2025-01-15,,,H1,,,,,,no,extra\n\
         Norr,Kommunen,Verkstan,job,p8,,man,,,,2025-01-15,,,H1,,,,,,no\n"
    );
    let outcome = store.import_text("participations", &bad).await?;
    assert_eq!((outcome.said.as_str(), outcome.code), ("imported 1, unchanged 0, refused 7", Some(1)));
    let mut places: Vec<String> =
        outcome.refused.iter().map(|row| row.splitn(3, ',').take(2).collect::<Vec<_>>().join(" ")).collect();
    places.sort();
    let expected = ["3 started", "4 ended", "5 gender", "6 participant", "7 support_before", "8 ", "9 participant"];
    assert_eq!(places, expected, "{:#?}", outcome.refused);
    Ok(())
}

#[tokio::test]
async fn one_bad_answer_leaves_the_others_of_its_month() -> Result<()> {
    let store = Importing::new()?;
    store.import_text("participations", PARTICIPATIONS).await?;
    let file = "participation,month,instrument,by,item,value\n\
                p1,2025-01,stegvis-monthly,participant,energy,2\n\
                p1,2025-01,stegvis-monthly,participant,health,9\n\
                p1,2025-01,stegvis-monthly,participant,luck,3\n\
                p1,2025-01,stegvis-monthly,participant,goal,five\n\
                p1,2025-01,stegvis-monthly,participant,belief,3\n\
                p9,2025-01,stegvis-monthly,participant,energy,3\n";
    let outcome = store.import_text("measurements", file).await?;
    assert_eq!((outcome.said.as_str(), outcome.code), ("imported 2, unchanged 0, refused 4", Some(1)));
    assert!(outcome.refused.iter().any(|row| row.starts_with("3,value,")), "{:#?}", outcome.refused);
    assert!(outcome.refused.iter().any(|row| row.starts_with("4,item,")), "{:#?}", outcome.refused);
    assert!(outcome.refused.iter().any(|row| row.starts_with("5,value,")), "{:#?}", outcome.refused);
    assert!(outcome.refused.iter().any(|row| row.starts_with("7,participation,")), "{:#?}", outcome.refused);
    Ok(())
}

#[tokio::test]
async fn an_exit_that_comes_later_is_new_and_the_rest_is_not() -> Result<()> {
    let store = Importing::new()?;
    store.import_text("participations", PARTICIPATIONS).await?;
    let ended = PARTICIPATIONS.replace("2025-02-01,,,H1,", "2025-02-01,2025-11-30,studier,H1,");
    assert_eq!(store.import_text("participations", &ended).await?, went("imported 1, unchanged 2, refused 0"));
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_none_is_said_in_one_sentence() -> Result<()> {
    let store = Importing::new()?;
    store.import_text("participations", PARTICIPATIONS).await?;
    for (kind, content) in [("participations", ""), ("measurements", "a,b\n"), ("steps", PARTICIPATIONS)] {
        let outcome = store.import_text(kind, content).await?;
        ensure!(outcome.code == Some(2) && outcome.said.lines().count() == 1, "{outcome:?}");
    }
    let missing = store.import("steps", Path::new("/nowhere.csv"), &[]).await?;
    assert!(missing.code == Some(2) && missing.said.contains("/nowhere.csv"), "{missing:?}");
    Ok(())
}
