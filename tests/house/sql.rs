//! SQL stays what PostgreSQL's distributed descendants (Citus, CockroachDB, YugabyteDB) can run: a member's rows lie
//! together and can lie anywhere, so every key leads with the scope, and nothing depends on one machine seeing all.

use crate::sql_sources::{self, is_sql_in_small_letters, literals};
use crate::sql_tables::{Index, Table, made};
use anyhow::{Result, ensure};

/// The columns that a key may lead with: whose data the row is. A `scope` is a member's, an association's or nobody's.
const SCOPES: [&str; 3] = ["member", "association", "scope"];

/// The tables that belong to nobody's scope, and why. A distributed database keeps a copy of each on every machine.
const GLOBAL: [(&str, &str); 23] = [
    ("store", "one row, about the store itself"),
    ("migration_turn", "one row, whose lock a starting process takes"),
    ("associations", "the list of scopes"),
    ("members", "the list of scopes"),
    ("accounts", "somebody signs in before it is known whose data they may see"),
    ("responsibilities", "an account may work for several members, and is asked for which"),
    ("links", "found by the hash of a secret, before anybody is known"),
    ("sessions", "found by the hash of a secret, before anybody is known"),
    ("invitations", "found by the hash of a secret, before anybody is known"),
    ("device_keys", "a phone is known by its key, before it is known whose data it may see"),
    ("staff", "somebody is recognised before it is known whose data they may see"),
    ("passkeys", "found by what an authenticator shows, before anybody is known"),
    ("identities", "found by what a provider says, before anybody is known"),
    ("staff_invitations", "found by the hash of a secret, before anybody is known"),
    ("arrivals", "found by the hash of a secret, before anybody is known"),
    ("sealing_keys", "phones of every member seal to the same key"),
    ("push_keys", "every push service knows the installation by the same key"),
    ("account_keys", "an account's, before it is known whose data it may see"),
    ("devices", "a device is known before what it sends is"),
    ("quarantine", "what was refused belongs to no member"),
    ("quarantine_reviews", "what was refused belongs to no member, and neither does what was done about it"),
    ("demonstration_accounts", "four rows, in demonstrations only"),
    ("instruments", "published, and the same for everybody"),
];

/// The indexes of scoped tables that do not lead with the scope, and why.
const ACROSS: [(&str, &str); 1] =
    [("access_of_account", "a push names a participation; whose it is follows from the account's access")];

/// What only one machine can promise, or only one database has, by the words that it is asked for with.
const REFUSED: [(&str, &str); 19] = [
    ("SERIAL", "take an id from the one who writes, or a position from the scope's counter"),
    ("BIGSERIAL", "take an id from the one who writes, or a position from the scope's counter"),
    ("SMALLSERIAL", "take an id from the one who writes, or a position from the scope's counter"),
    ("AUTOINCREMENT", "take an id from the one who writes, or a position from the scope's counter"),
    ("IDENTITY", "take an id from the one who writes, or a position from the scope's counter"),
    ("CREATE SEQUENCE", "take a position from the scope's counter"),
    ("NEXTVAL", "take a position from the scope's counter"),
    ("ROWID", "name the rows by their key"),
    ("CTID", "name the rows by their key"),
    ("PG_ADVISORY", "lock a row"),
    ("PG_TRY_ADVISORY", "lock a row"),
    ("LOCK TABLE", "lock a row"),
    ("TRIGGER", "write what follows in the same transaction"),
    ("CREATE RULE", "write what follows in the same transaction"),
    ("CREATE FUNCTION", "compute in the program"),
    ("LISTEN", "follow the log by position"),
    ("UNLISTEN", "follow the log by position"),
    ("NOTIFY", "follow the log by position"),
    ("EXCLUDE", "make it a key that leads with the scope"),
];

/// Refuses words that ask for what there is not.
fn check_words(sql: &str) -> Result<()> {
    ensure!(!is_sql_in_small_letters(sql), "write the keywords of SQL in capitals: {sql}");
    let words: Vec<String> = sql
        .split(|one: char| !one.is_alphanumeric() && one != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let text = format!(" {} ", words.join(" "));
    for (refused, instead) in REFUSED {
        // Functions of that name have endings.
        let end = if refused.starts_with("PG_") { "" } else { " " };
        ensure!(!text.contains(&format!(" {refused}{end}")), "{refused} in `{sql}`: {instead}");
    }
    Ok(())
}

fn is_global(table: &str) -> bool {
    GLOBAL.iter().any(|(name, _)| *name == table)
}

/// Refuses types that the two databases read differently, and keys that do not lead with the scope.
fn check_table(table: &Table) -> Result<()> {
    let Table { name, columns, keys, references } = table;
    for (column, kind) in columns {
        ensure!(["TEXT", "BIGINT"].contains(&kind.as_str()), "{name}.{column} is {kind}; columns are TEXT or BIGINT");
    }
    ensure!(!keys.is_empty(), "{name} has no key");
    if is_global(name) {
        return Ok(());
    }
    let scoped = |columns: &[String]| SCOPES.contains(&columns[0].as_str());
    for key in keys {
        ensure!(scoped(key), "the key ({}) of {name} does not lead with the scope, {SCOPES:?}", key.join(", "));
    }
    for (columns, to) in references {
        ensure!(is_global(to) || scoped(columns), "{name} refers to {to} without the scope");
    }
    Ok(())
}

fn check_index(index: &Index) -> Result<()> {
    let leads = SCOPES.contains(&index.columns[0].as_str());
    let excepted = ACROSS.iter().any(|(name, _)| *name == index.name);
    ensure!(leads || excepted || is_global(&index.table), "the index {} does not lead with the scope", index.name);
    Ok(())
}

fn check(sql: &str) -> Result<()> {
    check_words(sql)?;
    let (tables, indexes) = made(sql)?;
    tables.iter().try_for_each(check_table)?;
    indexes.iter().try_for_each(check_index)
}

#[test]
fn all_sql_could_run_on_a_distributed_database() -> Result<()> {
    let pieces = sql_sources::all()?;
    ensure!(pieces.len() > 60, "only {} pieces of SQL were found", pieces.len());
    for piece in &pieces {
        check(&piece.text).map_err(|error| error.context(piece.place.clone()))?;
    }
    Ok(())
}

#[test]
fn what_is_excepted_is_there() -> Result<()> {
    let all: String = sql_sources::all()?.into_iter().map(|piece| piece.text + ";").collect();
    for (table, _) in GLOBAL {
        ensure!(all.contains(&format!(" {table} (")), "there is no table {table}");
    }
    for (index, _) in ACROSS {
        ensure!(all.contains(&format!("INDEX {index} ")), "there is no index {index}");
    }
    Ok(())
}

#[test]
fn what_only_one_machine_can_do_is_refused() {
    for sql in [
        "CREATE TABLE t (member TEXT, id BIGSERIAL, PRIMARY KEY (member, id))",
        "CREATE TABLE t (member TEXT PRIMARY KEY, at TIMESTAMPTZ)",
        "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE t (id TEXT PRIMARY KEY, member TEXT NOT NULL)",
        "CREATE TABLE t (member TEXT, id TEXT UNIQUE, PRIMARY KEY (member, id))",
        "CREATE TABLE t (member TEXT, r TEXT REFERENCES records (id), PRIMARY KEY (member, r))",
        "CREATE TABLE t (member TEXT)",
        "CREATE UNIQUE INDEX i ON records (digest)",
        "CREATE SEQUENCE s",
        "SELECT nextval('s')",
        "SELECT pg_advisory_lock(1)",
        "SELECT pg_try_advisory_xact_lock(1)",
        "CREATE TRIGGER t AFTER INSERT ON records BEGIN SELECT 1; END",
        "LISTEN records",
        "NOTIFY records",
        "LOCK TABLE records",
        "SELECT rowid FROM records",
        "select text from records",
        "insert into records values (1)",
    ] {
        assert!(check(sql).is_err(), "{sql}");
    }
}

#[test]
fn what_every_one_can_do_is_not() -> Result<()> {
    check(
        "CREATE TABLE t (member TEXT NOT NULL, sequence BIGINT, PRIMARY KEY (member, sequence), CHECK (sequence > 0))",
    )?;
    check("BEGIN ISOLATION LEVEL SERIALIZABLE")?;
    check("SELECT sequence FROM records WHERE member = $1")
}

#[test]
fn literals_are_found_wherever_they_stand() {
    let source = r##"// "not this"
        let quote = '"'; let escaped = '\''; query("SELECT 1");
        let raw = r#"SELECT "two""#; format!("DROP TABLE \"{table}\"")"##;
    assert_eq!(literals(source), ["SELECT 1", "SELECT \"two\"", "DROP TABLE \"{table}\""]);
}
