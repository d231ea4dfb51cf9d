//! A colleague who has enrolled somebody whom the supervisor follows, so that both can write about the same person.

use anyhow::{Context, Result, ensure};
use shared::account::Role;
use shared::id::{ParticipationId, PersonId};
use shared::record::{Body, Enrolment, Gender, Note};
use shared::sync::wire::Judged;
use tests::client::Client;
use tests::phone::Phone;
use tests::random;
use tests::records::{device, record};
use tests::server::Server;

/// Somebody whom two supervisors can write about.
pub(crate) struct FollowedByTwo {
    /// Whose stay.
    pub(crate) stay: ParticipationId,
    /// What the colleague keeps and sends with.
    pub(crate) phone: Phone,
}

impl FollowedByTwo {
    /// Has a colleague enrol somebody of that alias for the supervisor.
    pub(crate) async fn enrolled(server: &Server, alias: &str) -> Result<Self> {
        let supervisor = Client::sign_in(server, Role::Supervisor).await?;
        let workplaces = supervisor.last_page().await?.workplaces.context("a supervisor is told")?;
        let mut beside = workplaces.iter().map(|one| (one.intervention, one.others(supervisor.account.id).next()));
        let found = beside.find_map(|(intervention, other)| Some((intervention, other?)));
        let (intervention, other) = found.context("two supervisors of the demonstration work together")?;
        let colleague = Client::supervisor(server, &other.name).await?;
        let first = random::this_month().first_day();
        let enrolment = Body::Enrolled(Enrolment {
            intervention,
            person: PersonId::from_uuid(random::uuid()),
            alias: Note::new(alias)?,
            gender: Gender::Woman,
            birth_year: None,
            municipality: None,
            education: None,
            started: first,
            supervisor: Some(supervisor.account.id),
            consented: Some(first),
            support_before: Vec::new(),
            months_in_support_before: None,
            occupation_before: Vec::new(),
        });
        let stay = ParticipationId::from_uuid(random::uuid());
        let written = record(device(), colleague.account.id, stay, enrolment);
        let judged = colleague.push(written.device, &[written.write()]).await?;
        ensure!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
        Ok(Self { stay, phone: Phone::of(&colleague)? })
    }
}
