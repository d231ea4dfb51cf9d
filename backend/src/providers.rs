//! The identity providers that an installation knows, as a file names them, and what passes between them and the server:
//! OpenID Connect's authorization code with PKCE. Of what a provider says only its name for a person is used, and nothing
//! of it is kept here.

mod file;

pub(crate) use file::ProvidersError;

use crate::config::IdentityProviders;
use crate::digest::sha256;
use crate::outgoing::Outgoing;
use crate::secret::Secret;
use crate::store::Within;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use shared::time::Instant;
use shared::way_in::Provider as Button;
use std::fmt::Display;
use std::sync::Arc;
use url::Url;

/// The providers.
#[derive(Default)]
pub(crate) struct Providers(Vec<Provider>);

/// A provider.
pub(crate) struct Provider {
    key: String,
    name: String,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    within: Within,
    outgoing: Arc<Outgoing>,
}

impl Provider {
    /// What it may prove.
    pub(crate) fn within(&self) -> Within {
        self.within.clone()
    }

    /// Its own address.
    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }
}

/// Why a provider has not said who somebody is. For the log: a person is told that it was not finished.
#[derive(Debug, thiserror::Error)]
#[error("the identity provider {provider}: {why}")]
pub(crate) struct ProviderError {
    provider: String,
    why: String,
}

/// What a browser has to bring back from a provider. It follows from the secret in the browser's cookie, so that nothing of
/// it is kept, and another browser's answer fits nowhere.
pub(crate) struct Bound {
    state: String,
    nonce: String,
    verifier: String,
}

impl Bound {
    /// What belongs to a way in.
    pub(crate) fn to(arrival: &Secret) -> Self {
        let derived = |what: &str| sha256(format!("{what}:{}", arrival.reveal()).as_bytes());
        Self { state: derived("state"), nonce: derived("nonce"), verifier: derived("verifier") }
    }

    /// Whether an answer belongs to it.
    pub(crate) fn is(&self, state: &str) -> bool {
        Secret::presented(state).hash().is(Secret::presented(&self.state).hash().as_str())
    }
}

impl Providers {
    /// Those that the file names; none without a file.
    pub(crate) fn read(told: &IdentityProviders) -> Result<Self, ProvidersError> {
        let Some(file) = &told.identity_providers else { return Ok(Self::default()) };
        let outgoing = Arc::new(Outgoing::new().map_err(ProvidersError::NoRoots)?);
        let named = file::read(file)?.into_iter();
        named.map(|named| named.reached_by(outgoing.clone())).collect::<Result<_, _>>().map(Self)
    }

    /// As their buttons name them.
    pub(crate) fn buttons(&self) -> Vec<Button> {
        let button =
            |provider: &Provider| Button { key: provider.key.as_str().into(), name: provider.name.as_str().into() };
        self.0.iter().map(button).collect()
    }

    /// The provider of that key.
    pub(crate) fn find(&self, key: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.key == key)
    }
}

impl Provider {
    /// Where a browser asks a provider who somebody is.
    pub(crate) async fn ask(&self, back: &str, bound: &Bound) -> Result<Url, ProviderError> {
        let (metadata, back) = self.discover(back).await?;
        let verifier = PkceCodeVerifier::new(bound.verifier.clone());
        let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone())
            .set_redirect_uri(back);
        let (state, nonce) = (bound.state.clone(), bound.nonce.clone());
        let (address, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state.clone()),
                move || Nonce::new(nonce.clone()),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address)
    }

    /// Exchanges a code for the provider's name for a person. Everything that can be checked is: who issued it, for whom,
    /// for which browser, until when, and by whose key.
    pub(crate) async fn identify(
        &self,
        back: &str,
        bound: &Bound,
        code: String,
        now: Instant,
    ) -> Result<String, ProviderError> {
        let failed = |why: &dyn Display| self.failed(why);
        let (metadata, back) = self.discover(back).await?;
        let by_body = takes_secrets_in_bodies_only(&metadata);
        let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone())
            .set_redirect_uri(back)
            .set_auth_type(if by_body { AuthType::RequestBody } else { AuthType::BasicAuth });
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| failed(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(bound.verifier.clone()))
            .request_async(&*self.outgoing)
            .await
            .map_err(|error| failed(&error))?;
        let token = tokens.id_token().ok_or_else(|| failed(&"it gave no ID token"))?;
        let at = chrono::DateTime::from_timestamp_millis(now.0).ok_or_else(|| failed(&"the clock is far off"))?;
        let verifier = client.id_token_verifier().set_time_fn(move || at);
        let claims = token.claims(&verifier, &Nonce::new(bound.nonce.clone())).map_err(|error| failed(&error))?;
        Ok(claims.subject().to_string())
    }

    async fn discover(&self, back: &str) -> Result<(CoreProviderMetadata, RedirectUrl), ProviderError> {
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &*self.outgoing)
            .await
            .map_err(|error| self.failed(&with_cause(&error)))?;
        let back = RedirectUrl::new(back.to_owned()).map_err(|error| self.failed(&error))?;
        Ok((metadata, back))
    }

    fn failed(&self, why: &dyn Display) -> ProviderError {
        ProviderError { provider: self.key.clone(), why: why.to_string() }
    }
}

/// An error with what lies behind it.
fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// Whether a provider wants its secret among the fields of a request; otherwise it goes into the header that is made for it.
fn takes_secrets_in_bodies_only(metadata: &CoreProviderMetadata) -> bool {
    let methods = metadata.token_endpoint_auth_methods_supported();
    methods.is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    })
}
