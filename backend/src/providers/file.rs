//! The file that names identity providers: a list in JSON. A client's secret lies in a file of its own, so that this one can
//! be shown to anybody.

use super::Provider;
use crate::outgoing::Outgoing;
use crate::store::Within;
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the providers are not known; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProvidersError {
    /// The file, or that of a secret.
    #[error("{} cannot be read: {}", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// What it says.
    #[error("{} is no list of identity providers: {}", .0.display(), .1)]
    NoList(PathBuf, serde_json::Error),
    /// A key that cannot stand in an address.
    #[error("the identity provider “{0}” needs a key of small letters, digits and hyphens that no other has")]
    Key(String),
    /// An issuer that others could read on the way.
    #[error("the identity provider “{0}” must have an https address as its issuer")]
    Issuer(String),
    /// The machine trusts nobody.
    #[error("the machine’s list of trusted certificates cannot be read: {0}; install ca-certificates")]
    NoRoots(io::Error),
}

/// A provider as the file names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    association: String,
    member: Option<String>,
}

/// The same with its secret.
pub(super) struct Named {
    entry: Entry,
    secret: Option<String>,
}

/// Reads the file and those of the secrets, which are beside it where they are not elsewhere.
pub(super) fn read(file: &Path) -> Result<Vec<Named>, ProvidersError> {
    let entries: Vec<Entry> =
        serde_json::from_str(&text_of(file)?).map_err(|error| ProvidersError::NoList(file.into(), error))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut keys = BTreeSet::new();
    let mut named = Vec::with_capacity(entries.len());
    for entry in entries {
        let is_plain = |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'-';
        if entry.key.is_empty() || !entry.key.bytes().all(is_plain) || !keys.insert(entry.key.clone()) {
            return Err(ProvidersError::Key(entry.key));
        }
        let secret = entry.client_secret_file.as_ref().map(|path| text_of(&folder.join(path))).transpose()?;
        named.push(Named { secret: secret.map(|text| text.trim().to_owned()), entry });
    }
    Ok(named)
}

fn text_of(file: &Path) -> Result<String, ProvidersError> {
    std::fs::read_to_string(file).map_err(|error| ProvidersError::File(file.into(), error))
}

impl Named {
    /// The provider, if its address is one, and the way to it.
    pub(super) fn reached_by(self, outgoing: Arc<Outgoing>) -> Result<Provider, ProvidersError> {
        let Self { entry, secret } = self;
        let issuer = match IssuerUrl::new(entry.issuer) {
            Ok(issuer) if issuer.url().scheme() == "https" || is_on_this_machine(&issuer) => issuer,
            _ => return Err(ProvidersError::Issuer(entry.key)),
        };
        Ok(Provider {
            key: entry.key,
            name: entry.name,
            issuer,
            client: ClientId::new(entry.client_id),
            secret: secret.map(ClientSecret::new),
            within: Within { association: entry.association, member: entry.member },
            outgoing,
        })
    }
}

fn is_on_this_machine(issuer: &IssuerUrl) -> bool {
    issuer.url().scheme() == "http"
        && match issuer.url().host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Result<Vec<Provider>, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join("providers.json");
        std::fs::write(&file, text).map_err(|error| error.to_string())?;
        std::fs::write(folder.path().join("secret"), "s3cret\n").map_err(|error| error.to_string())?;
        let named = read(&file).map_err(|error| error.to_string())?;
        let outgoing = Arc::new(Outgoing::new().map_err(|error| error.to_string())?);
        let reached = named.into_iter().map(|named| named.reached_by(outgoing.clone()));
        reached.collect::<Result<_, _>>().map_err(|error| error.to_string())
    }

    fn entry(key: &str, issuer: &str) -> String {
        format!(
            r#"{{"key":"{key}","name":"N","issuer":"{issuer}","client_id":"c","client_secret_file":"secret",
                "association":"Ö","member":"M"}}"#
        )
    }

    #[test]
    fn a_provider_is_read_with_its_secret_beside_the_file() -> Result<(), String> {
        let providers = reading(&format!("[{}]", entry("kommunen", "https://id.example")))?;
        assert_eq!(providers.len(), 1);
        assert_eq!(providers[0].secret.as_ref().map(|secret| secret.secret().as_str()), Some("s3cret"));
        assert_eq!(providers[0].within, Within { association: "Ö".into(), member: Some("M".into()) });
        Ok(())
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |text: &str| reading(text).err().unwrap_or_default();
        let good = entry("a", "https://id.example");
        assert!(wrong(&format!("[{good},{good}]")).contains("that no other has"));
        assert!(wrong(&format!("[{}]", entry("A b", "https://id.example"))).contains("small letters"));
        assert!(wrong(&format!("[{}]", entry("a", "http://id.example"))).contains("https"));
        assert!(wrong(&format!("[{}]", entry("a", "nowhere"))).contains("https"));
        assert!(wrong("{}").contains("no list of identity providers"));
        assert!(wrong(r#"[{"key":"a","secret":"inline"}]"#).contains("unknown field"));
    }
}
