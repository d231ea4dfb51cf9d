//! The key that signs how far a log goes. It lies in a file of its own and never in the database, so that whoever can
//! write there cannot sign what they wrote.

use crate::digest::hexadecimal;
use crate::entropy::{Entropy, NoEntropy};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why there is no key; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// The file.
    #[error("the key of the audit log, {}, cannot be read or made ({}); name another place with --audit-key", .0.display(), .1)]
    File(PathBuf, io::Error),
    /// Its content.
    #[error("{} is no key of an audit log; put back the file that was there, or name another with --audit-key", .0.display())]
    NoKey(PathBuf),
    /// No randomness for a new one.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
}

/// The key.
#[derive(Clone)]
pub(crate) struct AuditKey(SigningKey);

impl AuditKey {
    /// The key in a file, which is made with a new one where it is missing, for its owner alone.
    pub(crate) fn open_or_make(path: &Path, entropy: Entropy) -> Result<Self, KeyError> {
        match Self::open(path) {
            Err(KeyError::File(_, error)) if error.kind() == io::ErrorKind::NotFound => {}
            found => return found,
        }
        let secret = entropy.signing_secret()?;
        match write(path, &secret) {
            Ok(()) => Ok(Self(SigningKey::from_bytes(&secret))),
            // Another process was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::open(path),
            Err(error) => Err(KeyError::File(path.into(), error)),
        }
    }

    /// The key in a file.
    pub(crate) fn open(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|error| KeyError::File(path.into(), error))?;
        let secret = bytes::<32>(text.trim()).ok_or_else(|| KeyError::NoKey(path.into()))?;
        Ok(Self(SigningKey::from_bytes(&secret)))
    }

    /// What anybody may know of it, and what its signatures are checked with.
    pub(crate) fn public(&self) -> String {
        hexadecimal(self.0.verifying_key().as_bytes())
    }

    /// Signs.
    pub(crate) fn sign(&self, what: &[u8]) -> String {
        hexadecimal(&self.0.sign(what).to_bytes())
    }
}

/// Whether a signature of the key with that public half holds.
pub(crate) fn public_key_signed(public: &str, what: &[u8], signature: &str) -> bool {
    let key = bytes::<32>(public).and_then(|public| VerifyingKey::from_bytes(&public).ok());
    let signature = bytes::<64>(signature).map(|signature| Signature::from_bytes(&signature));
    key.zip(signature).is_some_and(|(key, signature)| key.verify_strict(what, &signature).is_ok())
}

/// Writes the whole file or none: a start that is cut off leaves no half of a key.
fn write(path: &Path, secret: &[u8; 32]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // Readable by its owner alone.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(hexadecimal(secret).as_bytes())?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    OpenOptions::new().read(true).open(folder).and_then(|folder: File| folder.sync_all())
}

/// The bytes that hexadecimal digits stand for.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_signs_what_others_can_check() -> Result<(), Box<dyn std::error::Error>>
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("beside/audit.key");
        let key = AuditKey::open_or_make(&path, Entropy)?;
        assert_eq!(std::fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        let again = AuditKey::open_or_make(&path, Entropy)?;
        assert_eq!(key.public(), again.public());
        let signature = key.sign(b"so far");
        assert!(public_key_signed(&again.public(), b"so far", &signature));
        assert!(!public_key_signed(&again.public(), b"so fas", &signature));
        let other = AuditKey::open_or_make(&folder.path().join("other"), Entropy)?;
        assert!(!public_key_signed(&other.public(), b"so far", &signature));
        Ok(())
    }

    #[test]
    fn something_else_is_no_key() -> Result<(), Box<dyn std::error::Error>> {
        let file = tempfile::NamedTempFile::new()?;
        for text in ["", "00", &"g".repeat(64), &"0".repeat(65)] {
            std::fs::write(file.path(), text)?;
            assert!(matches!(AuditKey::open(file.path()), Err(KeyError::NoKey(_))), "{text}");
        }
        Ok(())
    }
}
