//! Whole reports, opened by programs that are not ours: what stands on the pages and in the workbook are the figures of
//! the reports by name, to the digit, and what those hide is hidden.

use crate::cohort::{Store, said};
use anyhow::{Context, Result, bail, ensure};
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, Output};

/// Every sheet as a file of its own: values in full instead of as they are shown, tabs between them, UTF-8.
const EVERY_SHEET: &str = "csv:Text - txt - csv (StarCalc):9,,76,1,,0,false,true,false,false,false,-1";

/// The significant digits that LibreOffice writes.
const DIGITS: i32 = 15;

/// The rows of sheets by the sheets' names.
type Sheets = BTreeMap<String, Vec<Vec<Cell>>>;

/// A cell as another program reads it.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    Number(f64),
}

impl Cell {
    /// As LibreOffice writes it: shares with a sign for per cent.
    fn read(text: &str) -> Self {
        let number = match text.strip_suffix('%') {
            Some(percent) => percent.parse().map(|number: f64| number / 100.0),
            None => text.parse(),
        };
        number.map_or_else(|_| Self::Text(text.into()), Self::Number)
    }

    /// Whether it is this figure, to every digit that LibreOffice writes.
    fn is(&self, figure: &Value) -> bool {
        match (self, figure) {
            (Self::Text(text), Value::String(word)) if word == "hidden" => text == "visas\u{a0}inte",
            (Self::Number(number), figure) => figure.as_f64().is_some_and(|figure| is_same(*number, figure)),
            (Self::Text(text), figure) => text.is_empty() && figure.is_null(),
        }
    }
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 5.0 * 10.0_f64.powi(-DIGITS) * other.abs()
}

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

/// The sheets by name, as LibreOffice reads them.
fn sheets(workbook: &Path) -> Result<Sheets> {
    // A profile of its own, so that two of them can run at once.
    let folder = tempfile::tempdir()?;
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let sheets = folder.path().join("sheets");
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", EVERY_SHEET, "--outdir"]).arg(&sheets).arg(workbook);
    let said = text_of(office.output().context("LibreOffice is needed: sudo apt-get install libreoffice-calc-nogui")?)?;
    let stem = workbook.file_stem().context("a file")?.to_string_lossy().into_owned();
    let mut read = Sheets::new();
    for file in std::fs::read_dir(&sheets).with_context(|| format!("nothing was converted: {said}"))? {
        let path = file?.path();
        let name = path.file_stem().context("a file")?.to_string_lossy().into_owned();
        let name = name.strip_prefix(&format!("{stem}-")).with_context(|| format!("a sheet's name in {name}"))?;
        let rows = std::fs::read_to_string(&path)?;
        let rows = rows.lines().map(|line| line.split('\t').map(Cell::read).collect());
        read.insert(name.into(), rows.collect());
    }
    Ok(read)
}

/// The row of that name in the sheet whose name holds a caption's first words.
fn row<'s>(sheets: &'s Sheets, caption: &str, name: &str) -> Result<&'s [Cell]> {
    let sheet =
        sheets.iter().find(|(title, _)| title.contains(caption)).with_context(|| format!("a sheet {caption}"))?;
    let has_name = |row: &&Vec<Cell>| matches!(row.first(), Some(Cell::Text(text)) if text.trim() == name);
    let row = sheet.1.iter().find(has_name);
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
async fn the_workbook_holds_the_figures_of_the_reports() -> Result<()> {
    let store = Store::with_cohort().await?;
    for audience in ["member", "association"] {
        let audience = ["--audience", audience];
        let more = [&audience[..], &["--format", "xlsx"]].concat();
        let sheets = sheets(&written(&store, "annual", "annual.xlsx", &more).await?)?;
        for (caption, name, figures) in counts(&store, &audience).await? {
            let found = row(&sheets, caption, name)?;
            let is_it =
                found.len() >= figures.len() && found.iter().zip(&figures).all(|(cell, figure)| cell.is(figure));
            ensure!(is_it, "{audience:?} {caption}, {name}: {found:?} is not {figures:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_mean_of_the_workbook_is_that_of_the_report() -> Result<()> {
    let store = Store::with_cohort().await?;
    let sheets = sheets(&written(&store, "annual", "annual.xlsx", &["--format", "xlsx"]).await?)?;
    let figures = store.report("rating-change", &[]).await?["figures"].take();
    let total = row(&sheets, "Poäng", "Totalt")?;
    let keys = ["n", "missing", "mean_pre", "mean_post", "mean_difference", "g_z"];
    for (key, found) in keys.iter().zip(total) {
        ensure!(found.is(&figures[*key]), "{key}: {found:?} is not {}", figures[*key]);
    }
    let impact = store.report("impact", &[]).await?["figures"].take();
    let society = row(&sheets, "Per månad och som nuvärde", "Samhället (egen räkenskap)")?;
    ensure!(society[0].is(&impact["society_per_month"]), "{society:?}");
    let days = store.report("exits", &[]).await?["figures"]["mean"].take();
    ensure!(row(&sheets, "Tid i insatsen", "Medelvärde")?[0].is(&days), "{days}");
    Ok(())
}

/// LibreOffice rounds what it writes; what the file holds is not rounded.
#[tokio::test]
async fn every_cell_that_libreoffice_reads_is_that_of_the_file_which_holds_it_to_the_last_digit() -> Result<()> {
    let store = Store::with_cohort().await?;
    let path = written(&store, "annual", "annual.xlsx", &["--format", "xlsx"]).await?;
    let (sheets, mut file) = (sheets(&path)?, Xlsx::new(BufReader::new(File::open(&path)?))?);
    ensure!(sheets.len() == file.sheet_names().len(), "{} of {:?}", sheets.len(), file.sheet_names());
    let mut numbers = Vec::new();
    for (name, rows) in &sheets {
        let range = file.worksheet_range(name)?;
        let (height, width) = range.get_size();
        ensure!(rows.len() >= height, "{name}: {} rows of {height}", rows.len());
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u32..).zip(cells).take(width) {
                match (cell, range.get_value((row, column))) {
                    (Cell::Number(seen), Some(Data::Float(held))) => {
                        ensure!(is_same(*seen, *held), "{name} {row} {column}: {seen} is not {held}");
                        numbers.push(*held);
                    }
                    (Cell::Text(seen), held) => {
                        let held = held.map(ToString::to_string).unwrap_or_default();
                        ensure!(*seen == held, "{name} {row} {column}: {seen:?} is not {held:?}");
                    }
                    (seen, held) => bail!("{name} {row} {column}: {seen:?} is not {held:?}"),
                }
            }
        }
    }
    let figures = store.report("rating-change", &[]).await?["figures"].take();
    for key in ["mean_pre", "mean_post", "mean_difference", "g_z"] {
        let mean = figures[key].as_f64().context("a mean")?;
        ensure!(numbers.contains(&mean), "{key}: {mean} is not there to the last digit");
    }
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
