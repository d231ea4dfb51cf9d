//! A message as a push service takes it: encrypted for one browser (RFC 8291), so that the service sees its length and
//! nothing else. Ours says nothing at all.

use super::PushError;
use crate::entropy::{Entropy, NoEntropy};
use base64ct::{Base64UrlUnpadded, Encoding};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use shared::push_reminder::PushKeys;

/// The length of an uncompressed point, and what it begins with.
const POINT: usize = 65;
const UNCOMPRESSED: u8 = 4;
/// The length of what browser and server share.
const SHARED: usize = 16;
/// The size of a record, of which there is one.
const RECORD: u32 = 4096;
/// Stands behind the last of the text.
const END: u8 = 2;

/// The keys of a browser, as they were read.
#[derive(Debug, Clone)]
pub(crate) struct BrowsersKeys {
    public: Vec<u8>,
    auth: Vec<u8>,
}

impl BrowsersKeys {
    /// Reads them. Whether the point lies on the curve shows when it is used.
    pub(crate) fn read(keys: &PushKeys) -> Option<Self> {
        let public = Base64UrlUnpadded::decode_vec(keys.p256dh.trim_end_matches('=')).ok()?;
        let auth = Base64UrlUnpadded::decode_vec(keys.auth.trim_end_matches('=')).ok()?;
        let fits = public.len() == POINT && public.first() == Some(&UNCOMPRESSED) && auth.len() == SHARED;
        fits.then_some(Self { public, auth })
    }

    /// Encrypts a text for the browser.
    pub(super) fn encrypt(&self, text: &[u8], entropy: Entropy) -> Result<Vec<u8>, PushError> {
        let ours = EphemeralPrivateKey::generate(&ECDH_P256, &entropy.for_ring()).map_err(|_| PushError::NoKey)?;
        let our_public = ours.compute_public_key().map_err(|_| PushError::NoKey)?;
        let salt = entropy.salt().map_err(|NoEntropy { .. }| PushError::NoKey)?;
        let theirs = UnparsedPublicKey::new(&ECDH_P256, &self.public);
        agree_ephemeral(ours, &theirs, |agreed| self.seal(agreed, our_public.as_ref(), salt, text))
            .ok()
            .flatten()
            .ok_or(PushError::NotABrowsersKeys)
    }

    /// The message, once both sides have agreed on a secret.
    fn seal(&self, agreed: &[u8], our_public: &[u8], salt: [u8; SHARED], text: &[u8]) -> Option<Vec<u8>> {
        let info = [b"WebPush: info\0", self.public.as_slice(), our_public].concat();
        let input: [u8; 32] = derived(&self.auth, agreed, &info)?;
        let key: [u8; 16] = derived(&salt, &input, b"Content-Encoding: aes128gcm\0")?;
        let nonce: [u8; 12] = derived(&salt, &input, b"Content-Encoding: nonce\0")?;
        let mut record = [text, &[END]].concat();
        LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
            .ok()?;
        let length = u8::try_from(our_public.len()).ok()?;
        Some([salt.as_slice(), &RECORD.to_be_bytes(), &[length], our_public, &record].concat())
    }
}

/// So many bytes of key.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF with SHA-256 (RFC 5869).
fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[u8]) -> Option<[u8; N]> {
    let mut key = [0; N];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(secret);
    extracted.expand(&[info], Length(N)).ok()?.fill(&mut key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8291, section 5 and appendix A.
    #[test]
    fn the_published_message_is_made_to_the_letter() -> Result<(), Box<dyn std::error::Error>> {
        let keys = BrowsersKeys::read(&PushKeys {
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4".into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        });
        let bytes = Base64UrlUnpadded::decode_vec;
        let agreed = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs")?;
        let ours = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")?;
        let salt = <[u8; SHARED]>::try_from(bytes("DGv6ra1nlYgDCS1FRnbzlw")?).map_err(|_| "a salt")?;
        let sealed =
            keys.ok_or("keys")?.seal(&agreed, &ours, salt, b"When I grow up, I want to be a watermelon").ok_or("no")?;
        let published = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS\
                         6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qul\
                         cy4a-fN";
        assert_eq!(Base64UrlUnpadded::encode_string(&sealed), published);
        Ok(())
    }

    #[test]
    fn what_no_browser_has_is_no_key_of_one() {
        let keys = |p256dh: &str, auth: &str| PushKeys { p256dh: p256dh.into(), auth: auth.into() };
        let point = Base64UrlUnpadded::encode_string(&[[4].as_slice(), &[0; 64]].concat());
        let auth = Base64UrlUnpadded::encode_string(&[0; 16]);
        assert!(BrowsersKeys::read(&keys(&point, "AAAA")).is_none());
        assert!(BrowsersKeys::read(&keys("AAAA", &auth)).is_none());
        assert!(BrowsersKeys::read(&keys("not base64!", &auth)).is_none());
        // It is long enough, and lies on no curve.
        let read = BrowsersKeys::read(&keys(&point, &auth));
        assert!(read.is_some_and(|keys| keys.encrypt(b"", Entropy).is_err()));
    }
}
