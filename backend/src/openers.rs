//! Opening what phones have sealed: every key that this store ever handed out, held in memory while serving.

use serde_json::value::RawValue;
use shared::sealing::{Envelope, OpeningKey, SealingKey};
use std::sync::Arc;
use tokio::task::JoinError;

/// The keys, the newest first. There is at least one.
pub(crate) struct Openers {
    keys: Vec<OpeningKey>,
    newest: SealingKey,
}

/// How many sealed texts are opened where they are asked for: each takes about as long as a change of threads.
const OPENED_IN_PLACE: usize = 2;

/// A text as it came, and the envelope that it is, where it is one.
struct Came {
    text: Box<RawValue>,
    envelope: Option<Envelope>,
}

impl Came {
    fn read(text: Box<RawValue>) -> Self {
        Self { envelope: Envelope::read(text.get()), text }
    }
}

impl Openers {
    /// Holds these keys; `None` where there is none, or the newest is no key.
    pub(crate) fn new(keys: Vec<OpeningKey>) -> Option<Self> {
        let newest = keys.first()?.public()?;
        Some(Self { keys, newest })
    }

    /// The key that phones are to seal to.
    pub(crate) const fn newest(&self) -> &SealingKey {
        &self.newest
    }

    /// Texts as they were before they were sealed. What was never sealed stays as it is, and so does what cannot be
    /// opened: it is judged as it came, and put aside. A full push of sealed texts is opened beside the requests, since
    /// that takes some milliseconds, too long to hold up others; a few take less than the way to another thread and back.
    ///
    /// # Errors
    /// When the program is coming to its end, or has a fault.
    pub(crate) async fn open_all(self: &Arc<Self>, texts: Vec<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, JoinError> {
        let came: Vec<Came> = texts.into_iter().map(Came::read).collect();
        if came.iter().filter(|one| one.envelope.is_some()).count() <= OPENED_IN_PLACE {
            return Ok(self.opened(came));
        }
        let openers = self.clone();
        tokio::task::spawn_blocking(move || openers.opened(came)).await
    }

    fn opened(&self, came: Vec<Came>) -> Vec<Box<RawValue>> {
        came.into_iter().map(|one| self.open(&one).unwrap_or(one.text)).collect()
    }

    fn open(&self, came: &Came) -> Option<Box<RawValue>> {
        let envelope = came.envelope.as_ref()?;
        let opened = self.keys.iter().find_map(|key| key.open(envelope).ok())?;
        RawValue::from_string(opened).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{RecordId, SealingKeyId};
    use uuid::Uuid;

    fn key(number: u8) -> OpeningKey {
        OpeningKey::derive(SealingKeyId::from_uuid(Uuid::from_u128(number.into())), &[number; 32])
    }

    fn sealed(key: &OpeningKey) -> Box<RawValue> {
        let id = RecordId::from_uuid(Uuid::from_u128(7));
        let public = key.public().unwrap();
        let envelope = public.seal(id, r#"{"id": "the record"}"#, |bytes| bytes.fill(3)).unwrap();
        RawValue::from_string(envelope.write()).unwrap()
    }

    #[tokio::test]
    async fn what_was_sealed_to_any_of_the_keys_is_opened_and_the_rest_stays_as_it_came() {
        let openers = Arc::new(Openers::new(vec![key(2), key(1)]).unwrap());
        let plain = RawValue::from_string(r#"{"id": 1}"#.into()).unwrap();
        let texts = vec![sealed(&key(1)), plain, sealed(&key(2)), sealed(&key(3))];
        let stranger = texts[3].get().to_owned();
        let record = r#"{"id": "the record"}"#;
        let as_they_were = [record, r#"{"id": 1}"#, record, &stranger];
        // Two at once are opened in place, three beside the requests.
        for (texts, expected) in [(texts[..3].to_vec(), &as_they_were[..3]), (texts, &as_they_were)] {
            let opened = openers.open_all(texts).await.unwrap();
            assert_eq!(opened.iter().map(|text| text.get()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn without_a_key_there_is_nothing_to_hand_out() {
        assert!(Openers::new(vec![]).is_none());
    }
}
