//! What passkeys are bound to: the installation's own host name. Browsers refuse an address of numbers, so a server that
//! only this machine reaches is known to them as `localhost`, and one that others reach by numbers has no passkeys.

use crate::origin::Origin;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::id::StaffId;
use url::Url;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// What people read when their device asks.
const NAME: &str = "Stegvis";

/// An installation as authenticators know it.
pub(crate) struct RelyingParty {
    webauthn: Webauthn,
    address: Origin,
}

/// What an authenticator is asked, and what its answer is held against.
pub(crate) struct Asked {
    /// For the browser, as it is.
    pub(crate) options: Value,
    /// For the server, as text.
    pub(crate) expected: String,
}

/// Why a passkey was not made or not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasskeyError {
    /// The authenticator's answer is not what was asked for.
    #[error("the authenticator's answer is not accepted: {0}")]
    Refused(#[from] WebauthnError),
    /// What was kept cannot be read, or what is to be kept cannot be written.
    #[error("what is kept of a passkey is not readable: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl RelyingParty {
    /// That of an origin; `None` where browsers would refuse it.
    pub(crate) fn of(origin: &Origin) -> Option<Self> {
        let address = origin.with_a_name()?;
        let url = Url::parse(&address.to_string()).ok()?;
        let webauthn = WebauthnBuilder::new(url.domain()?, &url).ok()?.rp_name(NAME).build().ok()?;
        Some(Self { webauthn, address })
    }

    /// Where browsers know it.
    pub(crate) const fn address(&self) -> &Origin {
        &self.address
    }

    /// Asks for a new passkey: one that is found without a name, and asks its owner who they are.
    pub(crate) fn ask_to_make(&self, person: StaffId, name: &str, there: &[String]) -> Result<Asked, PasskeyError> {
        let there = there.iter().map(|text| Ok(read::<Passkey>(text)?.cred_id().clone()));
        let there: Vec<_> = there.collect::<Result<_, PasskeyError>>()?;
        let (challenge, expected) = self.webauthn.start_passkey_registration(person.uuid(), name, name, Some(there))?;
        let mut options = serde_json::to_value(challenge)?;
        // The library leaves it to the authenticator whether it is found without a name.
        let selection = &mut options["publicKey"]["authenticatorSelection"];
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
        Ok(Asked { options, expected: serde_json::to_string(&expected)? })
    }

    /// The passkey that was made, to be kept: its id and its text.
    pub(crate) fn made(
        &self,
        answer: &RegisterPublicKeyCredential,
        expected: &str,
    ) -> Result<(String, String), PasskeyError> {
        let expected: PasskeyRegistration = read(expected)?;
        let passkey = self.webauthn.finish_passkey_registration(answer, &expected)?;
        Ok((credential(passkey.cred_id().as_ref()), serde_json::to_string(&passkey)?))
    }

    /// Asks for a passkey, whosever it is.
    pub(crate) fn ask_to_show(&self) -> Result<Asked, PasskeyError> {
        let (mut challenge, expected) = self.webauthn.start_discoverable_authentication()?;
        // People press a button; nothing waits in a field until they do.
        challenge.mediation = None;
        Ok(Asked { options: serde_json::to_value(challenge)?, expected: serde_json::to_string(&expected)? })
    }

    /// The passkey that was shown, as it is kept from now on, once it has proven that it is `kept` and that its owner was
    /// there.
    pub(crate) fn shown(
        &self,
        answer: &PublicKeyCredential,
        expected: &str,
        kept: &str,
        person: StaffId,
    ) -> Result<String, PasskeyError> {
        let expected: DiscoverableAuthentication = read(expected)?;
        let mut passkey: Passkey = read(kept)?;
        let (claimed, _) = self.webauthn.identify_discoverable_authentication(answer)?;
        if claimed != person.uuid() {
            return Err(WebauthnError::InvalidUserUniqueId.into());
        }
        let result = self.webauthn.finish_discoverable_authentication_v2(answer, expected, &passkey)?;
        passkey.update_credential(&result);
        Ok(serde_json::to_string(&passkey)?)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, PasskeyError> {
    Ok(serde_json::from_str(text)?)
}

/// The id under which a passkey is kept.
pub(crate) fn credential(id: &[u8]) -> String {
    crate::digest::hexadecimal(id)
}
