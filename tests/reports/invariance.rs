//! What must not change a figure: importing again, other ids, another order of the rows.

use crate::cohort::{KINDS, Store, file};
use anyhow::Result;

#[tokio::test]
async fn importing_twice_changes_nothing() -> Result<()> {
    let store = Store::with_cohort().await?;
    let before = store.every_figure().await?;
    for (kind, rows) in KINDS.into_iter().zip([120, 7350, 826]) {
        let said = store.import(kind, &file(&format!("{kind}.csv")), 0).await?;
        assert_eq!(said, format!("imported 0, unchanged {rows}, refused 0"));
    }
    assert_eq!(store.import("prices", &file("prices.json"), 0).await?, "imported 0, unchanged 1, refused 0");
    assert_eq!(store.every_figure().await?, before);
    Ok(())
}

#[tokio::test]
async fn other_ids_and_another_order_of_the_rows_give_the_same_figures() -> Result<()> {
    let (plain, other) = (Store::with_cohort().await?, Store::empty()?);
    for kind in KINDS {
        let text = std::fs::read_to_string(file(&format!("{kind}.csv")))?;
        let path = other.write("shuffled.csv", shuffled(&text.replace("sco-2019-", "x")))?;
        let said = other.import(kind, &path, 0).await?;
        assert!(said.ends_with("unchanged 0, refused 0"), "{kind}: {said}");
    }
    other.import("prices", &file("prices.json"), 0).await?;
    assert_eq!(other.every_figure().await?, plain.every_figure().await?);
    Ok(())
}

/// The rows in the order of their words read backwards, which is none that means anything.
fn shuffled(table: &str) -> String {
    let mut rows: Vec<&str> = table.lines().collect();
    rows[1..].sort_by_key(|row| row.chars().rev().collect::<String>());
    rows.join("\n")
}
