//! Where a store is: in a folder of this machine, or on a PostgreSQL server. Shown without the password.

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

/// What the program calls itself to a PostgreSQL server, so that a restore can see that it runs.
pub(super) const PROGRAM: &str = "stegvis";

/// The store's file in a data folder.
pub(crate) fn database_file(folder: &Path) -> PathBuf {
    folder.join("stegvis.sqlite3")
}

/// Where a store is.
#[derive(Debug, Clone)]
pub(crate) enum Location {
    /// An SQLite database in a folder.
    Folder(PathBuf),
    /// A PostgreSQL database.
    Postgres(PostgresAddress),
}

impl Location {
    /// The folder, where the store is in one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Postgres(_) => None,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Postgres(address) => address.fmt(f),
        }
    }
}

/// The address of a PostgreSQL database.
#[derive(Clone)]
pub(crate) struct PostgresAddress(Arc<PgConnectOptions>);

impl PostgresAddress {
    pub(super) fn options(&self) -> PgConnectOptions {
        (*self.0).clone()
    }
}

impl FromStr for PostgresAddress {
    type Err = String;

    fn from_str(address: &str) -> Result<Self, Self::Err> {
        if !address.starts_with("postgres://") && !address.starts_with("postgresql://") {
            return Err("the address of a database begins with postgres://, as in \
                        postgres://stegvis@localhost/stegvis; for SQLite leave it out and name a folder with --data"
                .into());
        }
        let options: PgConnectOptions = address.parse().map_err(|_| {
            // The cause may repeat the address, and with it the password.
            "the address cannot be read; it is like postgres://USER:PASSWORD@HOST:5432/DATABASE".to_owned()
        })?;
        let says_how = address.contains("sslmode=") || address.contains("ssl-mode=");
        let options = if says_how || is_on_this_machine(&options) {
            options
        } else {
            // What people wrote about themselves does not cross a network in clear, nor to somebody unknown.
            options.ssl_mode(PgSslMode::VerifyFull)
        };
        Ok(Self(Arc::new(options.application_name(PROGRAM))))
    }
}

fn is_on_this_machine(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    options.get_socket().is_some() || host == "localhost" || host.starts_with('/') || is_loopback
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(options) = self;
        let database = options.get_database().unwrap_or_else(|| options.get_username());
        match options.get_socket() {
            Some(socket) => write!(f, "the PostgreSQL database “{database}” at {}", socket.display()),
            None => write!(f, "the PostgreSQL database “{database}” at {}:{}", options.get_host(), options.get_port()),
        }
    }
}

/// Whoever logs an address logs no password.
impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() -> Result<(), String> {
        let address: PostgresAddress = "postgres://anna:secret@db.example:5433/stegvis".parse()?;
        assert_eq!(address.to_string(), "the PostgreSQL database “stegvis” at db.example:5433");
        assert!(!format!("{address:?}").contains("secret"));
        Ok(())
    }

    #[test]
    fn what_leaves_this_machine_is_encrypted_and_for_a_known_server() -> Result<(), String> {
        let checked = |address: &str| -> Result<bool, String> {
            let PostgresAddress(options) = address.parse()?;
            Ok(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull))
        };
        assert!(checked("postgres://anna@db.example/stegvis")?);
        assert!(checked("postgres://anna@192.0.2.1/stegvis")?);
        assert!(!checked("postgres://anna@localhost/stegvis")?);
        assert!(!checked("postgres://anna@127.0.0.1/stegvis")?);
        assert!(!checked("postgres:///stegvis?host=/run/postgresql")?);
        assert!(!checked("postgres://anna@db.example/stegvis?sslmode=disable")?);
        Ok(())
    }

    #[test]
    fn another_kind_of_database_is_refused_with_the_way_out() {
        let refused = "mysql://localhost/stegvis".parse::<PostgresAddress>();
        assert!(refused.is_err_and(|said| said.contains("postgres://") && said.contains("--data")));
    }
}
