//! Volumes and goals: what is imported of them is reported, told where it cannot be, and put right by a later file.

use crate::cohort::{Store, said};
use anyhow::{Context, Result};
use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::io::Cursor;
use std::path::{Path, PathBuf};

const ASSOCIATION: &str = "Exempelförbundet";
const VOLUME: &str = "association,member,intervention,date,month,activity,occasions,attendances\n";
const GOALS: &str = "association,member,intervention,period,goal,indicator,target,n,of,unit,direction\n";

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/examples").join(name)
}

async fn with_examples() -> Result<Store> {
    let store = Store::empty()?;
    assert_eq!(store.import("volume", &example("volume.csv"), 0).await?, "imported 6, unchanged 0, refused 0");
    assert_eq!(store.import("goals", &example("goals.csv"), 0).await?, "imported 5, unchanged 0, refused 0");
    Ok(store)
}

async fn asked(store: &Store, name: &str, more: &[&str]) -> Result<std::process::Output> {
    let days = ["report", name, "--association", ASSOCIATION, "--from", "2025-01-01", "--to", "2025-12-31"];
    store.run(&[&days, more].concat()).await
}

async fn report(store: &Store, name: &str, more: &[&str]) -> Result<Value> {
    let output = asked(store, name, more).await?;
    anyhow::ensure!(output.status.success(), "{}", said(&output)?);
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_a_later_one_puts_numbers_right() -> Result<()> {
    let store = with_examples().await?;
    for (kind, rows) in [("volume", 6), ("goals", 5)] {
        let said = store.import(kind, &example(&format!("{kind}.csv")), 0).await?;
        assert_eq!(said, format!("imported 0, unchanged {rows}, refused 0"));
    }
    let right = std::fs::read_to_string(example("volume.csv"))?.replace("1,42", "1,41");
    let right = store.write("right.csv", right)?;
    assert_eq!(store.import("volume", &right, 0).await?, "imported 1, unchanged 5, refused 0");
    let total = report(&store, "volume", &[]).await?["figures"]["total"].take();
    assert_eq!(total["attendances"], 41 + 35 + 61 + 28);
    let reached = std::fs::read_to_string(example("goals.csv"))?.replace("12,,,count", "12,12,,count");
    let reached = store.write("reached.csv", reached)?;
    assert_eq!(store.import("goals", &reached, 0).await?, "imported 1, unchanged 4, refused 0");
    assert_eq!(report(&store, "goals", &[]).await?["figures"]["total"]["met"], 3);
    Ok(())
}

#[tokio::test]
async fn volumes_are_reported_by_intervention_with_occasions_and_attendances_apart() -> Result<()> {
    let store = with_examples().await?;
    let figures = report(&store, "volume", &["--by", "gender"]).await?["figures"].take();
    let sums = |rows, occasions, attendances, without| {
        json!({"rows": rows, "occasions": occasions, "attendances": attendances, "without_occasions": 0,
               "without_attendances": without})
    };
    assert_eq!(figures["total"], sums(6, 14, json!(166), 2));
    let place = &figures["interventions"]["Mötesplatsen"];
    assert_eq!((&place["occasions"], &place["attendances"]), (&json!(10), &json!(138)));
    assert_eq!(place["activities"]["Öppet café"], sums(2, 8, json!(61), 1));
    let training = &figures["interventions"]["Samverkansutbildning"]["activities"];
    assert_eq!(training["Handledning"], sums(1, 3, json!(null), 1), "what nobody counted is missing, not zero");
    assert_eq!(figures.get("by_gender"), None, "nobody knows who came");
    let one = report(&store, "volume", &["--intervention", "Mötesplatsen"]).await?["figures"].take();
    assert_eq!(one["total"]["rows"], 4);
    Ok(())
}

#[tokio::test]
async fn goals_are_reported_as_met_near_missed_or_open() -> Result<()> {
    let store = with_examples().await?;
    let report = report(&store, "goals", &[]).await?;
    let figures = &report["figures"];
    assert_eq!(figures["total"], json!({"goals": 5, "met": 2, "near": 1, "missed": 1, "open": 1}));
    let work = &figures["association"]["rows"][0];
    assert_eq!(work["status"], "near");
    assert_eq!((&work["n"], &work["of"], &work["outcome"]), (&json!(31), &json!(80), &json!(38.75)));
    assert_eq!(work["whole_percent"], 39);
    let training = &figures["interventions"]["Samverkansutbildning"];
    assert_eq!((&training["met"], &training["open"]), (&json!(1), &json!(1)));
    assert!(report["notes"].to_string().contains("tenth"), "{report}");
    Ok(())
}

#[tokio::test]
async fn rows_that_cannot_be_right_are_told_with_line_and_column() -> Result<()> {
    let store = with_examples().await?;
    let cases = [
        ("volume", "F,M,I,2025-02-30,,A,1,1", "line 2, date"),
        ("volume", "F,M,I,,2025-13,A,1,1", "line 2, month"),
        ("volume", "F,M,I,,,A,1,1", "line 2, date: is empty"),
        ("volume", "F,M,I,2025-02-03,2025-03,A,1,1", "line 2, month: 2025-02-03 does not lie in 2025-03"),
        ("volume", "F,M,I,,2025-03,,1,1", "line 2, activity"),
        ("volume", "F,M,I,,2025-03,A,,", "line 2, occasions: neither"),
        ("volume", "F,M,I,,2025-03,A,-1,", "line 2, occasions"),
        ("volume", "F,M,I,,2025-03,A,,many", "line 2, attendances"),
        ("volume", "F,,I,,2025-03,A,1,", "line 2, member"),
        ("volume", "F,M,I,,2025-03,A,1,\nF,M,I,,2025-03,A,2,", "line 3, activity: line 2 says otherwise"),
        ("goals", "Exempelförbundet,,Ingen,2025,G,I,5,,,,", "line 2, intervention: there is no such"),
        ("goals", "F,,,25,G,I,5,,,,", "line 2, period"),
        ("goals", "F,,,2025-12-31/2025-01-01,G,I,5,,,,", "line 2, period: the period ends"),
        ("goals", "F,,,2025,G,I,1e5,,,,", "line 2, target"),
        ("goals", "F,,,2025,G,I,101,,,percent,", "line 2, target: a target of more than 100 per cent"),
        ("goals", "F,,,2025,G,I,50,3,,percent,", "line 2, of"),
        ("goals", "F,,,2025,G,I,50,3,2,percent,", "line 2, n: is more than the 2 cases"),
        ("goals", "F,,,2025,G,I,50,,2,percent,", "line 2, n"),
        ("goals", "F,,,2025,G,I,50,3,20,miles,", "line 2, unit"),
        ("goals", "F,,,2025,G,I,50,3,20,,sideways", "line 2, direction"),
        ("goals", "F,,,2025,,I,50,3,20,,", "line 2, goal"),
        (
            "goals",
            "F,,,2025,G 811218-9876,I,50,3,20,,",
            "line 2, goal: the text holds what looks like a Swedish personal",
        ),
    ];
    for (kind, row, place) in cases {
        let header = if kind == "volume" { VOLUME } else { GOALS };
        // Beside good rows, so that no column is taken for one of personal numbers.
        let good = if kind == "volume" { "F,M,I,,2020-01,A,1,1\n" } else { "F,,,2020,G,I,5,,,,\n" };
        let file = store.write("file.csv", [header, row, "\n", good, good].concat())?;
        let said = store.import(kind, &file, 1).await?;
        assert!(said.lines().any(|line| line.starts_with(place)), "{said} has not {place}");
    }
    Ok(())
}

#[tokio::test]
async fn an_intervention_that_two_members_run_is_told_apart_by_the_member() -> Result<()> {
    let store = Store::empty()?;
    let volume = [VOLUME, "F,M,I,,2025-03,A,1,\nF,N,I,,2025-03,A,1,\n"].concat();
    store.import("volume", &store.write("volume.csv", volume)?, 0).await?;
    let either = store.write("either.csv", [GOALS, "F,,I,2025,G,I,5,,,,\n"].concat())?;
    assert!(store.import("goals", &either, 1).await?.contains("say which in the column “member”"));
    let one = store.write("one.csv", [GOALS, "F,N,I,2025,G,I,5,,,,\n"].concat())?;
    assert!(store.import("goals", &one, 0).await?.starts_with("imported 1"));
    Ok(())
}

#[tokio::test]
async fn a_workbook_with_swedish_headers_is_the_same_file() -> Result<()> {
    let store = with_examples().await?;
    let (mut workbook, path) = (Workbook::new(), store.path("volym.xlsx"));
    let sheet = workbook.add_worksheet();
    let headings = ["Samordningsförbund", "Medlem", "Insats", "Datum", "Månad", "Aktivitet", "Tillfällen", "Besök"];
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(0, column, heading)?;
    }
    for (row, line) in (1..).zip(std::fs::read_to_string(example("volume.csv"))?.lines().skip(1)) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => drop(sheet.write_number(row, column, number)?),
                Err(_) => drop(sheet.write_string(row, column, cell)?),
            }
        }
    }
    workbook.save(&path)?;
    assert_eq!(store.import("volume", &path, 0).await?, "imported 0, unchanged 6, refused 0");
    Ok(())
}

#[tokio::test]
async fn a_trial_of_volumes_and_goals_changes_nothing() -> Result<()> {
    let store = Store::empty()?;
    let file = example("volume.csv");
    let file = file.to_str().context("UTF-8")?;
    let output = store.run(&["import", "volume", file, "--dry-run"]).await?;
    assert_eq!(said(&output)?, "imported 6, unchanged 0, refused 0");
    assert_eq!(store.import("volume", &example("volume.csv"), 0).await?, "imported 6, unchanged 0, refused 0");
    Ok(())
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_stays_a_text() -> Result<()> {
    let store = Store::empty()?;
    let row = "Exempelförbundet,M,I,,2025-03,\"=HYPERLINK(\"\"http://x\"\")\",1,\n";
    store.import("volume", &store.write("file.csv", [VOLUME, row].concat())?, 0).await?;
    let csv = String::from_utf8(asked(&store, "volume", &["--format", "csv"]).await?.stdout)?;
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{csv}");
    let mut workbook = Xlsx::new(Cursor::new(asked(&store, "volume", &["--format", "xlsx"]).await?.stdout))?;
    assert!(workbook.worksheet_formula("figures")?.is_empty());
    Ok(())
}

/// The cells of a line.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for sign in line.chars() {
        match (sign, cells.last_mut()) {
            ('"', _) => is_quoted = !is_quoted,
            (',', _) if !is_quoted => cells.push(String::new()),
            (sign, Some(cell)) => cell.push(sign),
            (_, None) => {}
        }
    }
    cells
}

/// Columns of a table, row by row.
fn columns(table: &str, names: &[&str]) -> Result<Vec<Vec<String>>> {
    let mut lines = table.lines().map(cells);
    let head = lines.next().context("a heading")?;
    let place = |name: &&str| head.iter().position(|one| one == name).with_context(|| format!("{name} in {head:?}"));
    let places = names.iter().map(place).collect::<Result<Vec<_>>>()?;
    Ok(lines.map(|line| places.iter().map(|place| line[*place].clone()).collect()).collect())
}

#[tokio::test]
async fn what_two_members_counted_under_one_name_is_once_in_the_national_sheet() -> Result<()> {
    let store = Store::empty()?;
    let rows = [
        "Exempelförbundet,Norra,Mötesplatsen,2025-02-03,,Café,1,12",
        "Exempelförbundet,Södra,Mötesplatsen,2025-03-03,,Café,2,30",
        "Exempelförbundet,Södra,Träningen,2025-03-04,,Kurs,4,50",
    ];
    let file = store.write("volume.csv", format!("{VOLUME}{}\n", rows.join("\n")))?;
    assert_eq!(store.import("volume", &file, 0).await?, "imported 3, unchanged 0, refused 0");
    let names = ["Insatsens namn", "Volyminsats: tillfällen", "Volyminsats: besök"];
    let own = [["Mötesplatsen", "1", "12"], ["Mötesplatsen", "2", "30"], ["Träningen", "4", "50"]];
    let together = [
        ["Mötesplatsen", "", ""],
        ["Mötesplatsen", "", ""],
        ["Mötesplatsen, alla medlemmar tillsammans", "3", "42"],
        ["Träningen", "4", "50"],
    ];
    for (audience, expected) in [("member", &own[..]), ("association", &together)] {
        let output = asked(&store, "national-follow-up", &["--format", "csv", "--audience", audience]).await?;
        anyhow::ensure!(output.status.success(), "{}", said(&output)?);
        let table = String::from_utf8(output.stdout)?;
        let mut found = columns(&table, &names)?;
        found.sort_unstable();
        assert_eq!(found, expected, "{audience}: {table}");
    }
    Ok(())
}
