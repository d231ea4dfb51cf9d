//! A record on a device, and where it is on its way to the server: three honest states, and two endings. Here stands
//! what becomes of it when the server's store begins a new life, when it may no longer be held and when it is old; the
//! device's store carries that out.

use super::slice;
use super::wire::Judged;
use crate::fold::Known;
use crate::id::SealingKeyId;
use crate::record::{Record, Refusal};
use crate::time::{DAY, Instant, Month};
use serde::{Deserialize, Serialize};

/// How long a device keeps what it made after the server received it, whatever else it forgets, in milliseconds: a
/// server that is restored from a backup asks for it again.
pub const KEPT_AFTER_RECEIPT: i64 = 30 * DAY;

/// Where a record is on its way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passage {
    /// Saved on this device, and waiting to be received.
    Waiting,
    /// The server has it.
    Received(Instant),
    /// The server put it aside, and why.
    Refused(Refusal),
    /// It is about somebody who was erased.
    Gone,
}

impl Passage {
    /// What the server's answer makes of a waiting record.
    pub fn of(judged: Judged) -> Self {
        match judged {
            Judged::Accepted { received_at } | Judged::Duplicate { received_at } => Self::Received(received_at),
            Judged::Quarantined { refusal } => Self::Refused(refusal),
            Judged::Gone => Self::Gone,
            Judged::Newer(answer) => Self::Refused(Refusal::Newer(answer)),
        }
    }
}

/// A record as a device keeps it: with its own text, or with whatever the device's store has in the text's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stored<T = String> {
    /// The record's own text: what is sent, byte for byte.
    pub text: T,
    /// Where it is on its way.
    pub passage: Passage,
    /// Whether this device made it.
    pub own: bool,
    /// It comes from an earlier life of the server's store, and the present one has not sent it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_earlier_life: bool,
    /// The device may no longer show it, and keeps it only for a server that is restored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out_of_sight: bool,
}

impl<T> Stored<T> {
    /// A record that was just made here.
    pub const fn made(text: T) -> Self {
        Self { text, passage: Passage::Waiting, own: true, from_earlier_life: false, out_of_sight: false }
    }

    /// A record that the server has delivered.
    pub const fn delivered(text: T, received_at: Instant, own: bool) -> Self {
        let passage = Passage::Received(received_at);
        Self { text, passage, own, from_earlier_life: false, out_of_sight: false }
    }

    /// The same with another text in its place.
    pub fn with_text<U>(self, text: U) -> Stored<U> {
        let Self { text: _, passage, own, from_earlier_life, out_of_sight } = self;
        Stored { text, passage, own, from_earlier_life, out_of_sight }
    }
}

impl Stored {
    /// The record; `None` where a newer app wrote what this one cannot read.
    pub fn read(&self) -> Option<Record> {
        Record::read(&self.text).ok()
    }

    /// The record as the fold takes it; `None` where it does not count.
    pub fn known(&self) -> Option<Known> {
        let received_at = match self.passage {
            _ if self.out_of_sight => return None,
            Passage::Waiting => None,
            Passage::Received(at) => Some(at),
            Passage::Refused(_) | Passage::Gone => return None,
        };
        Some(Known { record: self.read()?, received_at })
    }

    /// After the server's store began a new life; a text that is broken has nothing to wait for.
    #[must_use]
    pub fn in_a_new_life(self) -> Self {
        let can_be_sent = self.read().is_some();
        self.in_a_new_life_if(can_be_sent)
    }

    /// Whether it may be dropped, now that the server has said what time it is and where the slice begins.
    pub fn is_past(&self, now: Option<Instant>, held_from: Option<Month>) -> bool {
        self.is_past_outside(now, !slice::holds(held_from, &self.text))
    }
}

impl<T> Stored<T> {
    /// After the server's store began a new life. What was made here waits again, what was refused too, since what the
    /// server had put aside may be lost with the rest. What came from elsewhere stays in sight until the new life has
    /// sent everything that it has.
    #[must_use]
    pub fn in_a_new_life_if(mut self, can_be_sent: bool) -> Self {
        if !self.own {
            self.from_earlier_life = true;
        } else if self.passage != Passage::Gone && can_be_sent {
            self.passage = Passage::Waiting;
        }
        self
    }

    /// What is left of it, out of sight, when its participation may no longer be held: what waits, and what was made
    /// here, for a server that is restored. Of somebody who was erased only what waits is left, until the server
    /// has been asked.
    pub fn forgotten(mut self, erased: bool) -> Option<Self> {
        let waits = self.passage == Passage::Waiting;
        let is_for_a_restore = self.own && !erased && self.passage != Passage::Gone;
        self.out_of_sight = true;
        (waits || is_for_a_restore).then_some(self)
    }

    /// Whether it may be dropped, now that the server has said what time it is, and whether it lies outside the slice.
    pub fn is_past_outside(&self, now: Option<Instant>, outside: bool) -> bool {
        let outside = self.out_of_sight || outside;
        match self.passage {
            Passage::Received(at) if self.own => outside && now.is_some_and(|now| now > at.plus(KEPT_AFTER_RECEIPT)),
            Passage::Received(_) => outside,
            _ => false,
        }
    }

    /// Whether it may be let go where its text can be read no more: what was made here and can be sent waits, or is asked
    /// for by a server that is restored; the rest is fetched again.
    pub const fn may_be_let_go(&self, can_be_sent: bool) -> bool {
        !(self.own && can_be_sent)
    }

    /// Whether the server could not open it, and has another key now: then it is sealed again, and waits.
    pub fn is_to_be_sealed_again(&self, present: SealingKeyId) -> bool {
        matches!(&self.passage, Passage::Refused(Refusal::Sealed { key }) if *key != present)
    }

    /// Whether it may be dropped, now that everything of the store's present life has been delivered.
    pub const fn is_left_over(&self) -> bool {
        self.from_earlier_life && !self.own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn key(number: u128) -> SealingKeyId {
        SealingKeyId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn what_was_made_here_and_can_be_sent_is_never_let_go() {
        let made = Stored::made("locked");
        assert!(!made.may_be_let_go(true));
        assert!(made.may_be_let_go(false));
        assert!(Stored::delivered("locked", Instant(1), false).may_be_let_go(true));
        assert!(!Stored::delivered("locked", Instant(1), true).may_be_let_go(true));
    }

    #[test]
    fn a_record_is_sealed_again_for_another_key_only() {
        let refused = Stored { passage: Passage::Refused(Refusal::Sealed { key: key(1) }), ..Stored::made("locked") };
        assert!(refused.is_to_be_sealed_again(key(2)));
        assert!(
            !refused.is_to_be_sealed_again(key(1)),
            "damaged, and sealing it again in the same way would never end"
        );
        let otherwise = Stored { passage: Passage::Refused(Refusal::NotYours), ..Stored::made("locked") };
        assert!(!otherwise.is_to_be_sealed_again(key(2)));
    }
}
