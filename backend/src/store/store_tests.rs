//! The store by itself, the same promises on both databases: what time does to links and sessions, what a failing piece
//! of work does to its neighbours, what rival processes do to each other, and which places are left alone.

use super::sign_in::make_link;
use super::sql::Connection;
use super::*;
use crate::secret::{Secret, SecretHash};
use shared::account::Role;
use shared::audit::{Chain, Entry, Row, Scope, What, Who};
use shared::id::{AccountId, AssociationId, DeviceKeyId, MemberId, SealingKeyId};
use shared::invitation::By;
use shared::sealing::{OpeningKey, Secret32};
use shared::time::{HOUR, Instant};
use std::error::Error;
use tests::place::Place;
use tests::postgres::cluster;
use uuid::Uuid;

mod backups;
mod coming_in;
mod noted;
mod remembered;

use backups::*;
use coming_in::*;
use noted::*;
use remembered::*;

type Tested = Result<(), Box<dyn Error>>;

const NOW: Instant = Instant(1_795_300_000_000);

/// Each promise becomes two tests, of which one keeps its store in a file and one on a server.
macro_rules! on_both {
    ($($promise:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() -> super::Tested {
                super::$promise(super::Tried::in_a_folder()?).await
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() -> super::Tested {
                super::$promise(super::Tried::on_a_server()?).await
            })*
        }
    };
}

on_both![
    a_link_is_worth_nothing_after_twelve_hours,
    a_participants_session_ends_after_thirty_days_of_no_use_and_after_a_year_of_any,
    a_session_of_staff_ends_after_two_hours_of_no_use,
    an_invitation_is_worth_nothing_after_its_time,
    a_challenge_is_worth_nothing_after_five_minutes,
    signing_in_again_ends_the_session_before,
    keys_are_made_once_and_stay,
    keys_of_a_sign_in_are_had_again_for_ten_minutes,
    work_that_breaks_a_rule_of_the_schema_takes_only_itself_back,
    work_after_the_end_is_refused_and_not_lost_in_silence,
    a_store_keeps_its_epoch,
    a_database_that_a_newer_program_has_used_is_left_alone,
    a_look_tells_nothing_from_a_demonstration_from_somebodys_data,
    a_demonstration_is_forgotten_and_nothing_else_is,
    processes_that_start_at_once_make_the_tables_once,
    rival_writers_give_each_position_once,
    a_release_that_was_made_from_an_older_memory_is_not_kept,
    a_memory_follows_what_others_keep,
    what_was_remembered_as_a_whole_is_the_first_addition,
    a_reader_cannot_write,
    a_store_that_is_open_to_be_read_refuses_what_is_written,
    an_older_store_is_brought_up_to_date_before_it_is_read,
    a_snapshot_stands_still,
    a_backup_goes_into_either_database,
    a_restore_leaves_data_alone_unless_told_otherwise,
    a_restore_waits_for_nobody_who_is_at_work,
    every_table_is_backed_up,
    what_is_done_is_noted_in_one_chain_and_refusals_do_not_fill_it,
    nothing_is_noted_of_what_was_taken_back,
];

/// A place to try a promise in.
struct Tried {
    location: Location,
    place: Place,
}

impl Tried {
    fn in_a_folder() -> Result<Self, Box<dyn Error>> {
        let place = Place::in_a_folder()?;
        Ok(Self { location: Location::Folder(place.folder().into()), place })
    }

    fn on_a_server() -> Result<Self, Box<dyn Error>> {
        let place = Place::on(cluster()?)?;
        Ok(Self { location: Location::Postgres(place.database()?.url().parse()?), place })
    }

    fn another(&self) -> Result<Self, Box<dyn Error>> {
        if self.place.database().is_ok() { Self::on_a_server() } else { Self::in_a_folder() }
    }

    async fn open(&self) -> Result<Store, OpenError> {
        Store::open(&self.location, EpochId::from_uuid(Uuid::from_u128(1))).await
    }
}

fn secret(number: u8) -> Secret {
    Secret::from_bytes([number; 32])
}

/// Makes a participant's account and a link for it.
async fn link(store: &Store, secret: &Secret) -> Result<(), StoreError> {
    let hash = secret.hash();
    store.writer.run(|connection| Box::pin(make_account_and_link(connection, hash))).await
}

async fn make_account_and_link(connection: &mut Connection, hash: SecretHash) -> Result<(), StoreError> {
    let association = AssociationId::from_uuid(Uuid::from_u128(2));
    let account = Named { id: AccountId::from_uuid(Uuid::from_u128(3)), name: "Björk".into() };
    sql::query("INSERT INTO associations (id, name) VALUES ($1, 'Norr') ON CONFLICT (id) DO NOTHING")
        .bind(association.to_string())
        .execute(&mut *connection)
        .await?;
    organisation::ensure_account(connection, association, &account, Role::Participant).await?;
    // Links are worth something in demonstrations alone.
    sql::query("UPDATE store SET demonstration_until = '2026-01'").execute(&mut *connection).await?;
    make_link(connection, account.id, &hash, NOW).await
}

async fn leave_the_mark_of_a_newer_program(connection: &mut Connection) -> Result<(), StoreError> {
    sql::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, '0', 0)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn using(link: &Secret, session: &Secret) -> SignIn {
    SignIn { link: link.hash(), session: NewSession { hash: session.hash(), previous: None, reading: None } }
}

async fn work_that_breaks_a_rule_of_the_schema_takes_only_itself_back(tried: Tried) -> Tested {
    let store = tried.open().await?;
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

async fn work_after_the_end_is_refused_and_not_lost_in_silence(tried: Tried) -> Tested {
    let store = tried.open().await?;
    store.close().await;
    assert!(matches!(link(&store, &secret(1)).await, Err(StoreError::NotDone)));
    Ok(())
}

async fn a_store_keeps_its_epoch(tried: Tried) -> Tested {
    tried.open().await?.close().await;
    let again = Store::open(&tried.location, EpochId::from_uuid(Uuid::from_u128(99))).await?;
    assert_eq!(again.epoch(), EpochId::from_uuid(Uuid::from_u128(1)));
    Ok(())
}

async fn a_database_that_a_newer_program_has_used_is_left_alone(tried: Tried) -> Tested {
    let store = tried.open().await?;
    store.writer.run(|connection| Box::pin(leave_the_mark_of_a_newer_program(connection))).await?;
    store.close().await;
    let error = tried.open().await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("newer than this program"), "{error}");
    Ok(())
}

async fn a_look_tells_nothing_from_a_demonstration_from_somebodys_data(tried: Tried) -> Tested {
    assert_eq!(peek(&tried.location).await?, Found::Nothing);
    let store = tried.open().await?;
    assert_eq!(peek(&tried.location).await?, Found::Nothing);
    let until = "2026-10".parse()?;
    let begun = store.begin_demonstration(OperatorRight::at_the_machine(), until).await?;
    assert!(begun.is_ok());
    assert_eq!(peek(&tried.location).await?, Found::Demonstration);

    let tried = tried.another()?;
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    sql_on(&store, "UPDATE store SET demonstration_until = NULL").await?;
    assert_eq!(peek(&tried.location).await?, Found::Real);
    assert!(store.begin_demonstration(OperatorRight::at_the_machine(), until).await?.is_err());
    Ok(())
}

async fn a_store_that_is_open_to_be_read_refuses_what_is_written(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let epoch = store.epoch();
    store.close().await;
    let reading = Store::open_to_read(&tried.location, self::epoch(9)).await?;
    assert_eq!(reading.epoch(), epoch);
    assert!(link(&reading, &secret(1)).await.is_err());
    reading.answers().await?;
    reading.close().await;
    Ok(())
}

async fn an_older_store_is_brought_up_to_date_before_it_is_read(tried: Tried) -> Tested {
    let store = tried.open().await?;
    sql_on(&store, "DROP TABLE goals").await?;
    sql_on(&store, "DELETE FROM _sqlx_migrations WHERE version = 13").await?;
    store.close().await;
    let reading = Store::open_to_read(&tried.location, self::epoch(9)).await?;
    let goals: i64 =
        sql::query_scalar("SELECT COUNT(*) FROM goals").fetch_one(&mut reading.readers.acquire().await?).await?;
    assert_eq!(goals, 0);
    reading.close().await;
    Ok(())
}

async fn a_demonstration_is_forgotten_and_nothing_else_is(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let begun = store.begin_demonstration(OperatorRight::at_the_machine(), "2026-10".parse()?).await?;
    assert!(begun.is_ok());
    store.close().await;
    forget_demonstration(&tried.location).await?;
    assert_eq!(peek(&tried.location).await?, Found::Nothing);
    assert_eq!(Store::open(&tried.location, EpochId::from_uuid(Uuid::from_u128(7))).await?.epoch(), epoch(7));
    Ok(())
}

fn epoch(number: u128) -> EpochId {
    EpochId::from_uuid(Uuid::from_u128(number))
}

async fn processes_that_start_at_once_make_the_tables_once(tried: Tried) -> Tested {
    let starts = (1..=8).map(|number| Store::open(&tried.location, epoch(number)));
    let mut epochs = Vec::new();
    for opened in futures::future::join_all(starts).await {
        epochs.push(opened?.epoch());
    }
    epochs.dedup();
    assert_eq!(epochs.len(), 1, "one of them began the store, and the others found it: {epochs:?}");
    Ok(())
}

/// Raises the counter of a member, and remembers the position, as a record would.
async fn take_position(connection: &mut Connection, member: MemberId) -> Result<u64, StoreError> {
    let position = log::next_position(connection, member).await?;
    sql::query("INSERT INTO interventions (member, id, name, focus) VALUES ($1, $2, $3, 'job')")
        .bind(member.to_string())
        .bind(Uuid::from_u128(u128::from(position)).to_string())
        .bind(position.to_string())
        .execute(connection)
        .await?;
    Ok(position)
}

async fn rival_writers_give_each_position_once(tried: Tried) -> Tested {
    let (one, other) = (tried.open().await?, tried.open().await?);
    link(&one, &secret(1)).await?;
    let member = MemberId::from_uuid(Uuid::from_u128(4));
    one.writer.run(move |connection| Box::pin(make_member(connection, member))).await?;
    let mut taken = Vec::new();
    for _ in 0..20 {
        let both = [&one, &other].map(|store| {
            futures::future::join_all((0..8).map(|_| {
                store.writer.run(move |connection: &mut Connection| Box::pin(take_position(connection, member)))
            }))
        });
        for position in futures::future::join_all(both).await.into_iter().flatten() {
            taken.push(position?);
        }
    }
    taken.sort_unstable();
    assert_eq!(taken, (1..=320).collect::<Vec<u64>>());
    Ok(())
}

async fn make_member(connection: &mut Connection, member: MemberId) -> Result<(), StoreError> {
    sql::query("INSERT INTO members (id, association, name) VALUES ($1, $2, 'Kommunen')")
        .bind(member.to_string())
        .bind(Uuid::from_u128(2).to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn a_reader_cannot_write(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let mut reader = store.readers.acquire().await?;
    assert!(sql::query("DELETE FROM store").execute(&mut reader).await.is_err());
    Ok(())
}

async fn a_snapshot_stands_still(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let count = "SELECT COUNT(*) FROM links";
    let mut snapshot = store.readers.snapshot().await?;
    let before: i64 = sql::query_scalar(count).fetch_one(&mut snapshot).await?;
    link(&store, &secret(1)).await?;
    let after: i64 = sql::query_scalar(count).fetch_one(&mut snapshot).await?;
    assert_eq!((before, after), (0, 0));
    drop(snapshot);
    let now: i64 = sql::query_scalar(count).fetch_one(&mut store.readers.acquire().await?).await?;
    assert_eq!(now, 1);
    Ok(())
}

async fn sql_on(store: &Store, statement: &'static str) -> Result<(), StoreError> {
    store
        .writer
        .run(move |connection| Box::pin(async move { Ok(sql::query(statement).execute(connection).await?) }))
        .await
}
