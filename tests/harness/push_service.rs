//! A push service on this machine, as a browser's maker has one, and a browser that subscribes to it: what comes is opened
//! with the browser's own keys, by another library than the server's, and what is proven of the sender is checked.

use crate::random;
use anyhow::{Context, Result, anyhow, ensure};
use base64ct::{Base64UrlUnpadded, Encoding};
use p256::PublicKey;
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{NonZeroScalar, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;
use shared::push_reminder::{PushAddress, PushKeys};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What came.
#[derive(Debug, Clone)]
pub struct Message {
    /// At which address, without the origin.
    pub path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Message {
    /// A header, by its name in small letters.
    pub fn header(&self, name: &str) -> Result<&str> {
        self.headers.get(name).map(String::as_str).with_context(|| format!("there is no header {name}"))
    }

    /// Checks the sender's proof against the key that the browser was shown; gives what it says.
    pub fn claims(&self, key: &str) -> Result<Value> {
        let proof = self.header("authorization")?.strip_prefix("vapid ").context("no proof")?;
        let parts: BTreeMap<&str, &str> = proof.split(", ").filter_map(|part| part.split_once('=')).collect();
        ensure!(parts.get("k") == Some(&key), "another key than the browser was shown");
        let (signed, signature) = parts.get("t").and_then(|token| token.rsplit_once('.')).context("no token")?;
        let bytes = |text: &str| Base64UrlUnpadded::decode_vec(text).map_err(|error| anyhow!("{error}"));
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key)?)
            .verify(signed.as_bytes(), &bytes(signature)?)
            .map_err(|_| anyhow!("the signature is wrong"))?;
        let (header, claims) = signed.split_once('.').context("a header and claims")?;
        ensure!(serde_json::from_slice::<Value>(&bytes(header)?)?["alg"] == "ES256");
        Ok(serde_json::from_slice(&bytes(claims)?)?)
    }
}

/// A push service. Dropped, it is gone.
pub struct PushService {
    origin: String,
    came: Arc<Mutex<Vec<Message>>>,
    answer: Arc<Mutex<String>>,
    serving: JoinHandle<()>,
}

impl PushService {
    /// Starts one that takes everything.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let came: Arc<Mutex<Vec<Message>>> = Arc::default();
        let answer = Arc::new(Mutex::new("201 Created\r\n".to_owned()));
        let (into, told) = (came.clone(), answer.clone());
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, into.clone(), told.clone()));
            }
        });
        Ok(Self { origin, came, answer, serving })
    }

    /// Where it is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Answers so from now on: a status, and headers if need be, each with the end of its line.
    pub fn answers(&self, answer: &str) {
        if let Ok(mut told) = self.answer.lock() {
            *told = answer.to_owned();
        }
    }

    /// What has come since it was asked last.
    pub fn came(&self) -> Vec<Message> {
        self.came.lock().map(|mut came| std::mem::take(&mut *came)).unwrap_or_default()
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(mut stream: TcpStream, came: Arc<Mutex<Vec<Message>>>, answer: Arc<Mutex<String>>) {
    if let Ok(message) = read(&mut stream).await {
        if let Ok(mut came) = came.lock() {
            came.push(message);
        }
        let answer = answer.lock().map(|answer| answer.clone()).unwrap_or_default();
        let whole = format!("HTTP/1.1 {answer}Content-Length: 0\r\nConnection: close\r\n\r\n");
        // Whoever has gone away needs no answer.
        let _ = stream.write_all(whole.as_bytes()).await;
    }
}

async fn read(stream: &mut TcpStream) -> Result<Message> {
    let mut bytes = Vec::new();
    let end = loop {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the request is cut off");
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec())?;
    let mut lines = head.split("\r\n");
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).context("a path")?.to_owned();
    let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    let headers: BTreeMap<String, String> = lines.filter_map(header).collect();
    let length: usize = headers.get("content-length").context("a length")?.parse()?;
    let mut body = bytes.split_off(end + 4);
    while body.len() < length {
        ensure!(stream.read_buf(&mut body).await? > 0, "the body is cut off");
    }
    Ok(Message { path, headers, body })
}

/// A browser's subscription.
pub struct Subscription {
    secret: SecretKey,
    auth: [u8; 16],
    endpoint: String,
}

impl Subscription {
    /// A new one at that address.
    pub fn at(endpoint: String) -> Result<Self> {
        let bytes = [*random::uuid().as_bytes(), *random::uuid().as_bytes()].concat();
        let secret = SecretKey::from_slice(&bytes).map_err(|_| anyhow!("no key"))?;
        Ok(Self { secret, auth: *random::uuid().as_bytes(), endpoint })
    }

    /// As the browser tells it.
    pub fn address(&self) -> PushAddress {
        let p256dh = Base64UrlUnpadded::encode_string(&point(&self.secret.public_key()));
        let auth = Base64UrlUnpadded::encode_string(&self.auth);
        PushAddress { endpoint: self.endpoint.clone(), keys: PushKeys { p256dh, auth } }
    }

    /// What a message says (RFC 8291, 8188).
    pub fn open(&self, message: &Message) -> Result<Vec<u8>> {
        ensure!(message.header("content-encoding")? == "aes128gcm");
        let (salt, rest) = message.body.split_at_checked(16).context("a salt")?;
        let (size, rest) = rest.split_at_checked(4).context("a size")?;
        ensure!(u32::from_be_bytes(size.try_into()?) >= 18, "a record is longer than its end");
        let (length, rest) = rest.split_first().context("a length")?;
        let (theirs, sealed) = rest.split_at_checked(usize::from(*length)).context("a key")?;
        let theirs = PublicKey::from_sec1_bytes(theirs).map_err(|_| anyhow!("no point"))?;
        let scalar: NonZeroScalar = self.secret.to_nonzero_scalar();
        let agreed = diffie_hellman(scalar, theirs.as_affine());
        let info = [b"WebPush: info\0", point(&self.secret.public_key()).as_slice(), &point(&theirs)].concat();
        let input = derived::<32>(&self.auth, agreed.raw_secret_bytes(), &info)?;
        let key = derived::<16>(salt, &input, b"Content-Encoding: aes128gcm\0")?;
        let nonce = derived::<12>(salt, &input, b"Content-Encoding: nonce\0")?;
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).map_err(|_| anyhow!("no key"))?);
        let mut sealed = sealed.to_vec();
        let opened = key
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .map_err(|_| anyhow!("it was encrypted for somebody else"))?;
        let end = opened.iter().rposition(|byte| *byte != 0).context("an end")?;
        ensure!(opened[end] == 2, "the last record ends with a two");
        Ok(opened[..end].to_vec())
    }
}

fn point(key: &PublicKey) -> Vec<u8> {
    key.to_sec1_point(false).as_bytes().to_vec()
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[u8]) -> Result<[u8; N]> {
    let mut key = [0; N];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(secret);
    let expanded = extracted.expand(&[info], Length(N)).and_then(|expanded| expanded.fill(&mut key));
    expanded.map_err(|_| anyhow!("no key"))?;
    Ok(key)
}
