//! An association of any number of stays in a store that the real server serves: a demonstration, whose members and
//! interventions are given made-up stays behind the server's back, by the server's own tables, and prices and goals by
//! its API.

mod stay;

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::account::Role;
use shared::id::{AccountId, InterventionId};
use shared::record::Record;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
pub(crate) use stay::Stay;
use std::path::Path;
use tests::client::Client;
use tests::place::{FILE, Place};
use tests::random;
use tests::server::{Server, write_app};

/// What the board's member is called here.
pub(crate) const BOARD: &str = "Styrelsen";
/// Records that are put in by one statement.
const TOGETHER: usize = 400;
/// Goals that the analyst says.
const GOALS: usize = 24;
const PRICES: &str = include_str!("../../../data/sco-2019/prices.json");

/// The association, served.
pub(crate) struct Association {
    /// The server.
    pub(crate) server: Server,
    /// Records of the stays that were made up.
    pub(crate) records: u64,
}

impl Association {
    /// Makes one of so many stays, in a folder on a disk.
    pub(crate) async fn of(stays: u64, folder: &Path, app: Option<&Path>) -> Result<Self> {
        let place = Place::in_a_folder_of(folder)?;
        let empty = place.folder().join("app");
        write_app(&empty)?;
        let mut server = Server::on(place, app.unwrap_or(&empty)).await?;
        server.stop().await?;
        let records = fill(&server.data().join(FILE), stays).await?;
        server.start_again().await?;
        let analyst = Client::sign_in(&server, Role::AssociationAnalyst).await?;
        put(&analyst, "prices", &serde_json::from_str(PRICES)?).await?;
        let year = random::this_month().year();
        for number in 0..GOALS {
            let goal = json!({
                "name": format!("Mål {number}"), "indicator": "Stegförflyttning", "unit": "count", "aim": "at_least",
                "from": format!("{year}-01-01"), "to": format!("{year}-12-31"), "target_hundredths": 5000,
            });
            put(&analyst, "goals", &goal).await?;
        }
        Ok(Self { server, records })
    }
}

async fn put(client: &Client, what: &str, body: &Value) -> Result<()> {
    let address = client.address(&format!("/api/v1/administration/{what}"));
    let answer = client.http().put(address).json(body).send().await?;
    ensure!(answer.status() == StatusCode::NO_CONTENT, "{what}: {}", answer.text().await?);
    Ok(())
}

/// Puts the stays into the store's file. Returns how many records that took.
async fn fill(file: &Path, stays: u64) -> Result<u64> {
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(true).synchronous(SqliteSynchronous::Off);
    let mut connection = options.connect().await?;
    let mut writing = connection.begin().await?;
    let interventions: Vec<(String, String)> =
        sqlx::query_as("SELECT member, id FROM interventions WHERE id IN (SELECT intervention FROM participations) ORDER BY member, id")
            .fetch_all(&mut *writing)
            .await?;
    ensure!(!interventions.is_empty(), "the demonstration has no interventions");
    let supervisor: String = sqlx::query_scalar("SELECT account FROM demonstration_accounts WHERE role = 'supervisor'")
        .fetch_one(&mut *writing)
        .await?;
    let supervisor = AccountId::parse(&supervisor).context("an id")?;
    make_board(&mut writing).await?;
    let of_each = stays.div_ceil(interventions.len() as u64);
    let mut written = 0;
    for (place, (member, intervention)) in (0_u64..).zip(&interventions) {
        let mut log = Log::of(&mut writing, member).await?;
        let intervention = InterventionId::parse(intervention).context("an id")?;
        for number in place * of_each..((place + 1) * of_each).min(stays) {
            let people = (of_each * 4 / 5).max(1);
            let stay = Stay { number, people, intervention, now: random::this_month(), supervisor };
            put_stay(&mut writing, member, &stay).await?;
            for record in stay.records()? {
                log.put(&mut writing, &record).await?;
                written += 1;
            }
        }
        log.close(&mut writing).await?;
    }
    writing.commit().await?;
    sqlx::query("ANALYZE").execute(&mut connection).await?;
    connection.close().await?;
    Ok(written)
}

async fn make_board(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query(
        "INSERT INTO accounts (id, association, role, name)
         SELECT $1, a.association, $2, $3 FROM accounts a JOIN demonstration_accounts d ON d.account = a.id LIMIT 1",
    )
    .bind(random::uuid().to_string())
    .bind(Role::BoardMember.as_str())
    .bind(BOARD)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_stay(connection: &mut SqliteConnection, member: &str, stay: &Stay) -> Result<()> {
    sqlx::query("INSERT INTO participations (member, id, intervention, started) VALUES ($1, $2, $3, $4)")
        .bind(member)
        .bind(stay.id().to_string())
        .bind(stay.intervention.to_string())
        .bind(stay.start().first_day().to_string())
        .execute(&mut *connection)
        .await?;
    if stay.has_deviation() {
        let records = stay.records()?;
        let noted = records.iter().find(|one| matches!(one.body, shared::record::Body::DeviationNoted(_)));
        sqlx::query("INSERT INTO deviations (member, participation, record) VALUES ($1, $2, $3)")
            .bind(member)
            .bind(stay.id().to_string())
            .bind(noted.context("it was noted")?.id.to_string())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The end of a member's log.
struct Log<'a> {
    member: &'a str,
    position: i64,
    waiting: Vec<Record>,
}

impl<'a> Log<'a> {
    async fn of(connection: &mut SqliteConnection, member: &'a str) -> Result<Self> {
        let position = sqlx::query_scalar("SELECT position FROM positions WHERE member = $1").bind(member);
        let position: Option<i64> = position.fetch_optional(connection).await?;
        Ok(Self { member, position: position.unwrap_or(0), waiting: vec![] })
    }

    async fn put(&mut self, connection: &mut SqliteConnection, record: &Record) -> Result<()> {
        self.waiting.push(record.clone());
        if self.waiting.len() == TOGETHER { self.write(connection).await } else { Ok(()) }
    }

    async fn write(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let row = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let rows = vec![row; self.waiting.len()].join(", ");
        let statement = AssertSqlSafe(format!(
            "INSERT INTO records (member, position, id, device, sequence, author, participation, text, digest,
             received_at) VALUES {rows}"
        ));
        let mut query = sqlx::query(statement);
        for record in self.waiting.drain(..) {
            self.position += 1;
            query = query
                .bind(self.member)
                .bind(self.position)
                .bind(record.id.to_string())
                .bind(record.device.to_string())
                .bind(i64::try_from(record.sequence)?)
                .bind(record.author.to_string())
                .bind(record.participation.to_string())
                .bind(record.write())
                .bind("0".repeat(64))
                .bind(record.written_at.0);
        }
        query.execute(connection).await?;
        Ok(())
    }

    async fn close(mut self, connection: &mut SqliteConnection) -> Result<()> {
        self.write(connection).await?;
        sqlx::query(
            "INSERT INTO positions (member, position) VALUES ($1, $2)
             ON CONFLICT (member) DO UPDATE SET position = excluded.position",
        )
        .bind(self.member)
        .bind(self.position)
        .execute(connection)
        .await?;
        Ok(())
    }
}
