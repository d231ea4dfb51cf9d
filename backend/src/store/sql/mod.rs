//! One SQL for two databases: statements with `$1` placeholders and values of two types run on SQLite and PostgreSQL
//! alike. What differs between the two is in `database.rs`, and nowhere else. It does not know what the tables hold.

mod connection;
mod database;
mod failure;
mod pool;
mod query;
mod several;
mod value;
mod write_ahead_log;

pub(super) use connection::Connection;
pub(super) use database::{foreign_sessions, tables};
pub(super) use failure::{Setback, end_the_process, setback};
pub(super) use pool::{Life, Pool};
pub(super) use query::{query, query_as, query_scalar};
pub(super) use several::{filled, pieces, places};
pub(super) use value::{AnyRow, Value};
pub(super) use write_ahead_log::write_again;
