//! Reports for those outside the member: no small count, none that follows from others, and the same answer for ever.

use crate::cohort::{ASSOCIATION, REPORTS, Store, file, said};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::process::Output;

const SPLIT: [&str; 2] = ["--by", "gender,municipality"];

async fn released(store: &Store, name: &str, more: &[&str]) -> Result<Value> {
    store.report(name, &[&["--audience", "association"], more].concat()).await
}

async fn refused(store: &Store, name: &str, more: &[&str], words: &str) -> Result<()> {
    let output = store.report_as(name, &[&["--audience", "public"], more].concat()).await?;
    ensure!((output.status.code(), output.stdout.len()) == (Some(2), 0), "{name} {more:?} was not refused");
    ensure!(said(&output)?.contains(words), "{}", said(&output)?);
    Ok(())
}

async fn over(store: &Store, name: &str, from: &str, to: &str) -> Result<Output> {
    let asked = ["report", name, "--association", ASSOCIATION, "--from", from, "--to", to, "--audience", "association"];
    store.run(&asked).await
}

/// Every leaf with the way to it.
fn leaves(value: &Value, path: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| leaves(value, &format!("{path}/{name}"), found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, value)| leaves(value, &format!("{path}/{place}"), found));
        }
        leaf => found.push((path.into(), leaf.clone())),
    }
}

fn every_leaf(figures: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    leaves(figures, "", &mut found);
    found
}

/// Counts by gender, wherever they stand.
fn by_gender<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    let Value::Object(map) = value else { return };
    if map.contains_key("woman") && map.get("total").is_some_and(|total| !total.is_object()) {
        found.push(value);
    }
    map.values().for_each(|inner| by_gender(inner, found));
}

#[tokio::test]
async fn no_small_count_leaves_the_member_and_none_follows_from_the_others() -> Result<()> {
    let store = Store::with_cohort().await?;
    for name in REPORTS {
        let member = store.report(name, &SPLIT).await?;
        let seen = released(&store, name, &SPLIT).await?;
        assert_eq!(seen["audience"], "association");
        let known = every_leaf(&member["figures"]);
        let shown = every_leaf(&seen["figures"]);
        for (path, value) in &shown {
            // Medians and settings are no counts.
            let is_count = value.is_u64() && !path.contains("median") && !path.contains("persistence");
            let is_small = value.as_u64().is_some_and(|count| (1..=4).contains(&count));
            ensure!(!(is_count && is_small), "{name}{path} is {value}");
            // What is shown is true.
            if value != "hidden" && value != 0 {
                // The member is told how few there are in other words.
                let few = path.strip_suffix("/n").map(|path| (format!("{path}/too_few/have"), value.clone()));
                let is_known = known.contains(&(path.clone(), value.clone()));
                ensure!(is_known || few.is_some_and(|few| known.contains(&few)), "{name}{path} is not {value}");
            }
        }
        let mut tables = Vec::new();
        by_gender(&seen["figures"], &mut tables);
        for table in tables {
            let hidden = ["woman", "man", "other", "total"].iter().filter(|part| table[**part] == "hidden").count();
            ensure!(hidden != 1, "{name}: the hidden one follows from the others in {table}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_every_board_asks_for_is_shown() -> Result<()> {
    let store = Store::with_cohort().await?;
    let flow = released(&store, "participant-flow", &[]).await?;
    assert_eq!(flow["figures"]["participations_identified"]["total"], 117);
    assert_eq!(flow["figures"]["started"]["woman"], 50);
    assert_eq!(flow["figures"]["anonymous"]["total"], "hidden", "three");
    let steps = released(&store, "step-movement", &[]).await?;
    assert_eq!(steps["figures"]["total"]["forward"], 66);
    assert_eq!(steps["figures"]["man"]["back"], "hidden", "one");
    assert_eq!(steps["figures"]["woman"]["back"], "hidden", "else it would follow from six");
    let rating = released(&store, "rating-change", &[]).await?;
    assert_eq!(rating["figures"]["reliable_change"]["improved"], 47);
    let time = released(&store, "time-to-step", &[]).await?;
    assert_eq!(time["figures"]["curve"], "hidden", "each drop is somebody's month");
    Ok(())
}

/// Imports one participation more, which has not ended.
async fn one_more(store: &Store, started: &str) -> Result<()> {
    let rows = std::fs::read_to_string(file("participations.csv"))?;
    let (header, row) = (rows.lines().next().context("a header")?, rows.lines().nth(1).context("a row")?);
    let columns: Vec<&str> = header.split(',').collect();
    let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
    for (name, value) in [("participation", "new"), ("participant", "new"), ("started", started), ("ended", "")] {
        let place = columns.iter().position(|column| *column == name).context("the column is there")?;
        cells[place] = value.into();
    }
    for name in ["exit_reason", "support_after", "occupation_after"] {
        let place = columns.iter().position(|column| *column == name).context("the column is there")?;
        cells[place].clear();
    }
    let more = store.write("more.csv", format!("{header}\n{}\n", cells.join(",")))?;
    store.import("participations", &more, 0).await.map(drop)
}

#[tokio::test]
async fn what_nobody_was_in_is_not_kept() -> Result<()> {
    let store = Store::with_cohort().await?;
    let flow = async || -> Result<Value> {
        let output = over(&store, "participant-flow", "2010-01-01", "2010-12-31").await?;
        ensure!(output.status.success(), "{}", said(&output)?);
        Ok(serde_json::from_slice::<Value>(&output.stdout)?["figures"]["started"]["total"].take())
    };
    assert_eq!(flow().await?, 0);
    one_more(&store, "2010-05-01").await?;
    assert_eq!(flow().await?, "hidden", "the year was imported later");
    Ok(())
}

#[tokio::test]
async fn what_has_left_stays_as_it_was() -> Result<()> {
    let store = Store::with_cohort().await?;
    let first = released(&store, "participant-flow", &SPLIT).await?;
    one_more(&store, "2019-05-01").await?;
    let member = store.report("participant-flow", &[]).await?;
    assert_eq!(member["figures"]["started"]["total"], 92, "the member sees the new one");
    assert_eq!(released(&store, "participant-flow", &SPLIT).await?, first);
    Ok(())
}

#[tokio::test]
async fn questions_that_could_be_subtracted_are_refused_with_what_to_ask_instead() -> Result<()> {
    let store = Store::with_cohort().await?;
    let csv = std::fs::read_to_string(file("participations.csv"))?;
    let header: Vec<&str> = csv.lines().next().context("a header")?.split(',').collect();
    let place = header.iter().position(|column| *column == "intervention").context("interventions are named")?;
    let mut names: Vec<&str> = csv.lines().skip(1).filter_map(|row| row.split(',').nth(place)).collect();
    names.sort_unstable();
    names.dedup();
    released(&store, "exits", &["--intervention", names[0]]).await?;
    refused(&store, "exits", &["--intervention", names[0], "--by", "gender"], "without a split").await?;
    if let [first, second, ..] = names[..] {
        refused(&store, "exits", &["--intervention", first, "--intervention", second], "all interventions or for one")
            .await?;
    }
    // The year has left: periods within it may, one that crosses its end may not.
    assert!(over(&store, "exits", "2019-01-01", "2019-06-30").await?.status.success());
    for (from, to, words) in [
        ("2019-07-01", "2020-06-30", "2019-01-01 to 2019-12-31 have left"),
        ("2019-06-01", "2019-07-31", "2019-01-01 to 2019-06-30 have left"),
        ("2019-02-15", "2019-03-31", "whole months only; ask for 2019-02-01 to 2019-03-31"),
        ("2090-01-01", "2090-01-31", "ask again after 2090-02-10"),
    ] {
        let output = over(&store, "exits", from, to).await?;
        assert_eq!(output.status.code(), Some(2), "{from}");
        assert!(said(&output)?.contains(words), "{from}: {}", said(&output)?);
    }
    Ok(())
}

#[tokio::test]
async fn tables_say_hidden_where_the_structured_file_does() -> Result<()> {
    let store = Store::with_cohort().await?;
    let csv = store.report_as("participant-flow", &["--audience", "public", "--format", "csv"]).await?;
    let csv = String::from_utf8(csv.stdout)?;
    assert!(csv.lines().any(|row| row == "anonymous,total,hidden"), "{csv}");
    Ok(())
}

#[tokio::test]
async fn few_attendances_and_few_of_a_goal_are_hidden_too() -> Result<()> {
    let store = Store::with_cohort().await?;
    let volume = store.write(
        "volume.csv",
        format!(
            "association,member,intervention,date,month,activity,occasions,attendances\n\
             {ASSOCIATION},Kommunen,Mötesplatsen,2019-02-11,,Föreläsning,1,3\n\
             {ASSOCIATION},Kommunen,Mötesplatsen,2019-03-11,,Café,2,20\n\
             {ASSOCIATION},Kommunen,Mötesplatsen,2019-04-11,,Kurs,2,31\n"
        ),
    )?;
    store.import("volume", &volume, 0).await?;
    let goals = store.write(
        "goals.csv",
        format!(
            "association,member,intervention,period,goal,indicator,target,n,of,unit,direction\n\
             {ASSOCIATION},,,2019,Fler i arbete,Andel i arbete,40,3,80,percent,at_least\n\
             {ASSOCIATION},,,2019,Fler i studier,Andel i studier,40,31,80,percent,at_least\n"
        ),
    )?;
    store.import("goals", &goals, 0).await?;

    let volume = &released(&store, "volume", &[]).await?["figures"];
    assert_eq!((&volume["total"]["occasions"], &volume["total"]["attendances"]), (&json!(5), &json!(54)), "{volume}");
    let activities = &volume["interventions"]["Mötesplatsen"]["activities"];
    assert_eq!(activities["Föreläsning"]["attendances"], "hidden");
    let others = ["Café", "Kurs"].map(|name| activities[name]["attendances"] == "hidden");
    assert_eq!(others.into_iter().filter(|hidden| *hidden).count(), 1, "else the three would follow: {volume}");

    let goals = &released(&store, "goals", &[]).await?["figures"]["association"]["rows"];
    assert_eq!((&goals[0]["goal"], &goals[0]["n"]), (&json!("Fler i arbete"), &json!("hidden")), "{goals}");
    assert_eq!((&goals[0]["outcome"], &goals[0]["whole_percent"]), (&json!("hidden"), &json!("hidden")), "{goals}");
    assert_eq!((&goals[1]["n"], &goals[1]["whole_percent"]), (&json!(31), &json!(39)), "{goals}");
    Ok(())
}
