//! What keeps a lost phone quiet. Two things are done to a record on a phone, and each has its own words here:
//!
//! - it is **sealed** to the server's public key ([`SealingKey::seal`]): whoever holds the phone can send it, nobody but
//!   the server can open it;
//! - it is **locked** under the phone's own [`DataKey`], so that the person can read it again. The data key itself is
//!   kept only wrapped: once by a key from the PIN, once by a key that the server hands out at sign-in.
//!
//! Pure: randomness is an argument. It does not know where keys are kept, nor how a PIN becomes a key.

mod base64;
mod data_key;
mod envelope;
mod pin;
mod sealing_key;
mod unsent;

pub use base64::Secret32;
pub use data_key::{DataKey, DataKeyFault, Locked, WrappedKey, WrappingKey};
pub use envelope::Envelope;
pub use pin::{PIN_DIGITS, PIN_WORK, Pin, PinWork, Tries};
pub use sealing_key::{OpeningKey, SealingKey, Unopened};
pub use unsent::{LARGEST_FILE, MOST_UNSENT, NoUnsentFile, UnsentFile};

/// Thirty-two bytes of a key, a nonce's worth of randomness, or a salt.
pub type Bytes32 = [u8; 32];
