//! What is remembered of releases: kept one after the other, and followed when another process keeps one.

use super::*;
use crate::clock::Clock;
use crate::release::{Memories, Registry};
use shared::figures::Period;
use shared::suppression::{Audience, CellKey, Released, Statement, protect};

fn right() -> ReleaseRight {
    OperatorRight::at_the_machine().releasing(AssociationId::from_uuid(Uuid::from_u128(2)))
}

fn of_2024(report: &'static str, addition: String, made_from: i64) -> Result<Release, Box<dyn Error>> {
    let period = Period::new("2024-01-01".parse()?, "2024-12-31".parse()?)?;
    Ok(Release { period, bodies: vec![(report, report.into())], addition, made_from })
}

pub(super) async fn a_release_that_was_made_from_an_older_memory_is_not_kept(tried: Tried) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    let release = |report: &'static str, made_from| of_2024(report, format!("with {report}"), made_from);
    assert!(store.keep_release(right(), release("exits", 0)?, NOW).await?);
    assert!(!store.keep_release(right(), release("response", 0)?, NOW).await?, "the memory has changed since");
    assert_eq!(store.released(right(), "response", release("response", 0)?.period).await?, None);
    assert!(store.keep_release(right(), release("response", 1)?, NOW).await?);
    let memory = store.release_memory(right(), 0).await?;
    assert_eq!((memory.version, memory.additions), (2, vec!["with exits".into(), "with response".into()]));
    assert_eq!(memory.periods, [("2024-01-01".into(), "2024-12-31".into())]);
    let newer = store.release_memory(right(), 1).await?;
    assert_eq!((newer.version, newer.additions), (2, vec!["with response".into()]));
    Ok(())
}

/// Counts a measure of some people, and gives the memory with what it adds.
fn counting(measure: &str, people: u32, memory: &Released) -> Result<(Released, String), Box<dyn Error>> {
    let mut statement = Statement::default();
    statement.publish(CellKey::new(measure, "2024", &[]), people)?;
    let mut after = protect(&statement, Audience::Association, memory).released().clone();
    let addition = serde_json::to_string(&after.take_addition())?;
    Ok((after, addition))
}

pub(super) async fn a_memory_follows_what_others_keep(tried: Tried) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    let memories = Memories::default();
    let registry = Registry { store: &store, memories: &memories, clock: Clock };
    assert_eq!(*registry.remembered(right()).await?.released(), Released::default());
    let (exits, addition) = counting("exits", 20, &Released::default())?;
    assert!(store.keep_release(right(), of_2024("exits", addition, 0)?, NOW).await?);
    assert_eq!(*registry.remembered(right()).await?.released(), exits);
    let (both, addition) = counting("began", 3, &exits)?;
    assert!(store.keep_release(right(), of_2024("response", addition, 1)?, NOW).await?);
    assert_eq!(*registry.remembered(right()).await?.released(), both);
    Ok(())
}

pub(super) async fn what_was_remembered_as_a_whole_is_the_first_addition(tried: Tried) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    for undone in [
        "DROP TABLE release_additions",
        "CREATE TABLE release_memories (association TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL)",
        "INSERT INTO release_memories (association, version, body) \
         VALUES ('00000000-0000-0000-0000-000000000002', 7, 'of seven releases')",
        "DELETE FROM _sqlx_migrations WHERE version = 33",
    ] {
        sql_on(&store, undone).await?;
    }
    store.close().await;
    let store = tried.open().await?;
    let memory = store.release_memory(right(), 0).await?;
    assert_eq!((memory.version, memory.additions), (7, vec!["of seven releases".into()]));
    assert!(store.keep_release(right(), of_2024("exits", "one more".into(), 7)?, NOW).await?);
    assert_eq!(store.release_memory(right(), 7).await?.additions, ["one more"]);
    Ok(())
}
