//! An authenticator of the driver's own, which makes and shows passkeys as a phone's or a computer's does. Chromium's driver
//! has one.

use super::browser::Browser;
use anyhow::Result;
use serde_json::json;

impl Browser {
    /// Gives the browser an authenticator without any passkey, whose owner is there and is who they are.
    pub(crate) async fn has_an_authenticator(&self) -> Result<()> {
        let described = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": true,
        });
        self.vendor_command("webauthn/authenticator", described).await.map(drop)
    }
}
