//! Price lists: taken whole or not at all, the newest being the one that is reckoned with.

use crate::cohort::{KINDS, Store, file, said};
use anyhow::Result;
use serde_json::{Value, json};

async fn without_prices() -> Result<Store> {
    let store = Store::empty()?;
    for kind in KINDS {
        store.import(kind, &file(&format!("{kind}.csv")), 0).await?;
    }
    Ok(store)
}

fn list(amount: f64) -> Value {
    json!({"price_year": 2019, "flows": [
        {"when": "sjukpenning", "item": "benefit", "from": "forsakringskassan", "to": "person", "amount": amount},
    ]})
}

#[tokio::test]
async fn without_prices_the_report_says_so() -> Result<()> {
    let report = without_prices().await?.report("impact", &[]).await?;
    assert_eq!(report["figures"], json!({}));
    assert!(report["notes"].to_string().contains("price list"), "{report}");
    Ok(())
}

#[tokio::test]
async fn the_newest_list_is_the_one_reckoned_with() -> Result<()> {
    let store = without_prices().await?;
    let mut paid = Vec::new();
    for amount in [1000.0, 2000.0] {
        let path = store.write("prices.json", list(amount).to_string())?;
        assert_eq!(store.import("prices", &path, 0).await?, "imported 1, unchanged 0, refused 0");
        paid.extend(store.report("impact", &[]).await?["figures"]["per_month"]["person"].as_f64());
    }
    assert_eq!(paid, [paid[0], 2.0 * paid[0]]);
    Ok(())
}

#[tokio::test]
async fn a_list_that_breaks_a_rule_is_refused_with_its_field_and_changes_nothing() -> Result<()> {
    let store = without_prices().await?;
    let broken = [
        (list(-1.0), "flows[0].amount"),
        (list(1e12), "flows[0].amount"),
        (json!({"price_year": 19, "flows": []}), "price_year"),
        (json!({"price_year": 2019, "flows": []}), "flows"),
        (json!({"price_year": 2019}), "flows"),
        (json!({"price_year": 2019, "flows": [], "pries": 1}), "pries"),
    ];
    for (list, field) in broken {
        let path = store.write("prices.json", list.to_string())?;
        let said = store.import("prices", &path, 1).await?;
        assert!(said.starts_with("imported 0, unchanged 0, refused 1"), "{said}");
        assert!(said.contains(field) && said.contains("prices.json"), "{said}");
    }
    let unknown = list(1.0).to_string().replace("sjukpenning", "sjukpening");
    let said = store.import("prices", &store.write("prices.json", unknown)?, 1).await?;
    assert!(said.contains("flows[0].when") && said.contains("sjukpening"), "{said}");
    assert_eq!(store.report("impact", &[]).await?["figures"], json!({}));
    Ok(())
}

#[tokio::test]
async fn what_is_no_json_cannot_be_read() -> Result<()> {
    let store = without_prices().await?;
    let path = store.write("prices.json", &list(1.0).to_string()[..40])?;
    let said = store.import("prices", &path, 2).await?;
    assert!(said.contains("is not JSON") && said.contains("line 1"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_dry_run_brings_nothing() -> Result<()> {
    let store = without_prices().await?;
    let path = store.write("prices.json", list(1.0).to_string())?;
    let output = store.run(&["import", "prices", path.to_str().unwrap_or_default(), "--dry-run"]).await?;
    assert_eq!(said(&output)?, "imported 1, unchanged 0, refused 0");
    assert_eq!(store.report("impact", &[]).await?["figures"], json!({}));
    Ok(())
}

#[tokio::test]
async fn a_version_of_a_questionnaire_is_kept_as_it_was_first_brought() -> Result<()> {
    let store = without_prices().await?;
    let own = include_str!("../../assets/instruments/stegvis-monthly.v1.json");
    let import = async |text: &str, code| {
        let path = store.write("instrument.json", text)?;
        store.import("instrument", &path, code).await
    };
    assert_eq!(import(own, 0).await?, "imported 0, unchanged 1, refused 0");
    let other = own.replacen("\"stegvis-monthly\"", "\"other\"", 1);
    assert_eq!(import(&other, 0).await?, "imported 1, unchanged 0, refused 0");
    assert_eq!(import(&other, 0).await?, "imported 0, unchanged 1, refused 0");
    let changed = other.replacen("higher_is_better", "lower_is_better", 1);
    let said = import(&changed, 1).await?;
    assert!(said.contains("version") && said.contains("raise the version"), "{said}");
    let stay = "association,member,intervention,participation,participant,gender,started\n\
        Centrala Östergötland,M,I,p1,n1,woman,2019-01-01\n";
    store.import("participations", &store.write("stay.csv", stay)?, 0).await?;
    let rating = "participation,month,instrument,item,value\np1,2019-01,other,energy,3\n";
    let said = store.import("measurements", &store.write("ratings.csv", rating)?, 0).await?;
    assert_eq!(said, "imported 1, unchanged 0, refused 0");
    Ok(())
}
