//! A connection that is kept open, and as little client as can be: requests are bytes that were made before the clock
//! starts, answers are read and looked at when it has stopped. So both servers are measured, and not what asks them.

use anyhow::{Context, Result};
use shared::account::APP_HEADER;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection to a server.
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// What a server answered.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The status line and the headers.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// The bytes of a request with a JSON body.
pub(crate) fn post(address: &str, path: &str, cookie: &str, body: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n{APP_HEADER}: 1\r\n{cookie}\
         content-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

impl Connection {
    /// Opens one.
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        let head_end = loop {
            match self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end + 4,
                None => self.read_on().await?,
            }
        };
        let head = String::from_utf8(self.read[..head_end].to_vec())?;
        let length: usize = header(&head, "content-length").context("an answer of unknown length")?.parse()?;
        while self.read.len() < head_end + length {
            self.read_on().await?;
        }
        let body = self.read[head_end..head_end + length].to_vec();
        self.read.drain(..head_end + length);
        let status = head.split(' ').nth(1).context("an answer without a status")?.parse()?;
        Ok(Answer { status, head, body })
    }

    async fn read_on(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.read).await?;
        anyhow::ensure!(read > 0, "the server closed the connection");
        Ok(())
    }
}

/// The first header of that name.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
