//! Who the tests are about.

use anyhow::Result;
use shared::account::Role;
use shared::id::ParticipationId;
use tests::client::Client;
use tests::phone::Phone;
use tests::proxy::Proxy;
use tests::server::Server;

/// A participant with a phone whose network can break.
pub(crate) struct Participant {
    pub(crate) server: Server,
    pub(crate) proxy: Proxy,
    pub(crate) client: Client,
    pub(crate) phone: Phone,
    pub(crate) stay: ParticipationId,
}

impl Participant {
    pub(crate) async fn with_a_phone() -> Result<Self> {
        let server = Server::demo().await?;
        let proxy = Proxy::before(server.address()).await?;
        let client = Client::sign_in(&server, Role::Participant).await?;
        let mut phone = Phone::of(&client)?;
        phone.origin = proxy.origin().to_owned();
        let stay = client.some_stay().await?;
        Ok(Self { server, proxy, client, phone, stay })
    }

    /// Another phone of the same person, behind the same network.
    pub(crate) fn another_phone(&self) -> Result<Phone> {
        let mut phone = Phone::of(&self.client)?;
        phone.origin = self.proxy.origin().to_owned();
        Ok(phone)
    }
}
