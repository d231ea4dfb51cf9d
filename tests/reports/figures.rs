//! Every report over the imported cohort gives the published figures.

use crate::close::holds;
use crate::cohort::{REPORTS, Store, said};
use anyhow::{Context, Result};
use serde_json::{Value, json};

pub(crate) const EXPECTED: &str = include_str!("../expected/sco-2019.json");
/// Half of the last printed digit of a share, of a mean number of days and of an amount, with room for the printing.
const SHARE: f64 = 1e-6;
const DAYS: f64 = 1e-3;
const AMOUNT: f64 = 0.006;

/// Each report, the section of the same figures, and how closely they agree.
pub(crate) const SECTIONS: [(&str, &str, f64); 10] = [
    ("participant-flow", "participant_flow", SHARE),
    ("throughput", "throughput", SHARE),
    ("exits", "days_in_intervention", DAYS),
    ("support-change", "support_change", SHARE),
    ("support-after-by-municipality", "support_after_by_municipality", SHARE),
    ("step-movement", "step_movement", SHARE),
    ("transitions", "transitions", SHARE),
    ("time-to-step", "time_to_first_forward_step", SHARE),
    ("rating-change", "rating_change", SHARE),
    ("impact", "impact", AMOUNT),
];

#[tokio::test]
async fn the_cohort_of_2019_gives_its_published_figures() -> Result<()> {
    let store = Store::with_cohort().await?;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    for (name, section, tolerance) in SECTIONS {
        let report = store.report(name, &[]).await?;
        holds(&report["figures"], &expected[section], tolerance).with_context(|| format!("report {name}"))?;
        assert_eq!(report["period"], expected["period"], "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn the_participant_flow_is_the_one_that_the_association_published() -> Result<()> {
    let store = Store::with_cohort().await?;
    let vectors: Value = serde_json::from_str(include_str!("../vectors/tables.json"))?;
    let report = store.report("participant-flow", &[]).await?;
    holds(&report["figures"], &vectors["participant_flow"]["rows"], 0.0)
}

#[tokio::test]
async fn support_is_counted_for_no_source_and_no_municipality_beside_the_published_ones() -> Result<()> {
    let store = Store::with_cohort().await?;
    let expected: Value = serde_json::from_str(EXPECTED)?;
    for (name, section) in
        [("support-change", "support_change"), ("support-after-by-municipality", "support_after_by_municipality")]
    {
        let keys = |value: &Value| value.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>());
        assert_eq!(keys(&store.report(name, &[]).await?["figures"]), keys(&expected[section]), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn every_report_says_what_it_is() -> Result<()> {
    let store = Store::with_cohort().await?;
    for name in REPORTS {
        let report = store.report(name, &["--by", "gender,municipality"]).await?;
        let keys: Vec<&String> = report.as_object().context("an object")?.keys().collect();
        assert_eq!(keys.len(), 6, "{name}: {keys:?}");
        assert_eq!((&report["report"], &report["audience"]), (&json!(name), &json!("member")));
        assert!(report["method"].as_str().is_some_and(|method| method.len() > 10), "{name}");
        assert!(report["figures"].is_object() && report["notes"].is_array(), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn the_parts_of_a_split_add_up_to_the_whole() -> Result<()> {
    let store = Store::with_cohort().await?;
    let figures = store.report("participant-flow", &["--by", "gender,municipality"]).await?["figures"].take();
    let of = |part: &Value| part["participations_identified"]["total"].as_u64();
    for split in ["by_gender", "by_municipality"] {
        let parts = figures[split].as_object().context("a split")?;
        assert_eq!(parts.values().filter_map(of).sum::<u64>(), of(&figures).unwrap(), "{split}");
    }
    Ok(())
}

#[tokio::test]
async fn one_intervention_is_a_part_of_all() -> Result<()> {
    let store = Store::with_cohort().await?;
    let one = store.report("participant-flow", &["--intervention", "Jonsbo"]).await?;
    let two = ["--intervention", "Jonsbo", "--intervention", "AF-teamet"];
    let two = store.report("participant-flow", &two).await?;
    let of = |report: &Value| report["figures"]["participations_identified"]["total"].as_u64();
    assert!(Some(0) < of(&one) && of(&one) < of(&two) && of(&two) < Some(117));
    Ok(())
}

#[tokio::test]
async fn what_does_not_exist_is_told_with_what_does() -> Result<()> {
    let store = Store::with_cohort().await?;
    let no_intervention = store.report_as("exits", &["--intervention", "Havet"]).await?;
    assert_eq!(no_intervention.status.code(), Some(2));
    let text = said(&no_intervention)?;
    assert!(text.contains("“Havet”") && text.contains("“Jonsbo”"), "{text}");
    let days = ["--from", "2019-01-01", "--to", "2019-12-31"];
    let output = store.run(&[&["report", "exits", "--association", "Norr"][..], &days].concat()).await?;
    assert_eq!(said(&output)?, "stegvis: there is no association “Norr” here; there is “Centrala Östergötland”");
    let output = store.run(&[&["report", "salaries", "--association", "Norr"][..], &days].concat()).await?;
    assert!(said(&output)?.contains("time-to-step"), "{}", said(&output)?);
    Ok(())
}

#[tokio::test]
async fn days_in_the_wrong_order_are_refused() -> Result<()> {
    let store = Store::empty()?;
    let days = ["--from", "2019-12-31", "--to", "2019-01-01"];
    let output = store.run(&[&["report", "exits", "--association", "Norr"][..], &days].concat()).await?;
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output)?.contains("the period ends on 2019-01-01"), "{}", said(&output)?);
    Ok(())
}

#[tokio::test]
async fn a_report_makes_no_store() -> Result<()> {
    let store = Store::empty()?;
    let output = store.report_as("exits", &[]).await?;
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output)?.contains("there is no database in"), "{}", said(&output)?);
    assert!(!store.path("stegvis.sqlite3").exists());
    Ok(())
}
