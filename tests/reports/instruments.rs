//! An association's own instrument: what was rated by it is reported by its id, apart from the monthly one.

use crate::cohort::{Store, file, said};
use anyhow::{Context, Result};

const OWN: &str = include_str!("../../assets/instruments/stegvis-monthly.v1.json");

#[tokio::test]
async fn ratings_by_an_own_instrument_are_reported_by_its_id() -> Result<()> {
    let (monthly, other) = (Store::with_cohort().await?, Store::empty()?);
    let instrument = other.write("other.json", OWN.replacen("\"stegvis-monthly\"", "\"other\"", 1))?;
    other.import("instrument", &instrument, 0).await?;
    other.import("participations", &file("participations.csv"), 0).await?;
    let ratings = std::fs::read_to_string(file("measurements.csv"))?.replace("stegvis-monthly", "other");
    other.import("measurements", &other.write("ratings.csv", ratings)?, 0).await?;
    let mut expected = monthly.report("rating-change", &[]).await?["figures"].take();
    assert_eq!(expected["instrument"], "stegvis-monthly");
    expected["instrument"] = "other".into();
    assert_eq!(other.report("rating-change", &["--instrument", "other"]).await?["figures"], expected);
    let by_monthly = other.report("rating-change", &[]).await?["figures"].take();
    assert_eq!(by_monthly["too_few"]["have"], 0, "what another instrument measured is not counted: {by_monthly}");
    let said = other.import("measurements", &file("measurements.csv"), 0).await?;
    assert_eq!(said, "imported 7350, unchanged 0, refused 0", "the same months by the monthly instrument");
    assert_eq!(other.report("rating-change", &["--instrument", "other"]).await?["figures"], expected);
    expected["instrument"] = "stegvis-monthly".into();
    assert_eq!(other.report("rating-change", &[]).await?["figures"], expected);
    Ok(())
}

#[tokio::test]
async fn an_instrument_that_is_not_there_is_told_with_those_that_are() -> Result<()> {
    let output = Store::with_cohort().await?.report_as("rating-change", &["--instrument", "phq-9"]).await?;
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output)?;
    assert!(said.contains("no instrument “phq-9”") && said.contains("“stegvis-monthly”"), "{said}");
    Ok(())
}

/// What `check` says of an instrument's file, and whether it finds it right.
async fn check(content: &str) -> Result<(bool, String)> {
    let store = Store::empty()?;
    let path = store.write("own.json", content)?;
    let output = tests::program::run(&["check", "instrument", path.to_str().context("UTF-8")?]).await?;
    let heard = if output.status.success() { output.stdout } else { output.stderr };
    Ok((output.status.success(), String::from_utf8(heard)?))
}

#[tokio::test]
async fn a_file_that_is_right_is_told_with_the_languages_that_lack_words() -> Result<()> {
    let (is_right, said) = check(OWN).await?;
    assert!(is_right, "{said}");
    assert!(said.contains("stegvis-monthly, version 1: 12 questions, 11 of them put to participants, 9"), "{said}");
    for language in ["ar", "en", "so", "sv", "sv-x-lattlast", "uk"] {
        assert!(said.lines().any(|line| line == format!("{language}: not reviewed by a native speaker")), "{said}");
    }
    let without =
        OWN.replacen(",\n    \"so\": \"Nolol maalmeedka\"", "", 1).replacen("\"uk\": false", "\"uk\": true", 1);
    let (_, said) = check(&without).await?;
    assert!(said.contains("so: not reviewed by a native speaker; Swedish is shown for items[0].name\n"), "{said}");
    assert!(said.contains("uk: reviewed by a native speaker\n"), "{said}");
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_in_a_file_is_told_with_its_line_and_field() -> Result<()> {
    let line = |of: &str| OWN.lines().position(|line| line.contains(of)).map(|at| at + 1).context("no such line");
    for (from, to, field) in [
        ("\"id\": \"health\"", "\"id\": \"everyday\"", "items[1].id"),
        ("\"sv\": \"Orken\"", "\"sv\": \" \"", "items[2].name"),
    ] {
        let (is_right, said) = check(&OWN.replacen(from, to, 1)).await?;
        // Words begin with the brace on the line before.
        let line = line(from)? - usize::from(field.ends_with("name"));
        assert!(!is_right && said.contains(&format!("own.json, line {line}: {field}: ")), "{said}");
    }
    let (is_right, said) = check(&OWN.replacen("\"licence\"", "\"license\"", 1)).await?;
    assert!(!is_right && said.contains("license") && said.contains("line 4"), "{said}");
    let (is_right, said) = check("{").await?;
    assert!(!is_right && said.contains("line 1"), "{said}");
    Ok(())
}
