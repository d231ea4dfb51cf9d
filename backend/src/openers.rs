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
    /// opened: it is judged as it came, and put aside.
    fn open_all(&self, texts: Vec<Box<RawValue>>) -> Vec<Box<RawValue>> {
        texts.into_iter().map(|text| self.open(&text).unwrap_or(text)).collect()
    }

    /// The same beside the requests: opening a full push takes some milliseconds, too long to hold up others.
    ///
    /// # Errors
    /// When the program is coming to its end, or has a fault.
    pub(crate) async fn open_beside(
        self: &Arc<Self>,
        texts: Vec<Box<RawValue>>,
    ) -> Result<Vec<Box<RawValue>>, JoinError> {
        let openers = self.clone();
        tokio::task::spawn_blocking(move || openers.open_all(texts)).await
    }

    fn open(&self, text: &RawValue) -> Option<Box<RawValue>> {
        let envelope = Envelope::read(text.get())?;
        let opened = self.keys.iter().find_map(|key| key.open(&envelope).ok())?;
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

    #[test]
    fn what_was_sealed_to_any_of_the_keys_is_opened_and_the_rest_stays_as_it_came() {
        let openers = Openers::new(vec![key(2), key(1)]).unwrap();
        let plain = RawValue::from_string(r#"{"id": 1}"#.into()).unwrap();
        let texts = vec![sealed(&key(1)), plain, sealed(&key(2)), sealed(&key(3))];
        let stranger = texts[3].get().to_owned();
        let opened: Vec<String> = openers.open_all(texts).iter().map(|text| text.get().to_owned()).collect();
        let record = r#"{"id": "the record"}"#;
        assert_eq!(opened, [record, r#"{"id": 1}"#, record, &stranger]);
    }

    #[test]
    fn without_a_key_there_is_nothing_to_hand_out() {
        assert!(Openers::new(vec![]).is_none());
    }
}
