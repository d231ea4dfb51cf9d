//! An association's own instrument: what was rated by it is reported by its id, apart from the monthly one.

use crate::cohort::{Store, file, said};
use anyhow::Result;

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
