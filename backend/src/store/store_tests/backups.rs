//! Backups: they go into either database, hold every table, and overwrite nothing that is in use.

use super::*;

async fn with_data(tried: &Tried) -> Result<Store, Box<dyn Error>> {
    let store = tried.open().await?;
    link(&store, &secret(1)).await?;
    store.sign_in(using(&secret(1), &secret(2)), NOW).await?;
    let member = MemberId::from_uuid(Uuid::from_u128(4));
    store.writer.run(move |connection| Box::pin(make_member(connection, member))).await?;
    store.writer.run(move |connection| Box::pin(take_position(connection, member))).await?;
    Ok(store)
}

async fn backed_up(store: &Store, to: &std::path::Path) -> Result<String, Box<dyn Error>> {
    store.back_up(OperatorRight::at_the_machine(), to, NOW).await?;
    let text = std::fs::read_to_string(to)?;
    // The epoch is another after each restore, and with it the digest; that there was a backup, or a restore, is noted
    // itself; the tables' rows come in any order.
    let differs = ["sha256", "\"backed_up\"", "\"restored\""];
    let is_the_same = |line: &&str| !line.starts_with("[1,\"") && !differs.iter().any(|word| line.contains(word));
    let mut lines: Vec<&str> = text.lines().filter(is_the_same).collect();
    lines.sort_unstable();
    Ok(lines.join("\n"))
}

async fn restored(tried: &Tried, from: &std::path::Path, replace: Replace) -> Result<(), RestoreError> {
    restore(OperatorRight::at_the_machine(), from, &tried.location, replace, epoch(9), NOW).await.map(drop)
}

pub(super) async fn a_backup_goes_into_either_database(tried: Tried) -> Tested {
    let folder = tempfile::tempdir()?;
    let store = with_data(&tried).await?;
    sql_on(&store, "DELETE FROM links").await?;
    let first = folder.path().join("first");
    let before = backed_up(&store, &first).await?;
    for (number, other) in [Tried::in_a_folder()?, Tried::on_a_server()?].into_iter().enumerate() {
        restored(&other, &first, Replace::Nothing).await?;
        let again = other.open().await?;
        assert_eq!(again.epoch(), epoch(9), "a new life");
        assert!(again.session(&secret(2).hash(), NOW).await?.is_some(), "who was signed in still is");
        assert_eq!(backed_up(&again, &folder.path().join(number.to_string())).await?, before);
    }
    Ok(())
}

pub(super) async fn a_restore_leaves_data_alone_unless_told_otherwise(tried: Tried) -> Tested {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("backup");
    let store = with_data(&tried).await?;
    backed_up(&store, &file).await?;
    assert!(matches!(store.back_up(OperatorRight::at_the_machine(), &file, NOW).await, Err(BackupError::Taken(_))));
    store.close().await;
    assert!(matches!(restored(&tried, &file, Replace::Nothing).await, Err(RestoreError::NotEmpty(_))));
    let whole = std::fs::read(&file)?;
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 4;
    for spoilt in [&whole[..whole.len() - 1], &flipped] {
        std::fs::write(&file, spoilt)?;
        assert!(matches!(restored(&tried, &file, Replace::Everything).await, Err(RestoreError::File(..))));
    }
    let unchanged = tried.open().await?;
    assert_eq!(unchanged.epoch(), epoch(1));
    unchanged.close().await;
    std::fs::write(&file, whole)?;
    restored(&tried, &file, Replace::Everything).await?;
    assert_eq!(tried.open().await?.epoch(), epoch(9));
    Ok(())
}

pub(super) async fn a_restore_waits_for_nobody_who_is_at_work(tried: Tried) -> Tested {
    if tried.place.database().is_err() {
        // In a folder it is the folder's lock that says so.
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let store = with_data(&tried).await?;
    backed_up(&store, &folder.path().join("backup")).await?;
    let refused = restored(&tried, &folder.path().join("backup"), Replace::Everything).await;
    assert!(matches!(refused, Err(RestoreError::InUse(_))), "{refused:?}");
    assert!(store.session(&secret(2).hash(), NOW).await?.is_some());
    Ok(())
}

pub(super) async fn every_table_is_backed_up(tried: Tried) -> Tested {
    let store = tried.open().await?;
    sql_on(&store, "CREATE TABLE forgotten (member TEXT PRIMARY KEY)").await?;
    let folder = tempfile::tempdir()?;
    let refused = store.back_up(OperatorRight::at_the_machine(), &folder.path().join("backup"), NOW).await;
    assert!(matches!(&refused, Err(BackupError::UnknownTables(names)) if names == "forgotten"), "{refused:?}");
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0, "nothing is left behind");
    Ok(())
}
