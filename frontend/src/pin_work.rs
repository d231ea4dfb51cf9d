//! Making a key of a PIN: in a worker, since that takes a second in which the screen must not stand still. The worker runs
//! the same program as the page, which the page hands to it; it gets one job, answers it and is ended. It keeps nothing.

use argon2::{Algorithm, Argon2, Params, Version};
use gloo_events::EventListener;
use serde::{Deserialize, Serialize};
use shared::sealing::{PinWork, Secret32};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What is to be done.
#[derive(Serialize, Deserialize)]
pub struct PinJob {
    /// The PIN's digits.
    pub digits: String,
    /// Mixed into it.
    pub salt: Secret32,
    /// How much work.
    pub work: PinWork,
}

impl PinJob {
    /// The key: Argon2id (RFC 9106), version 1.3, one lane, 256 bits. `None` where the work is more than there is memory
    /// for, or none at all.
    pub fn key(&self) -> Option<Secret32> {
        let params = Params::new(self.work.memory, self.work.passes, 1, Some(32)).ok()?;
        let mut memory = Vec::new();
        memory.try_reserve_exact(params.block_count()).ok()?;
        memory.resize(params.block_count(), argon2::Block::default());
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(self.digits.as_bytes(), self.salt.bytes(), &mut key, &mut memory)
            .ok()?;
        Some(Secret32::new(key))
    }
}

/// Whether this program was started in a worker; then it waits for the job. The script that starts it there tells the page
/// when it listens.
pub fn begins() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let answers = scope.clone();
    EventListener::once(&scope, "message", move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
        let key = shared::json::read::<PinJob>(&text).ok().and_then(|job| job.key());
        let answer = key.map_or(JsValue::NULL, |key| JsValue::from_str(&key.reveal()));
        // There is nobody else to tell.
        let _ = answers.post_message(&answer);
    })
    .forget();
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn job(digits: &str, salt: u8, memory: u32) -> PinJob {
        let work = PinWork { memory, passes: 1 };
        PinJob { digits: digits.into(), salt: Secret32::new([salt; 32]), work }
    }

    #[wasm_bindgen_test]
    fn the_key_follows_from_the_pin_and_the_salt() {
        let key = job("271828", 1, 64).key();
        assert!(key.is_some());
        assert_eq!(job("271828", 1, 64).key(), key);
        assert_ne!(job("271829", 1, 64).key(), key);
        assert_ne!(job("271828", 2, 64).key(), key);
        assert_ne!(job("271828", 1, 128).key(), key);
    }

    #[wasm_bindgen_test]
    fn work_that_cannot_be_done_makes_no_key() {
        assert_eq!(job("271828", 1, 0).key(), None);
        assert_eq!(job("271828", 1, u32::MAX).key(), None);
    }
}
