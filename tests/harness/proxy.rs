//! A network that breaks: it stands before the server and does to each connection what the test says.

use crate::random;
use anyhow::Result;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What happens to connections.
#[derive(Debug, Clone)]
pub enum Weather {
    /// Nothing: they go through.
    Fair,
    /// Cut when so many bytes have gone to the server.
    CutOnTheWayThere(usize),
    /// Cut when so many bytes of the answer have come back; with 0 the answer is swallowed.
    CutOnTheWayBack(usize),
    /// Closed as soon as they are opened.
    Nothing,
    /// Kept open, and nothing ever comes.
    Stall,
    /// The server gets the request twice, and the second answer comes back.
    Twice,
    /// The server gets the request so many times at once, and one of the answers comes back.
    ManyTimes(usize),
    /// Nothing is answered, and the request reaches the server after the next one that comes in fair weather.
    Overtaken,
    /// Reset, when so many bytes of the answer have come back.
    Reset(usize),
    /// Byte by byte, either way.
    Drip,
    /// One of these, from connection to connection at random.
    Changing(Vec<Self>),
    /// Somebody else answers, with this.
    SomebodyElse(String),
}

/// Bytes that went through one connection in fair weather.
#[derive(Debug, Clone, Copy)]
pub struct Traffic {
    /// To the server.
    pub there: usize,
    /// From the server.
    pub back: usize,
}

/// The proxy.
pub struct Proxy {
    address: String,
    sky: Arc<Sky>,
    task: JoinHandle<()>,
}

struct Sky {
    weather: Mutex<Weather>,
    traffic: Mutex<Vec<Traffic>>,
    overtaken: Mutex<Vec<Vec<u8>>>,
    connections: AtomicU64,
}

impl Proxy {
    /// Stands before a server, in fair weather.
    pub async fn before(server: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let sky = Arc::new(Sky {
            weather: Mutex::new(Weather::Fair),
            traffic: Mutex::default(),
            overtaken: Mutex::default(),
            connections: AtomicU64::new(0),
        });
        let task = tokio::spawn(listen(listener, server.to_owned(), sky.clone()));
        Ok(Self { address, sky, task })
    }

    /// The address to use in the server's place.
    pub fn origin(&self) -> &str {
        &self.address
    }

    /// Changes what happens to connections from now on.
    pub fn set(&self, weather: Weather) {
        *locked(&self.sky.weather) = weather;
    }

    /// How many connections there were.
    pub fn connections(&self) -> u64 {
        self.sky.connections.load(Ordering::Relaxed)
    }

    /// What went through in fair weather since the last call, connection by connection.
    pub fn traffic(&self) -> Vec<Traffic> {
        std::mem::take(&mut *locked(&self.sky.traffic))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An HTTP answer of somebody else.
pub fn answer(status: &str, headers: &str, body: &str) -> Weather {
    let length = body.len();
    Weather::SomebodyElse(format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}"))
}

async fn listen(listener: TcpListener, server: String, sky: Arc<Sky>) {
    while let Ok((client, _)) = listener.accept().await {
        sky.connections.fetch_add(1, Ordering::Relaxed);
        let weather = match locked(&sky.weather).clone() {
            Weather::Changing(choices) => one_of(choices),
            weather => weather,
        };
        let (server, sky) = (server.clone(), sky.clone());
        // A connection that breaks is what this is about.
        tokio::spawn(async move { drop(carry(client, &server, weather, &sky).await) });
    }
}

async fn carry(mut client: TcpStream, address: &str, weather: Weather, sky: &Sky) -> Result<()> {
    match weather {
        Weather::Fair => {
            let mut server = TcpStream::connect(address).await?;
            let (there, back) = copy_bidirectional(&mut client, &mut server).await?;
            let traffic = Traffic { there: usize::try_from(there)?, back: usize::try_from(back)? };
            locked(&sky.traffic).push(traffic);
            let overtaken = std::mem::take(&mut *locked(&sky.overtaken));
            for request in overtaken {
                beginning(&mut send(address, &request).await?, 1).await?;
            }
        }
        Weather::CutOnTheWayThere(bytes) => {
            let request = message(&mut client, bytes).await?;
            TcpStream::connect(address).await?.write_all(&request).await?;
        }
        Weather::CutOnTheWayBack(bytes) => {
            let mut server = send(address, &message(&mut client, usize::MAX).await?).await?;
            let answer = beginning(&mut server, bytes).await?;
            client.write_all(&answer).await?;
        }
        Weather::Nothing => {}
        Weather::Stall => while client.read(&mut [0; 4096]).await? > 0 {},
        Weather::Twice => {
            let request = message(&mut client, usize::MAX).await?;
            beginning(&mut send(address, &request).await?, 0).await?;
            copy_bidirectional(&mut client, &mut send(address, &request).await?).await?;
        }
        Weather::ManyTimes(times) => {
            let request = message(&mut client, usize::MAX).await?;
            let sent = (0..times).map(async |_| message(&mut send(address, &request).await?, usize::MAX).await);
            let mut answers = futures::future::join_all(sent).await;
            client.write_all(&answers.swap_remove(times / 2)?).await?;
        }
        Weather::Overtaken => {
            let request = message(&mut client, usize::MAX).await?;
            locked(&sky.overtaken).push(request);
        }
        Weather::Reset(bytes) => {
            let mut server = send(address, &message(&mut client, usize::MAX).await?).await?;
            client.write_all(&beginning(&mut server, bytes).await?).await?;
            client.set_zero_linger()?;
        }
        Weather::Drip => {
            let mut server = TcpStream::connect(address).await?;
            client.set_nodelay(true)?;
            server.set_nodelay(true)?;
            let ((mut from_client, mut to_client), (mut from_server, mut to_server)) = (client.split(), server.split());
            tokio::try_join!(drip(&mut from_client, &mut to_server), drip(&mut from_server, &mut to_client))?;
        }
        // It was chosen from when the connection came.
        Weather::Changing(_) => {}
        Weather::SomebodyElse(answer) => {
            message(&mut client, usize::MAX).await?;
            client.write_all(answer.as_bytes()).await?;
        }
    }
    Ok(())
}

fn one_of(mut choices: Vec<Weather>) -> Weather {
    let number = usize::try_from(random::number() % 1024).unwrap_or(0);
    if choices.is_empty() { Weather::Fair } else { choices.swap_remove(number % choices.len()) }
}

async fn drip(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin)) -> Result<()> {
    let mut byte = [0];
    while from.read(&mut byte).await? > 0 {
        to.write_all(&byte).await?;
        tokio::task::yield_now().await;
    }
    Ok(to.shutdown().await?)
}

async fn send(server: &str, request: &[u8]) -> Result<TcpStream> {
    let mut server = TcpStream::connect(server).await?;
    server.write_all(request).await?;
    Ok(server)
}

/// Reads the first bytes of an answer, all of it where it is shorter; waits for its first byte in any case.
async fn beginning(server: &mut TcpStream, bytes: usize) -> Result<Vec<u8>> {
    let mut answer = message(server, bytes.max(1)).await?;
    answer.truncate(bytes);
    Ok(answer)
}

/// Reads a request or an answer with its body, or its first bytes.
async fn message(stream: &mut TcpStream, bytes: usize) -> Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut chunk = [0; 4096];
    while message.len() < bytes && !is_whole(&message) {
        match stream.read(&mut chunk).await? {
            0 => break,
            length => message.extend_from_slice(&chunk[..length]),
        }
    }
    message.truncate(bytes);
    Ok(message)
}

fn is_whole(message: &[u8]) -> bool {
    let Some(end) = message.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    message.len() >= end + 4 + length.unwrap_or(0)
}
