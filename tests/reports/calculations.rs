//! `stegvis calculate`: the published examples, from files.

use crate::close::holds;
use crate::cohort::{Store, said};
use anyhow::{Context, Result};
use serde_json::{Value, json};

const STATISTICS: &str = include_str!("../vectors/statistics.json");
const ECONOMICS: &str = include_str!("../vectors/economics.json");
const PRINTED: f64 = 1e-6;

fn vector(group: &str, id: &str) -> Result<Value> {
    let all: Value = serde_json::from_str(STATISTICS)?;
    let found = all[group].as_array().context("a list")?.iter().find(|one| one["id"] == id);
    Ok(found.context("the vector")?.clone())
}

fn table(pre: &Value, post: &Value) -> Result<String> {
    let (pre, post) = (pre.as_array().context("pre")?, post.as_array().context("post")?);
    let rows = pre.iter().zip(post).map(|(pre, post)| format!("{pre},{post}\n"));
    Ok(["pre,post\n".to_owned()].into_iter().chain(rows).collect())
}

/// What `calculate change` answers to a table.
async fn change(table: &str, more: &[&str]) -> Result<Value> {
    let store = Store::empty()?;
    let path = store.write("pairs.csv", table)?;
    let asked = ["calculate", "change", path.to_str().context("UTF-8")?, "--format", "json"];
    let output = tests::program::run(&[&asked, more].concat()).await?;
    assert!(output.status.success(), "{}", said(&output)?);
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[tokio::test]
async fn forty_patients_where_lower_is_better() -> Result<()> {
    let case = vector("reliable_change", "bdi-40")?;
    let table = table(&case["pre"], &case["post"])?;
    let more = ["--reliability", "0.801", "--direction", "lower_is_better"];
    let norms = ["--functional-mean", "7.69", "--functional-sd", "7.52"];
    let answer = change(&table, &[&more[..], &norms].concat()).await?;
    let expect = &case["expect"];
    assert_eq!(answer["reliable_change"]["improved"], expect["improved_or_recovered"]);
    for name in ["recovered", "unchanged", "deteriorated"] {
        assert_eq!(answer["reliable_change"][name], expect[name], "{name}");
    }
    holds(&answer["cutoffs"]["c"], &expect["cutoff_c"], 5e-5)
}

#[tokio::test]
async fn thirty_couples_where_higher_is_better() -> Result<()> {
    let case = vector("reliable_change", "das-30")?;
    let more = ["--reliability", "0.88", "--direction", "higher_is_better"];
    let answer = change(&table(&case["pre"], &case["post"])?, &more).await?;
    let mut expect = case["expect"].clone();
    for name in ["improved", "unchanged", "deteriorated"] {
        assert_eq!(answer["reliable_change"][name], expect[name], "{name}");
        expect.as_object_mut().context("an object")?.remove(name);
    }
    assert_eq!(answer["n"], 30);
    holds(&answer, &expect, PRINTED)
}

#[tokio::test]
async fn the_signed_rank_test_with_both_handlings_of_zeros() -> Result<()> {
    let more = ["--reliability", "0.8", "--direction", "higher_is_better"];
    let case = vector("paired", "effectsize-9")?;
    let answer = change(&table(&case["pre"], &case["post"])?, &more).await?;
    let (test, expect) = (&answer["wilcoxon"]["pratt"], &case["expect"]);
    holds(&test["p_two_sided"], &expect["p_two_sided_exact"], PRINTED)?;
    holds(&answer["rank_biserial"], &expect["rank_biserial"], 5e-5)?;
    assert_eq!((test["w_plus"].as_f64(), test["w_minus"].as_f64()), (Some(40.0), Some(5.0)));
    let case = vector("paired", "zero-handling-8")?;
    let answer = change(&table(&case["pre"], &case["post"])?, &more).await?;
    let found = json!({
        "statistic_wilcox": answer["wilcoxon"]["wilcox"]["statistic"],
        "statistic_pratt": answer["wilcoxon"]["pratt"]["statistic"],
        "p_normal_wilcox": answer["wilcoxon"]["wilcox"]["p_two_sided_uncorrected"],
        "p_normal_pratt": answer["wilcoxon"]["pratt"]["p_two_sided_uncorrected"],
    });
    let mut expect = case["expect"].clone();
    expect.as_object_mut().context("an object")?.remove("note");
    holds(&found, &expect, PRINTED)
}

#[tokio::test]
async fn rows_without_a_value_are_left_out_and_counted() -> Result<()> {
    let more = ["--reliability", "0.8", "--direction", "higher_is_better"];
    let answer = change("post;pre\n4;2,5\n;3\n5;4\n6;\n", &more).await?;
    assert_eq!((&answer["n"], &answer["missing"]), (&json!(2), &json!(2)));
    assert_eq!(answer["mean_pre"], 3.25);
    Ok(())
}

#[tokio::test]
async fn a_lower_value_is_an_improvement_where_lower_is_better() -> Result<()> {
    let answer = change("pre,post\n9,1\n8,2\n7,6\n5,6\n", &["--reliability", "0.9", "--direction", "lower_is_better"]);
    let answer = answer.await?;
    assert_eq!(answer["probability_of_improvement"], 0.75);
    assert_eq!(answer["shares"]["better"]["successes"], 3);
    Ok(())
}

#[tokio::test]
async fn bad_pairs_are_refused_with_their_place() -> Result<()> {
    let usual = ["--reliability", "0.8", "--direction", "higher_is_better"];
    let cases: [(&str, &[&str], &str); 7] = [
        ("pre,post\n1,2\n3,x\n", &usual, "line 3, post: “x” is not a number"),
        ("pre,post\n1,2\nNaN,1\n", &usual, "line 3, pre"),
        ("before,post\n1,2\n", &usual, "lacks “pre”"),
        ("pre,post\n1,2\n", &usual, "has 1 complete pairs"),
        ("pre,post\n1,2\n1,3\n", &usual, "do not differ"),
        ("pre,post\n1,2\n2,3\n", &["--reliability", "1", "--direction", "higher_is_better"], "reliability must lie"),
        ("pre,post\n1,2\n2,3\n", &["--reliability", "0.8", "--direction", "up"], "higher_is_better"),
    ];
    let store = Store::empty()?;
    for (table, more, place) in cases {
        let path = store.write("pairs.csv", table)?;
        let asked = ["calculate", "change", path.to_str().context("UTF-8")?];
        let output = tests::program::run(&[&asked, more].concat()).await?;
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{table}");
        assert!(said(&output)?.contains(place), "{}", said(&output)?);
    }
    Ok(())
}

/// What `calculate impact` answers to a scenario.
async fn impact(scenario: &Value, more: &[&str]) -> Result<(Option<i32>, String)> {
    let store = Store::empty()?;
    let path = store.write("scenario.json", scenario.to_string())?;
    let asked = ["calculate", "impact", path.to_str().context("UTF-8")?];
    let output = tests::program::run(&[&asked, more].concat()).await?;
    Ok((output.status.code(), said(&output)?))
}

async fn calculated(scenario: &Value) -> Result<Value> {
    let (code, said) = impact(scenario, &["--format", "json"]).await?;
    assert_eq!(code, Some(0), "{said}");
    Ok(serde_json::from_str(&said)?)
}

#[tokio::test]
async fn the_published_scenarios_come_out_as_published() -> Result<()> {
    let vectors: Value = serde_json::from_str(ECONOMICS)?;
    let present = &vectors["present_value"]["cost_100000_benefit_40000_a_year"];
    for (years, npv) in (1..).zip(present["npv_after_years"].as_array().context("a list")?) {
        let scenario = json!({"cost": 100_000, "successes": 1, "value_per_success_per_year": 40_000,
            "horizon_months": 12 * years, "rate": 0.035, "convention": "end_of_year"});
        let answer = calculated(&scenario).await?;
        holds(&answer["npv"], npv, 0.006)?;
        assert_eq!(answer["payback_months"].as_f64(), (years >= 3).then_some(30.0));
    }
    let chain = &vectors["impact_chain"];
    let mut scenario = json!({"cost": 0, "successes": 1, "value_per_success_per_year": chain["gross"],
        "horizon_months": 60, "rate": chain["rate"], "convention": chain["convention"]});
    for name in ["deadweight", "displacement", "attribution_to_others", "drop_off"] {
        scenario[name] = chain[name].clone();
    }
    let answer = calculated(&scenario).await?;
    holds(&answer["benefit_per_year"], &chain["net"], 1e-6)?;
    holds(&answer["present_value"], &chain["present_value"], 0.006)?;
    let even = &vectors["break_even"];
    let scenario = json!({"cost": even["cost_per_year"], "persons": even["persons"], "share": 0.2,
        "value_per_success_per_year": even["exclusion_cost_per_person_year"], "horizon_months": 12, "rate": 0});
    holds(&calculated(&scenario).await?["break_even_share"], &even["break_even_share"], PRINTED)
}

#[tokio::test]
async fn the_same_seed_gives_the_same_interval() -> Result<()> {
    let scenario = json!({"cost": 9_000_000, "persons": 160, "share": 0.2, "value_per_success_per_year": 437_500,
        "horizon_months": 12, "ranges": {"share": [0.1, 0.3], "deadweight": [0, 0.4]}});
    let seeded = async |seed: &'static str| {
        let (_, said) = impact(&scenario, &["--format", "json", "--seed", seed]).await?;
        anyhow::Ok(serde_json::from_str::<Value>(&said)?)
    };
    let (one, again, other) = (seeded("7").await?, seeded("7").await?, seeded("8").await?);
    assert_eq!(one, again);
    assert_ne!(one["interval"], other["interval"]);
    assert_eq!(one["sensitivity"].as_array().map(Vec::len), Some(2));
    for name in ["net", "present_value", "npv", "ratio", "payback_months", "break_even_share"] {
        assert!(one.get(name).is_some(), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_scenario_that_breaks_a_rule_is_refused_with_its_field() -> Result<()> {
    let good = json!({"cost": 1, "persons": 10, "share": 0.2, "value_per_success_per_year": 5, "horizon_months": 12});
    let broken = [
        ("share", json!(1.2)),
        ("horizon_months", json!(-1)),
        ("deadweight", json!(2)),
        ("cost", json!("much")),
        ("convention", json!("whenever")),
        ("colour", json!("red")),
        ("ranges", json!({"share": [0.5, 0.1]})),
    ];
    for (field, value) in broken {
        let mut scenario = good.clone();
        scenario[field] = value;
        let (code, said) = impact(&scenario, &[]).await?;
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(field) && said.contains("scenario.json"), "{said}");
    }
    let (code, said) = impact(&good, &[]).await?;
    assert_eq!(code, Some(0));
    assert!(said.starts_with("A scenario:") && said.contains("break_even_share"), "{said}");
    Ok(())
}
