//! A passkey's other half, in software: it makes one key and shows it, as an authenticator behind a browser does. It says
//! of its owner whatever it is told to, so that a server that believes too much is found out.

use anyhow::{Context, Result};
use base64ct::{Base64UrlUnpadded, Encoding};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The owner was there.
const PRESENT: u8 = 0x01;
/// The owner was asked who they are.
const VERIFIED: u8 = 0x04;
/// A key comes along.
const WITH_KEY: u8 = 0x40;

/// An authenticator with at most one passkey.
pub struct Authenticator {
    key: SigningKey,
    credential: [u8; 32],
    owner: Option<String>,
    counter: u32,
    /// The page that it believes to be on.
    pub origin: String,
    /// Whether its owner is asked who they are.
    pub verifies: bool,
}

impl Authenticator {
    /// One that nobody has used, on a page of that origin.
    pub fn new(origin: &str) -> Result<Self> {
        let random = || Sha256::digest(crate::random::uuid().as_bytes());
        Ok(Self {
            key: SigningKey::from_slice(&random())?,
            credential: random().into(),
            owner: None,
            counter: 0,
            origin: origin.to_owned(),
            verifies: true,
        })
    }

    /// Makes the passkey that it is asked for.
    pub fn make(&mut self, options: &Value) -> Result<Value> {
        let asked = &options["publicKey"];
        self.owner = Some(asked["user"]["id"].as_str().context("whose is it to be")?.to_owned());
        let mut data = self.data(asked["rp"]["id"].as_str().context("for whom")?, WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.credential);
        data.extend(self.public_key());
        // A map of three: fmt, attStmt and authData.
        let mut attestation = vec![0xa3, 0x63];
        attestation.extend(b"fmt");
        attestation.push(0x64);
        attestation.extend(b"none");
        attestation.push(0x67);
        attestation.extend(b"attStmt");
        attestation.extend([0xa0, 0x68]);
        attestation.extend(b"authData");
        attestation.extend([0x58, u8::try_from(data.len())?]);
        attestation.extend(data);
        let said = self.said("webauthn.create", asked)?;
        Ok(self.answer(json!({
            "clientDataJSON": encode(&said),
            "attestationObject": encode(&attestation),
            "transports": ["internal"],
        })))
    }

    /// Shows the passkey that it is asked for.
    pub fn show(&mut self, options: &Value) -> Result<Value> {
        let asked = &options["publicKey"];
        self.counter += 1;
        let data = self.data(asked["rpId"].as_str().context("for whom")?, 0);
        let said = self.said("webauthn.get", asked)?;
        let signed: Vec<u8> = data.iter().copied().chain(Sha256::digest(&said)).collect();
        let signature: Signature = self.key.sign(&signed);
        Ok(self.answer(json!({
            "clientDataJSON": encode(&said),
            "authenticatorData": encode(&data),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": self.owner,
        })))
    }

    /// Forgets how often it was used, as a copy does that was made earlier.
    pub fn count_anew(&mut self) {
        self.counter = 0;
    }

    fn answer(&self, response: Value) -> Value {
        let id = encode(&self.credential);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
    }

    fn data(&self, party: &str, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(party.as_bytes()).to_vec();
        data.push(PRESENT | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn said(&self, kind: &str, asked: &Value) -> Result<Vec<u8>> {
        let challenge = asked["challenge"].as_str().context("there is a challenge")?;
        let said = json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false });
        Ok(serde_json::to_vec(&said)?)
    }

    /// The key as COSE writes it: a point of P-256 for ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let coordinates = &point.as_bytes()[1..];
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&coordinates[..32]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&coordinates[32..]);
        key
    }
}

fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}
