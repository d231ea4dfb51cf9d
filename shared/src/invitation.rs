//! How a participant is let in: the short code that is read from a screen, the words that are said, what stands in an
//! address, and what travels. Randomness is an argument. It does not know who may invite whom, nor how often somebody may
//! try.

use crate::account::SignInAnswer;
use crate::id::{AccountId, DeviceKeyId, ParticipationId};
use crate::json;
use crate::time::{HOUR, Instant, MINUTE};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// How many wrong words an invitation by letter bears; then it is dead, and a new one has to be made.
pub const MOST_WRONG_WORDS: i64 = 5;

/// How an invitation reaches the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Shown by the supervisor, face to face.
    Screen,
    /// In a letter; words that are said in another way go with it.
    Letter,
}

impl By {
    /// For how long it may be used, in milliseconds.
    pub const fn lasts(self) -> i64 {
        match self {
            Self::Screen => 10 * MINUTE,
            Self::Letter => 72 * HOUR,
        }
    }

    /// The fragment of an address that carries a secret, without its mark.
    pub fn fragment(self, secret: &str) -> String {
        match self {
            Self::Screen => format!("i-{secret}"),
            Self::Letter => format!("l-{secret}"),
        }
    }

    /// How the invitation in a fragment came, and its secret; `None` where the fragment is no invitation.
    pub fn in_fragment(fragment: &str) -> Option<(Self, &str)> {
        let (mark, secret) = fragment.split_once('-').filter(|(_, secret)| !secret.is_empty())?;
        match mark {
            "i" => Some((Self::Screen, secret)),
            "l" => Some((Self::Letter, secret)),
            _ => None,
        }
    }
}

/// The letters of codes: none that is taken for another.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 9;
const GROUP: usize = 3;

/// A short code, for somebody whose phone reads no picture: nine of thirty letters, of which there are some twenty million
/// million.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortCode(String);

impl ShortCode {
    /// The code of these random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut left = u128::from_le_bytes(bytes);
        let mut code = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            let place = usize::try_from(left % 30).unwrap_or_default();
            code.push(char::from(LETTERS[place]));
            left /= 30;
        }
        Self(code)
    }

    /// Reads a code as somebody types it, in small letters and groups as they like.
    pub fn read(typed: &str) -> Option<Self> {
        let code: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_uppercase()).collect();
        let is_one = code.len() == LENGTH && code.bytes().all(|one| LETTERS.contains(&one));
        is_one.then_some(Self(code))
    }

    /// The letters without groups, as they are compared.
    pub fn plain(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShortCode {
    /// In groups, as people read them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShortCode(…)")
    }
}

/// Words as they are compared: small letters, one space between them. The words of our list are of a to z alone.
pub fn same_words(said: &str) -> String {
    let words = said.split(|one: char| !one.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join(" ")
}

/// Asks for an invitation of the person whose stay it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct InviteRequest {
    /// The stay.
    pub participation: ParticipationId,
    /// How it reaches the person.
    pub by: By,
}

/// An invitation, shown once to whoever made it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The address to open; its secret is in the fragment.
    pub link: String,
    /// The same as a short code, in groups.
    pub code: String,
    /// What has to be said in another way, for letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Until when it may be used, by the server's clock.
    pub until: Instant,
    /// For how many milliseconds that is: the device's clock may be wrong.
    pub lasts: i64,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("until", &self.until).finish_non_exhaustive()
    }
}

/// What proves that somebody was invited.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The secret of the address.
    Secret(String),
    /// The short code.
    Code(String),
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(…)")
    }
}

/// Accepts an invitation, which is then used up.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct AcceptRequest {
    /// The secret or the code.
    pub proof: Proof,
    /// The words that were said, for letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The public half of the phone's own key: an uncompressed point of P-256 in base64 for addresses. A browser that
    /// keeps no keys has none, and needs a new invitation when its session is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// The answer to whoever was invited.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Accepted {
    /// As for everybody who signs in.
    #[serde(flatten)]
    pub signed_in: SignInAnswer,
    /// By which name the server knows the phone's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_key: Option<DeviceKeyId>,
    /// Whether another phone or computer of the same person was signed out by this.
    #[serde(default)]
    pub ended_others: bool,
}

impl<'de> Deserialize<'de> for Accepted {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Beside {
            #[serde(default)]
            device_key: Option<DeviceKeyId>,
            #[serde(default)]
            ended_others: bool,
        }
        json::by_text(reader, |text| {
            let Beside { device_key, ended_others } = json::read(text)?;
            Ok(Self { signed_in: json::read(text)?, device_key, ended_others })
        })
    }
}

/// Asks for something to sign with a phone's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct ChallengeRequest {
    /// Which key.
    pub device_key: DeviceKeyId,
}

/// What is to be signed, once, within some minutes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Random.
    pub challenge: String,
}

/// Renews a session by a phone's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct RenewRequest {
    /// Which key.
    pub device_key: DeviceKeyId,
    /// What the server gave.
    pub challenge: String,
    /// ECDSA over SHA-256 of [`renewal_text`], both halves after one another, in base64 for addresses.
    pub signature: String,
}

/// The text that a phone signs: it is good for one server, one account, one key and one challenge.
pub fn renewal_text(origin: &str, account: AccountId, key: DeviceKeyId, challenge: &str) -> String {
    format!("stegvis renew 1\n{origin}\n{account}\n{key}\n{challenge}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = ShortCode::from_random([7; 16]);
        assert_eq!(code.to_string().len(), 11);
        for typed in [code.to_string(), code.plain().to_lowercase(), code.to_string().replace(' ', "-")] {
            assert_eq!(ShortCode::read(&typed), Some(code.clone()), "{typed}");
        }
        for typed in ["", "ABC", "ABC DEF GH0", "ABC DEF GHJ K", "ÅBC DEF GHJ"] {
            assert_eq!(ShortCode::read(typed), None, "{typed}");
        }
        assert_eq!(format!("{code:?}"), "ShortCode(…)");
    }

    #[test]
    fn every_letter_comes_up_and_no_other() {
        let codes: String = (0..=255_u8).map(|byte| ShortCode::from_random([byte; 16]).plain().to_owned()).collect();
        assert!(LETTERS.iter().all(|letter| codes.contains(char::from(*letter))));
        assert!(codes.bytes().all(|letter| LETTERS.contains(&letter)));
    }

    #[test]
    fn a_fragment_says_how_the_invitation_came() {
        for by in [By::Screen, By::Letter] {
            assert_eq!(By::in_fragment(&by.fragment("0af3")), Some((by, "0af3")));
        }
        for other in ["", "0af3", "i-", "x-0af3"] {
            assert_eq!(By::in_fragment(other), None, "{other}");
        }
    }

    #[test]
    fn words_are_the_same_however_they_are_typed() {
        assert_eq!(same_words("  Sol,\u{a0}lampa "), "sol lampa");
        assert_eq!(same_words("sol-LAMPA"), "sol lampa");
        assert_eq!(same_words("!"), "");
    }

    #[test]
    fn what_lets_somebody_in_does_not_show_itself() {
        let proof = Proof::Code("ABC DEF GHJ".into());
        assert!(!format!("{proof:?}").contains("ABC"));
    }
}
