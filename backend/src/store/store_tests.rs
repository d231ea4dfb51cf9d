//! The store by itself: what time does to links and sessions, what a failing piece of work does to its neighbours, and
//! which folders are left alone.

use super::sign_in::make_link;
use super::*;
use crate::secret::{Secret, SecretHash};
use shared::account::Role;
use shared::id::{AccountId, AssociationId};
use shared::time::Instant;
use sqlx::SqliteConnection;
use std::error::Error;
use tempfile::TempDir;
use uuid::Uuid;

type Tested = Result<(), Box<dyn Error>>;

const NOW: Instant = Instant(1_795_300_000_000);
const HOUR: i64 = 60 * 60 * 1000;

async fn open(folder: &TempDir) -> Result<Store, OpenError> {
    Store::open(folder.path(), EpochId::from_uuid(Uuid::from_u128(1))).await
}

fn secret(number: u8) -> Secret {
    Secret::from_bytes([number; 32])
}

/// Makes a participant's account and a link for it.
async fn link(store: &Store, secret: &Secret) -> Result<(), StoreError> {
    let hash = secret.hash();
    store.writer.run(|connection| Box::pin(make_account_and_link(connection, hash))).await
}

async fn make_account_and_link(connection: &mut SqliteConnection, hash: SecretHash) -> Result<(), StoreError> {
    let association = AssociationId::from_uuid(Uuid::from_u128(2));
    let account = Named { id: AccountId::from_uuid(Uuid::from_u128(3)), name: "Björk".into() };
    sqlx::query("INSERT INTO associations (id, name) VALUES ($1, 'Norr') ON CONFLICT (id) DO NOTHING")
        .bind(association.to_string())
        .execute(&mut *connection)
        .await?;
    organisation::ensure_account(connection, association, &account, Role::Participant).await?;
    make_link(connection, account.id, &hash, NOW).await
}

async fn leave_the_mark_of_a_newer_program(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, x'00', 0)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn using(link: &Secret, session: &Secret) -> SignIn {
    SignIn { link: link.hash(), session: session.hash(), previous: None }
}

#[tokio::test]
async fn a_link_is_worth_nothing_after_twelve_hours() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    link(&store, &secret(1)).await?;
    assert!(store.sign_in(using(&secret(1), &secret(2)), NOW.plus(12 * HOUR)).await?.is_none());
    assert!(store.sign_in(using(&secret(1), &secret(2)), NOW.plus(12 * HOUR - 1)).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_participants_session_lasts_thirty_days() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    link(&store, &secret(1)).await?;
    store.sign_in(using(&secret(1), &secret(2)), NOW).await?;
    let hash = secret(2).hash();
    assert!(store.session(&hash, NOW.plus(30 * 24 * HOUR - 1)).await?.is_some());
    assert!(store.session(&hash, NOW.plus(30 * 24 * HOUR)).await?.is_none());
    assert_eq!(session_lasts(Role::Supervisor), 12 * HOUR);
    Ok(())
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    for number in [1, 2] {
        link(&store, &secret(number)).await?;
    }
    store.sign_in(using(&secret(1), &secret(11)), NOW).await?;
    let again = SignIn { previous: Some(secret(11).hash()), ..using(&secret(2), &secret(12)) };
    store.sign_in(again, NOW).await?;
    assert!(store.session(&secret(11).hash(), NOW).await?.is_none());
    assert!(store.session(&secret(12).hash(), NOW).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn work_that_breaks_a_rule_of_the_schema_takes_only_itself_back() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    link(&store, &secret(1)).await?;
    // The same secret again breaks the key of the links; its neighbours in the transaction are kept.
    let (before, secret_twice, after) = (secret(2), secret(1), secret(3));
    let (before, twice, after) = tokio::join!(link(&store, &before), link(&store, &secret_twice), link(&store, &after));
    assert!(before.is_ok() && after.is_ok());
    assert!(matches!(twice, Err(StoreError::Database(_))), "{twice:?}");
    for number in [2, 3] {
        assert!(store.sign_in(using(&secret(number), &secret(20 + number)), NOW).await?.is_some());
    }
    Ok(())
}

#[tokio::test]
async fn work_after_the_end_is_refused_and_not_lost_in_silence() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    store.close().await;
    assert!(matches!(link(&store, &secret(1)).await, Err(StoreError::NotDone)));
    Ok(())
}

#[tokio::test]
async fn a_store_keeps_its_epoch() -> Tested {
    let folder = tempfile::tempdir()?;
    open(&folder).await?.close().await;
    let again = Store::open(folder.path(), EpochId::from_uuid(Uuid::from_u128(99))).await?;
    assert_eq!(again.epoch(), EpochId::from_uuid(Uuid::from_u128(1)));
    Ok(())
}

#[tokio::test]
async fn a_database_that_a_newer_program_has_used_is_left_alone() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    store.writer.run(|connection| Box::pin(leave_the_mark_of_a_newer_program(connection))).await?;
    store.close().await;
    let error = open(&folder).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("newer than this program"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_look_tells_nothing_from_a_demonstration_from_somebodys_data() -> Tested {
    let folder = tempfile::tempdir()?;
    assert_eq!(peek(folder.path()).await?, Found::Nothing);
    let store = open(&folder).await?;
    assert_eq!(peek(folder.path()).await?, Found::Nothing);
    let until = "2026-10".parse()?;
    let begun = store.begin_demonstration(OperatorRight::at_the_machine(), until).await?;
    assert!(begun.is_ok());
    assert_eq!(peek(folder.path()).await?, Found::Demonstration);

    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    link(&store, &secret(1)).await?;
    assert_eq!(peek(folder.path()).await?, Found::Real);
    assert!(store.begin_demonstration(OperatorRight::at_the_machine(), until).await?.is_err());
    Ok(())
}

async fn open_to_read(folder: &TempDir) -> Result<Store, OpenError> {
    Store::open_to_read(folder.path(), EpochId::from_uuid(Uuid::from_u128(9))).await
}

#[tokio::test]
async fn a_store_that_is_open_to_be_read_refuses_what_is_written() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    let epoch = store.epoch();
    store.close().await;
    let reading = open_to_read(&folder).await?;
    assert_eq!(reading.epoch(), epoch);
    assert!(link(&reading, &secret(1)).await.is_err());
    reading.answers().await?;
    reading.close().await;
    Ok(())
}

#[tokio::test]
async fn an_older_store_is_brought_up_to_date_before_it_is_read() -> Tested {
    let folder = tempfile::tempdir()?;
    let store = open(&folder).await?;
    store.writer.run(|connection| Box::pin(make_older(connection))).await?;
    store.close().await;
    let reading = open_to_read(&folder).await?;
    let goals: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM goals").fetch_one(&reading.readers).await?;
    assert_eq!(goals, 0);
    reading.close().await;
    Ok(())
}

/// As a program left it that knew no goals.
async fn make_older(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("DROP TABLE goals").execute(&mut *connection).await?;
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 13").execute(connection).await?;
    Ok(())
}
