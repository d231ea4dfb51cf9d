//! The tools that the checks need: each is looked for, installed when missing, and kept in
//! `target/tools` in a folder that names its version.

pub(crate) mod apt;
pub(crate) mod axe;
pub(crate) mod browsers;
pub(crate) mod cargo_deny;
pub(crate) mod faults;
pub(crate) mod geckodriver;
pub(crate) mod oidc_provider;
pub(crate) mod postgres;
pub(crate) mod pouchdb;
pub(crate) mod react_page;
pub(crate) mod readers;
pub(crate) mod schemathesis;
