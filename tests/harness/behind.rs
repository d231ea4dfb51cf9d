//! What somebody does who has the database and not the program: tests alter a store behind the server's back, or look at
//! what it has written.

use crate::client::Client;
use crate::place::{FILE, Place};
use crate::server::Server;
use anyhow::{Context, Result};
use shared::account::Role;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};

/// What a member's administrator is called here.
pub const ADMINISTRATOR: &str = "Revisor";

/// Runs SQL: the text that it gives, if any.
pub async fn run(place: &Place, sql: &str) -> Result<Option<String>> {
    let text = AssertSqlSafe(sql.to_owned());
    Ok(match place.database() {
        Ok(database) => {
            let mut connection = PgConnection::connect(database.url()).await?;
            sqlx::query_scalar(text).fetch_optional(&mut connection).await?
        }
        Err(_) => {
            let file = format!("sqlite://{}", place.folder().join(FILE).display());
            let mut connection = SqliteConnection::connect(&file).await?;
            let found = sqlx::query_scalar(text).fetch_optional(&mut connection).await?;
            connection.close().await?;
            found
        }
    })
}

/// Runs SQL that gives a text.
pub async fn ask(place: &Place, sql: &str) -> Result<String> {
    run(place, sql).await?.with_context(|| format!("nothing came of {sql}"))
}

/// Makes an administrator of the member where the demonstration's participant is, whom its supervisor follows, and has the supervisor read
/// them, so that there is something in the log.
pub async fn make_administrator(server: &Server) -> Result<()> {
    let supervisor = Client::sign_in(server, Role::Supervisor).await?;
    supervisor.everything(500).await?;
    let id = "018f0000-0000-7000-8000-0000000000aa";
    let of = supervisor.account.id;
    for statement in [
        format!(
            "INSERT INTO accounts (id, association, role, name)
             SELECT '{id}', association, 'member_administrator', '{ADMINISTRATOR}' FROM accounts WHERE id = '{of}'"
        ),
        format!(
            "INSERT INTO responsibilities (account, member, intervention)
             SELECT '{id}', a.member, p.intervention FROM access a
             JOIN participations p ON p.member = a.member AND p.id = a.participation
             WHERE a.account = '{of}' AND a.participation IN (
                 SELECT own.participation FROM access own JOIN accounts c ON c.id = own.account
                 WHERE c.role = 'participant')
             LIMIT 1"
        ),
    ] {
        run(server.place(), &statement).await?;
    }
    Ok(())
}
