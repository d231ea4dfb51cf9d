//! What time does to links, invitations, challenges, sessions and keys.

use super::*;
use shared::time::{DAY, MINUTE};

pub(super) async fn a_link_is_worth_nothing_after_twelve_hours(tried: Tried) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    assert!(store.sign_in(using(&secret(1), &secret(2)), NOW.plus(12 * HOUR)).await?.is_none());
    assert!(store.sign_in(using(&secret(1), &secret(2)), NOW.plus(12 * HOUR - 1)).await?.is_some());
    Ok(())
}

pub(super) async fn a_participants_session_ends_after_thirty_days_of_no_use_and_after_a_year_of_any(
    tried: Tried,
) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    store.sign_in(using(&secret(1), &secret(2)), NOW).await?;
    let is_in = async |day: i64| Ok::<_, StoreError>(store.session(&secret(2).hash(), NOW.plus(day)).await?.is_some());
    assert!(!is_in(30 * DAY).await?);
    // Each use is noted, and thirty days begin anew.
    for day in (29..365).step_by(29) {
        assert!(is_in(day * DAY).await?, "day {day}");
    }
    assert!(is_in(365 * DAY - 1).await?);
    assert!(!is_in(365 * DAY).await?);
    Ok(())
}

async fn make_everybody_staff(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(sql::query("UPDATE accounts SET role = 'supervisor'").execute(connection).await?)
}

pub(super) async fn a_session_of_staff_ends_after_two_hours_of_no_use(tried: Tried) -> Tested {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    store.writer.run(|connection| Box::pin(make_everybody_staff(connection))).await?;
    store.sign_in(using(&secret(1), &secret(2)), NOW).await?;
    let is_in = async |at: i64| Ok::<_, StoreError>(store.session(&secret(2).hash(), NOW.plus(at)).await?.is_some());
    assert!(!is_in(2 * HOUR).await?);
    for hour in 1..12 {
        assert!(is_in(hour * HOUR).await?, "hour {hour}");
    }
    assert!(!is_in(12 * HOUR).await?);
    Ok(())
}

/// Makes somebody who takes part, a supervisor who follows them, and the supervisor's invitation, with the code “ABC”.
async fn make_invitation(connection: &mut Connection) -> Result<(), StoreError> {
    make_account_and_link(connection, secret(1).hash()).await?;
    let id = |number: u128| Uuid::from_u128(number).to_string();
    let [association, supervisor, member, stay] = [2, 10, 4, 5].map(id);
    sql::query("INSERT INTO members (id, association, name) VALUES ($1, $2, 'Kommunen')")
        .bind(&member)
        .bind(&association)
        .execute(&mut *connection)
        .await?;
    sql::query("INSERT INTO accounts (id, association, role, name) VALUES ($1, $2, 'supervisor', 'H')")
        .bind(&supervisor)
        .bind(association)
        .execute(&mut *connection)
        .await?;
    sql::query("INSERT INTO interventions (member, id, name, focus) VALUES ($1, $1, 'Verkstan', 'job')")
        .bind(&member)
        .execute(&mut *connection)
        .await?;
    sql::query("INSERT INTO participations (member, id, intervention, started) VALUES ($1, $2, $1, '2026-01-01')")
        .bind(&member)
        .bind(&stay)
        .execute(&mut *connection)
        .await?;
    sql::query("INSERT INTO access (member, account, participation, granted) VALUES ($1, $2, $3, 1)")
        .bind(&member)
        .bind(&supervisor)
        .bind(&stay)
        .execute(&mut *connection)
        .await?;
    sql::query(
        "INSERT INTO invitations
         (hash, code, member, participation, person, made_by, made_at, expires_at, wrong_words)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, 0)",
    )
    .bind(secret(7).hash().as_str())
    .bind(Secret::presented("ABC").hash().as_str())
    .bind(member)
    .bind(stay)
    .bind(supervisor)
    .bind(NOW.0)
    .bind(NOW.plus(By::Screen.lasts()).0)
    .execute(connection)
    .await?;
    Ok(())
}

fn accepting(shown: Shown) -> Acceptance {
    let session = NewSession { hash: secret(12).hash(), previous: None, reading: None };
    let key = NewKey { id: DeviceKeyId::from_uuid(Uuid::from_u128(8)), public: "public".into() };
    Acceptance { shown, words: None, session, key: Some(key), fresh: AccountId::from_uuid(Uuid::from_u128(9)) }
}

pub(super) async fn an_invitation_is_worth_nothing_after_its_time(tried: Tried) -> Tested {
    let store = tried.open().await?;
    store.writer.run(|connection| Box::pin(make_invitation(connection))).await?;
    let late = NOW.plus(By::Screen.lasts());
    for shown in [Shown::Secret(secret(7).hash()), Shown::Code(Secret::presented("ABC").hash())] {
        assert!(store.accept(accepting(shown), late).await?.is_none());
    }
    let let_in = store.accept(accepting(Shown::Secret(secret(7).hash())), late.plus(-1)).await?;
    assert!(let_in.is_some_and(|let_in| !let_in.ended_others));
    assert!(store.accept(accepting(Shown::Secret(secret(7).hash())), late.plus(-1)).await?.is_none(), "twice");
    Ok(())
}

pub(super) async fn a_challenge_is_worth_nothing_after_five_minutes(tried: Tried) -> Tested {
    let store = tried.open().await?;
    store.writer.run(|connection| Box::pin(make_invitation(connection))).await?;
    store.accept(accepting(Shown::Secret(secret(7).hash())), NOW).await?;
    let key = DeviceKeyId::from_uuid(Uuid::from_u128(8));
    store.challenge(key, secret(30).hash(), NOW).await?;
    let renewal = |challenge: u8| {
        let session = NewSession { hash: secret(31).hash(), previous: None, reading: None };
        Renewal { key, challenge: secret(challenge).hash(), session }
    };
    let late = NOW.plus(HOUR / 12);
    assert!(store.renew(renewal(30), late).await?.is_none());
    assert!(store.renew(renewal(29), late.plus(-1)).await?.is_none(), "another one");
    assert!(store.renew(renewal(30), late.plus(-1)).await?.is_some());
    assert!(store.session(&secret(12).hash(), late).await?.is_none(), "the one before is over");
    assert!(store.session(&secret(31).hash(), late).await?.is_some());
    Ok(())
}

pub(super) async fn signing_in_again_ends_the_session_before(tried: Tried) -> Tested {
    let store = tried.open().await?;
    for number in [1, 2] {
        link(&store, &secret(number)).await?;
    }
    store.sign_in(using(&secret(1), &secret(11)), NOW).await?;
    let mut again = using(&secret(2), &secret(12));
    again.session.previous = Some(secret(11).hash());
    store.sign_in(again, NOW).await?;
    assert!(store.session(&secret(11).hash(), NOW).await?.is_none());
    assert!(store.session(&secret(12).hash(), NOW).await?.is_some());
    Ok(())
}

pub(super) async fn keys_are_made_once_and_stay(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let key = |number: u8| {
        let id = SealingKeyId::from_uuid(Uuid::from_u128(number.into()));
        OpeningKey::derive(id, &[number; 32])
    };
    let ids = |keys: Vec<OpeningKey>| keys.iter().map(OpeningKey::id).collect::<Vec<_>>();
    let (first, rival) = tokio::join!(store.opening_keys(key(1), NOW), store.opening_keys(key(2), NOW));
    let (first, rival) = (ids(first?), ids(rival?));
    assert_eq!(first.len(), 1);
    assert_eq!(first, rival);
    assert_eq!(ids(store.opening_keys(key(3), NOW).await?), first);

    link(&store, &secret(1)).await?;
    let session = store.sign_in(using(&secret(1), &secret(2)), NOW).await?.ok_or("signed in")?;
    let recovery = store.recovery(&session, Secret32::new([1; 32])).await?;
    assert_eq!(store.recovery(&session, Secret32::new([2; 32])).await?, recovery);
    Ok(())
}

pub(super) async fn keys_of_a_sign_in_are_had_again_for_ten_minutes(tried: Tried) -> Tested {
    let store = tried.open().await?;
    for number in [1, 2] {
        link(&store, &secret(number)).await?;
    }
    let mut locking = using(&secret(1), &secret(11));
    locking.session.reading = Some(secret(20).hash());
    store.sign_in(locking, NOW).await?;
    let reads = async |session: u8, reading: u8| -> Result<bool, StoreError> {
        let presented = store.session(&secret(session).hash(), NOW).await?;
        Ok(presented.and_then(|presented| presented.unlocked(Some(&secret(reading).hash()))).is_some())
    };
    assert!(reads(11, 20).await?);
    let soon = NOW.plus(10 * MINUTE - 1);
    assert!(store.read_by(secret(11).hash(), secret(21).hash(), soon).await?.is_some());
    assert!(reads(11, 21).await? && !reads(11, 20).await?, "only the newest reading secret reads");
    assert!(store.read_by(secret(11).hash(), secret(22).hash(), NOW.plus(10 * MINUTE)).await?.is_none());

    // A session that never locked anything is not turned into one that does.
    store.sign_in(using(&secret(2), &secret(12)), NOW).await?;
    assert!(store.read_by(secret(12).hash(), secret(23).hash(), NOW).await?.is_none());
    Ok(())
}
