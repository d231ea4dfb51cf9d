//! Access to participations, given and taken at positions of the member's counter.

use super::StoreError;
use super::column::{read, signed};
use super::log::next_position;
use super::sql::{self, Connection};
use shared::account::Role;
use shared::id::{AccountId, MemberId, ParticipationId};

/// A participation, and the position at which something about it changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// The member that controls it.
    pub(super) member: MemberId,
    /// Which one.
    pub(super) participation: ParticipationId,
    /// When, as a position that no device has seen yet.
    pub(super) position: u64,
}

impl Turn {
    /// Gives an account access, unless it has it already.
    pub(super) async fn grant(self, connection: &mut Connection, account: AccountId) -> Result<(), StoreError> {
        sql::query(
            "INSERT INTO access (member, account, participation, granted) VALUES ($1, $2, $3, $4)
             ON CONFLICT (member, account, participation)
             DO UPDATE SET granted = excluded.granted, revoked = NULL WHERE access.revoked IS NOT NULL",
        )
        .bind(self.member.to_string())
        .bind(account.to_string())
        .bind(self.participation.to_string())
        .bind(signed(self.position))
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Takes access from one account.
    async fn revoke(self, connection: &mut Connection, account: AccountId) -> Result<(), StoreError> {
        sql::query(
            "UPDATE access SET revoked = $4
             WHERE member = $1 AND account = $2 AND participation = $3 AND revoked IS NULL",
        )
        .bind(self.member.to_string())
        .bind(account.to_string())
        .bind(self.participation.to_string())
        .bind(signed(self.position))
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Takes access from everybody: the stay is gone.
    pub(super) async fn revoke_all(self, connection: &mut Connection) -> Result<(), StoreError> {
        sql::query("UPDATE access SET revoked = $3 WHERE member = $1 AND participation = $2 AND revoked IS NULL")
            .bind(self.member.to_string())
            .bind(self.participation.to_string())
            .bind(signed(self.position))
            .execute(connection)
            .await?;
        Ok(())
    }

    /// Takes access from every supervisor but one.
    pub(super) async fn revoke_all_but(
        self,
        connection: &mut Connection,
        supervisor: AccountId,
    ) -> Result<(), StoreError> {
        sql::query(
            "UPDATE access SET revoked = $4
             WHERE member = $1 AND participation = $2 AND account <> $3 AND revoked IS NULL
             AND account IN (SELECT id FROM accounts WHERE role = $5)",
        )
        .bind(self.member.to_string())
        .bind(self.participation.to_string())
        .bind(supervisor.to_string())
        .bind(signed(self.position))
        .bind(Role::Supervisor.as_str())
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Takes from an account whatever it may see of a member's participants: its devices forget them at their next contact, each
/// at a position of its own.
pub(super) async fn revoke_all_of(
    connection: &mut Connection,
    member: MemberId,
    account: AccountId,
) -> Result<(), StoreError> {
    let stays: Vec<String> = sql::query_scalar(
        "SELECT participation FROM access WHERE member = $1 AND account = $2 AND revoked IS NULL ORDER BY participation",
    )
    .bind(member.to_string())
    .bind(account.to_string())
    .fetch_all(&mut *connection)
    .await?;
    for stay in &stays {
        let participation = read("access.participation", stay, ParticipationId::parse)?;
        let position = next_position(connection, member).await?;
        Turn { member, participation, position }.revoke(connection, account).await?;
    }
    Ok(())
}

/// The accounts that take part in a stay.
pub(super) async fn participants_of(
    connection: &mut Connection,
    member: MemberId,
    stay: ParticipationId,
) -> Result<Vec<AccountId>, StoreError> {
    let accounts: Vec<String> = sql::query_scalar(
        "SELECT a.account FROM access a JOIN accounts p ON p.id = a.account
         WHERE a.member = $1 AND a.participation = $2 AND a.revoked IS NULL AND p.role = $3",
    )
    .bind(member.to_string())
    .bind(stay.to_string())
    .bind(Role::Participant.as_str())
    .fetch_all(connection)
    .await?;
    accounts.iter().map(|account| read("access.account", account, AccountId::parse)).collect()
}
