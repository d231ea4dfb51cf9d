//! Whole reports, opened by programs that are not ours: what stands on the pages and in the workbook are the figures of
//! the reports by name, to the digit, and what those hide is hidden.

use crate::cohort::{Store, said};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// Reads a workbook with openpyxl, and writes it as JSON.
const READ_WORKBOOK: &str = "
import json, sys
from openpyxl import load_workbook
book = load_workbook(sys.argv[1])
print(json.dumps({sheet.title: [[cell for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book}))";

async fn written(store: &Store, report: &str, name: &str, more: &[&str]) -> Result<std::path::PathBuf> {
    let path = store.path(name);
    let to = ["--output", path.to_str().context("a path in UTF-8")?];
    let output = store.report_as(report, &[&to, more].concat()).await?;
    ensure!(output.status.success(), "{report} {more:?}: {}", said(&output)?);
    Ok(path)
}

fn text_of(output: Output) -> Result<String> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The lines of the pages, as poppler reads them.
fn lines(pdf: &Path) -> Result<Vec<String>> {
    let output = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output();
    let text = text_of(output.context("pdftotext is needed: sudo apt-get install poppler-utils")?)?;
    Ok(text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

/// The sheets by name, as openpyxl reads them.
fn sheets(workbook: &Path) -> Result<BTreeMap<String, Vec<Vec<Value>>>> {
    let python = std::env::var_os("STEGVIS_OPENPYXL").unwrap_or_else(|| "python3".into());
    let text = text_of(Command::new(python).arg("-c").arg(READ_WORKBOOK).arg(workbook).output()?);
    Ok(serde_json::from_str(&text.context("name a Python with openpyxl in STEGVIS_OPENPYXL")?)?)
}

/// The row of that name in the sheet whose name holds a caption's first words.
fn row<'s>(sheets: &'s BTreeMap<String, Vec<Vec<Value>>>, caption: &str, name: &str) -> Result<&'s [Value]> {
    let sheet =
        sheets.iter().find(|(title, _)| title.contains(caption)).with_context(|| format!("a sheet {caption}"))?;
    let row = sheet.1.iter().find(|row| row.first().and_then(Value::as_str).map(str::trim) == Some(name));
    Ok(&row.with_context(|| format!("{caption}: a row {name}"))?[1..])
}

fn by_gender(counts: &Value) -> Vec<Value> {
    ["woman", "man", "other", "total"].map(|gender| counts[gender].clone()).into()
}

fn as_line(name: &str, cells: &[Value]) -> String {
    let cells = cells.iter().map(|cell| if cell == "hidden" { "visas inte".into() } else { cell.to_string() });
    std::iter::once(name.to_owned()).chain(cells).collect::<Vec<_>>().join(" ")
}

/// Rows of tables of counts, by the sheet they stand in and by their names.
async fn counts(store: &Store, more: &[&str]) -> Result<Vec<(&'static str, &'static str, Vec<Value>)>> {
    let figures = async |name: &str| anyhow::Ok(store.report(name, more).await?["figures"].take());
    let flow = figures("participant-flow").await?;
    let throughput = figures("throughput").await?;
    let exits = figures("exits").await?;
    let support = figures("support-change").await?;
    let steps = figures("step-movement").await?;
    let flow_rows = [
        ("Deltaganden i perioden", "participations_identified"),
        ("Därav påbörjade", "started"),
        ("Därav avslutade", "ended"),
        ("Unika personer", "unique_persons"),
        ("Anonyma deltaganden", "anonymous"),
    ];
    let mut rows: Vec<_> =
        flow_rows.map(|(name, key)| ("Deltaganden och personer", name, by_gender(&flow[key]))).into();
    for (name, key) in [("Till arbete", "work"), ("Till studier", "studies")] {
        rows.push(("Avslutade deltaganden", name, by_gender(&throughput["counts_by_gender"][key])));
    }
    for (name, key) in [("Arbete", "arbete"), ("Flytt", "flytt"), ("Eget önskemål", "eget_onskemal")] {
        rows.push(("Avslutsorsak", name, by_gender(&exits["reasons"][key])));
    }
    let of_support = &support["forsorjningsstod"];
    let change = ["before", "after", "change"].map(|key| of_support[key].clone());
    rows.push(("Försörjningskällor", "Försörjningsstöd", change.into()));
    let by_gender = ["woman", "man", "other"]
        .iter()
        .flat_map(|gender| ["before", "after"].map(|when| of_support["counts_by_gender"][when][*gender].clone()));
    rows.push(("Försörjningskällor efter kön", "Försörjningsstöd", by_gender.collect()));
    for (name, key) in [("Kvinnor", "woman"), ("Män", "man"), ("Totalt", "total")] {
        let moved = ["forward", "same", "back", "too_few"].map(|way| steps[key][way].clone());
        rows.push(("Förflyttning", name, moved.into()));
    }
    Ok(rows)
}

#[tokio::test]
async fn the_pages_say_what_the_reports_say() -> Result<()> {
    let store = Store::with_cohort().await?;
    for audience in ["member", "association"] {
        let audience = ["--audience", audience];
        let pdf = written(&store, "annual", "annual.pdf", &[&audience[..], &["--format", "pdf"]].concat()).await?;
        let lines = lines(&pdf)?;
        for (_, name, cells) in counts(&store, &audience).await? {
            let line = as_line(name, &cells);
            ensure!(lines.contains(&line), "{audience:?}: no line says {line:?}");
        }
        let sentence = "88 personer deltog, i sammanlagt 117 deltaganden.";
        ensure!(lines.iter().any(|line| line.contains(sentence)), "{sentence}");
    }
    Ok(())
}

#[tokio::test]
async fn the_pages_can_be_read_aloud_and_carry_their_typeface() -> Result<()> {
    let store = Store::with_cohort().await?;
    let pdf = written(&store, "annual", "annual.pdf", &["--format", "pdf"]).await?;
    let told = text_of(Command::new("pdfinfo").arg(&pdf).output()?)?;
    for word in ["Title: Årsrapport 2019", "Tagged: yes", "Page size: 595.28 x 841.89 pts (A4)"] {
        let told: Vec<String> =
            told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        ensure!(told.iter().any(|line| line == word), "{word}: {told:?}");
    }
    let structure = text_of(Command::new("pdfinfo").arg("-struct-text").arg(&pdf).output()?)?;
    for tag in ["H1", "H2", "Table", "TH", "TD", "Figure", "TOC"] {
        ensure!(structure.contains(tag), "{tag} is missing");
    }
    let fonts = text_of(Command::new("pdffonts").arg(&pdf).output()?)?;
    let embedded: Vec<&str> = fonts.lines().skip(2).collect();
    ensure!(embedded.len() == 2 && embedded.iter().all(|line| line.contains("Roboto")), "{fonts}");
    Ok(())
}

#[tokio::test]
async fn the_workbook_holds_the_figures_of_the_reports_in_full_precision() -> Result<()> {
    let store = Store::with_cohort().await?;
    for audience in ["member", "association"] {
        let audience = ["--audience", audience];
        let more = [&audience[..], &["--format", "xlsx"]].concat();
        let sheets = sheets(&written(&store, "annual", "annual.xlsx", &more).await?)?;
        for (caption, name, cells) in counts(&store, &audience).await? {
            let found = row(&sheets, caption, name)?;
            let shown = |cell: &Value| if cell == "hidden" { "visas\u{a0}inte".into() } else { cell.clone() };
            let expected: Vec<Value> = cells.iter().map(shown).collect();
            ensure!(found == expected, "{audience:?} {caption}, {name}: {found:?} is not {expected:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_mean_of_the_workbook_is_that_of_the_report_to_the_last_digit() -> Result<()> {
    let store = Store::with_cohort().await?;
    let sheets = sheets(&written(&store, "annual", "annual.xlsx", &["--format", "xlsx"]).await?)?;
    let figures = store.report("rating-change", &[]).await?["figures"].take();
    let total = row(&sheets, "Poäng", "Totalt")?;
    let keys = ["n", "missing", "mean_pre", "mean_post", "mean_difference", "g_z"];
    for (key, found) in keys.iter().zip(total) {
        ensure!(found.as_f64() == figures[*key].as_f64(), "{key}: {found} is not {}", figures[*key]);
    }
    let impact = store.report("impact", &[]).await?["figures"].take();
    let society = row(&sheets, "Per månad och som nuvärde", "Samhället (egen räkenskap)")?;
    ensure!(society[0].as_f64() == impact["society_per_month"].as_f64(), "{society:?}");
    let days = store.report("exits", &[]).await?["figures"]["mean"].take();
    ensure!(row(&sheets, "Tid i insatsen", "Medelvärde")?[0].as_f64() == days.as_f64(), "{days}");
    Ok(())
}

#[tokio::test]
async fn the_tables_are_the_same_bytes_when_they_are_made_twice() -> Result<()> {
    let store = Store::with_cohort().await?;
    let one = std::fs::read(written(&store, "annual", "one.zip", &["--format", "csv"]).await?)?;
    let other = std::fs::read(written(&store, "annual", "other.zip", &["--format", "csv"]).await?)?;
    ensure!(one == other, "two packages of one report differ");
    Ok(())
}

#[tokio::test]
async fn the_national_sheet_counts_each_intervention_by_gender_as_its_report_does() -> Result<()> {
    let store = Store::with_cohort().await?;
    let sheet = written(&store, "national-follow-up", "sheet.csv", &["--format", "csv"]).await?;
    let text = std::fs::read_to_string(sheet)?;
    let mut lines = text.lines();
    ensure!(
        lines
            .next()
            .is_some_and(|head| head.starts_with("Insatsens namn,Insatstyp,Inriktning,Period,\"Deltagare, kvinnor\"")),
        "{text}"
    );
    let mut seen = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let flow = store.report("participant-flow", &["--intervention", cells[0]]).await?["figures"].take();
        let expected: Vec<String> = ["participations_identified", "started", "ended", "anonymous"]
            .iter()
            .flat_map(|count| by_gender(&flow[*count]))
            .map(|count| count.to_string())
            .collect();
        ensure!(cells[4..20] == expected, "{line}: {expected:?}");
        seen += 1;
    }
    ensure!(seen == 5, "{seen} interventions");
    Ok(())
}

#[tokio::test]
async fn a_form_that_a_report_does_not_come_in_is_refused_with_those_it_does() -> Result<()> {
    let store = Store::with_cohort().await?;
    for (report, form, words) in [
        ("annual", "json", "pdf, xlsx or csv"),
        ("national-follow-up", "pdf", "xlsx or csv"),
        ("participant-flow", "pdf", "ask for annual"),
    ] {
        let output = store.report_as(report, &["--format", form]).await?;
        ensure!(!output.status.success() && output.stdout.is_empty(), "{report} as {form}");
        ensure!(said(&output)?.contains(words), "{}", said(&output)?);
    }
    Ok(())
}
