//! What a failed statement means for the transaction round it.

/// SQLSTATEs of a transaction that lost against another one and was taken back: it may be tried again as a whole.
const LOST_TO_ANOTHER: [&str; 2] = ["40001", "40P01"];
/// SQLSTATE classes and codes by which a PostgreSQL says that it is going away, or is not there yet.
const GOING_AWAY: [&str; 4] = ["57P01", "57P02", "57P03", "57P05"];
const CONNECTION_EXCEPTION: &str = "08";

/// Why a transaction was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Setback {
    /// Another transaction came first; a new attempt sees what that one did.
    LostToAnother,
    /// The database server is gone; a new connection may find it again.
    ConnectionLost,
    /// Anything else: a new attempt would fail as well.
    Failed,
}

/// Reads an error.
pub(in crate::store) fn setback(error: &sqlx::Error) -> Setback {
    match error {
        sqlx::Error::Database(error) => match error.code().as_deref() {
            Some(code) if LOST_TO_ANOTHER.contains(&code) => Setback::LostToAnother,
            Some(code) if GOING_AWAY.contains(&code) || code.starts_with(CONNECTION_EXCEPTION) => {
                Setback::ConnectionLost
            }
            _ => Setback::Failed,
        },
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::BeginFailed => Setback::ConnectionLost,
        _ => Setback::Failed,
    }
}

/// Stops where going on could be wrong: when nobody can say what is on disk, or whose data this is now. A restart reads
/// everything anew, and is always right.
pub(in crate::store) fn end_the_process(reason: &str) -> ! {
    tracing::error!(reason, "stopping, since a restart is always right");
    std::process::abort()
}
