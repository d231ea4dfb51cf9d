//! Rows 20 and 40: those who use the server badly while phones write. Somebody reads for a long time, somebody holds the
//! database, and strangers connect by the hundred, say nothing, say it slowly, or send more than anybody takes.

use crate::crew::Crew;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use reqwest::StatusCode;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqliteConnection};
use std::time::Duration;
use tests::client::http;
use tests::place::FILE;
use tests::server::Server;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// How many connections that say nothing, and how many that say it slowly.
const IDLE: usize = 400;
const SLOW: usize = 100;
/// More than anybody takes.
const HUGE: usize = 100 * 1024 * 1024;
/// The most that the write-ahead log may be when a long reader has gone, in bytes.
const EMPTY: u64 = 0;
/// How long somebody holds the database: less than the server's patience.
const HELD: Duration = Duration::from_secs(2);
const BETWEEN_BYTES: Duration = Duration::from_millis(50);

pub(crate) const ROWS: [Row; 3] = [
    Row { number: "20", injected: "a long reader under load", run: |setting| Box::pin(long_reader(setting)) },
    Row { number: "20b", injected: "somebody else holds the database", run: |setting| Box::pin(held(setting)) },
    Row {
        number: "40",
        injected: "400 idle and 100 slow connections and bodies of 100 MB under load",
        run: |setting| Box::pin(strangers(setting)),
    },
];

async fn opened(server: &Server) -> Result<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(server.data().join(FILE)).connect().await?)
}

async fn long_reader(setting: Setting) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut reader = opened(&server).await?;
    reader.execute("BEGIN").await?;
    let count = "SELECT COUNT(*) FROM records";
    let before: i64 = sqlx::query_scalar(count).fetch_one(&mut reader).await?;
    crew.receive_more(500).await?;
    let after: i64 = sqlx::query_scalar(count).fetch_one(&mut reader).await?;
    reader.execute("COMMIT").await?;
    drop(reader);
    let mut tally = Tally { times: 1, ..Tally::default() };
    tally.expect(before == after);
    server.stop().await?;
    let log = std::fs::metadata(server.data().join(format!("{FILE}-wal"))).map_or(0, |log| log.len());
    tally.expect(log == EMPTY);
    server.start_again().await?;
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}

async fn held(setting: Setting) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally::default();
    let mut holder = opened(&server).await?;
    for _ in 0..3 {
        holder.execute("BEGIN IMMEDIATE").await?;
        let before = crew.received();
        tokio::time::sleep(HELD).await;
        // What was committed before may have been on its way to the screens.
        tally.expect(crew.received() <= before + 10);
        holder.execute("ROLLBACK").await?;
        crew.receive_more(10).await?;
        tally.times += 1;
    }
    drop(holder);
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}

async fn strangers(setting: Setting) -> Result<Outcome> {
    let mut server = Server::on_a_folder().await?;
    let mut crew = Crew::at(&server, setting.seed).await?;
    let mut tally = Tally { times: (IDLE + SLOW) as u64, ..Tally::default() };
    let mut idle = Vec::new();
    for _ in 0..IDLE {
        idle.push(TcpStream::connect(server.address()).await?);
    }
    let mut slow = JoinSet::new();
    for _ in 0..SLOW {
        slow.spawn(say_slowly(TcpStream::connect(server.address()).await?));
    }
    for _ in 0..2 {
        let body = vec![b' '; HUGE];
        let push = http()?.post(format!("{}/api/v1/sync/push", server.origin()));
        let answer = push.header("content-type", "application/json").body(body).send().await;
        // Who sends on although nobody listens is cut off before the answer comes.
        tally.expect(answer.map_or(true, |answer| {
            [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::UNAUTHORIZED].contains(&answer.status())
        }));
        tally.times += 1;
    }
    crew.receive_more(100).await?;
    tally.expect(crew.look().await? == Tally::default());
    slow.shutdown().await;
    drop(idle);
    tally += crew.judge(&mut server).await?;
    Ok(Outcome::Ran(tally))
}

async fn say_slowly(mut connection: TcpStream) -> Result<()> {
    for byte in b"POST /api/v1/sync/push HTTP/1.1\r\nhost: stegvis\r\n".iter().cycle() {
        connection.write_all(&[*byte]).await?;
        tokio::time::sleep(BETWEEN_BYTES).await;
    }
    Ok(())
}
