//! What the audit log has of what was done, and of what was taken back.

use super::*;

/// The rows of a scope, followed from the first.
async fn noted(store: &Store, scope: Scope) -> Result<Vec<String>, Box<dyn Error>> {
    let rows: Vec<NotedRow> =
        sql::query_as("SELECT number, at, who, what, about, why, hash FROM audit WHERE scope = $1 ORDER BY number")
            .bind(scope.to_string())
            .fetch_all(&mut store.readers.acquire().await?)
            .await?;
    let (scope, mut said) = (scope.to_string(), Vec::new());
    let mut chain = Chain::new(&scope, &[]);
    for (number, at, who, what, about, why, hash) in rows {
        said.push(format!("{who} {what}"));
        let row = Row {
            number: u64::try_from(number)?,
            at: Instant(at),
            who: who.into(),
            what: what.into(),
            about: about.map(Into::into),
            why: why.map(Into::into),
            hash: hash.into(),
        };
        chain.follow(&row).map_err(|fault| fault.to_string())?;
    }
    Ok(said)
}

type NotedRow = (i64, i64, String, String, Option<String>, Option<String>, String);

pub(super) async fn what_is_done_is_noted_in_one_chain_and_refusals_do_not_fill_it(tried: Tried) -> Tested {
    let store = tried.open().await?;
    for number in [1, 2] {
        link(&store, &secret(number)).await?;
    }
    for number in [1, 2] {
        assert!(store.sign_in(using(&secret(number), &secret(number + 10)), NOW).await?.is_some());
    }
    let account = AccountId::from_uuid(Uuid::from_u128(3));
    let home = Scope::Association(AssociationId::from_uuid(Uuid::from_u128(2)));
    assert_eq!(noted(&store, home).await?, vec![format!("account:{account} signed_in"); 2]);

    for later in 0..100 {
        assert!(store.sign_in(using(&secret(1), &secret(20)), NOW.plus(later)).await?.is_none());
    }
    let refused = noted(&store, Scope::Installation).await?;
    assert_eq!(refused, vec!["nobody sign_in_refused"; 20], "they are noted, and fill no disk");
    assert!(store.sign_in(using(&secret(1), &secret(20)), NOW.plus(HOUR)).await?.is_none());
    assert_eq!(noted(&store, Scope::Installation).await?.len(), 21, "another hour is noted again");
    Ok(())
}

pub(super) async fn nothing_is_noted_of_what_was_taken_back(tried: Tried) -> Tested {
    let store = tried.open().await?;
    let failed = store.writer.run(|connection| {
        Box::pin(async move {
            audit::note(connection, Entry::new(Scope::Installation, Who::Program, What::Erased), NOW).await?;
            sql::query("INSERT INTO members (id, association, name) VALUES ('m', 'nobody', 'x')")
                .execute(connection)
                .await?;
            Ok(())
        })
    });
    assert!(failed.await.is_err());
    assert!(noted(&store, Scope::Installation).await?.is_empty());
    Ok(())
}
