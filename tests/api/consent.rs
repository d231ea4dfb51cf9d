//! Consent that is withdrawn: the registration ends at once, on every device and in every figure.

use anyhow::{Result, bail};
use shared::account::Role;
use shared::code::Code;
use shared::figures::Row;
use shared::fold::{Known, fold};
use shared::id::{ParticipationId, PersonId, RecordId};
use shared::record::{Body, Exit, Note, Refusal};
use shared::reference::WRONG_REGISTRATION;
use shared::sync::Cause;
use shared::sync::wire::Judged;
use tests::client::Client;
use tests::phone::Phone;
use tests::random;
use tests::records::{device, followed_up, record, self_assessed};
use tests::server::Server;

fn withdrawn() -> Body {
    Body::ConsentWithdrawn { on: random::now().date() }
}

#[tokio::test]
async fn after_consent_is_withdrawn_nothing_more_is_recorded() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = participant.some_stay().await?;
    let (phone, desk) = (device(), device());
    let before = record(phone, participant.account.id, stay, self_assessed("energy", 3));
    let end = record(phone, participant.account.id, stay, withdrawn());
    let after = record(phone, participant.account.id, stay, self_assessed("health", 3));
    let texts = [before.write(), end.write(), after.write()];
    let judged = participant.push(phone, &texts).await?;
    assert!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
    assert!(matches!(judged[1].judged, Judged::Accepted { .. }), "{judged:?}");
    assert_eq!(judged[2].judged, Judged::Quarantined { refusal: Refusal::ConsentWithdrawn });

    // Nobody else writes about the stay either; what had arrived is still known as such.
    let noted = record(desk, supervisor.account.id, stay, followed_up(10)).write();
    let again = record(desk, supervisor.account.id, stay, withdrawn()).write();
    for verdict in supervisor.push(desk, &[noted, again]).await? {
        assert_eq!(verdict.judged, Judged::Quarantined { refusal: Refusal::ConsentWithdrawn });
    }
    let twice = participant.push(phone, &texts[..2]).await?;
    assert!(twice.iter().all(|one| matches!(one.judged, Judged::Duplicate { .. })), "{twice:?}");

    // The supervisor's device sees that it is over.
    let mut seen = Phone::of(&supervisor)?;
    seen.sync(Cause::Shown).await?;
    let folded = seen.sees(stay)?;
    assert_eq!(folded.exit.map(|exit| exit.value.ended), Some(random::now().date()));
    assert_eq!(folded.withdrawal.map(|held| held.record), Some(end.id));
    Ok(())
}

#[tokio::test]
async fn a_stay_that_has_yet_to_begin_can_be_called_off_and_counts_nowhere() -> Result<()> {
    let server = Server::demo().await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let Body::Enrolled(mut enrolment) = supervisor.some_enrolment().await?.body else { bail!("an enrolment enrols") };
    enrolment.started = random::this_month().plus(2).first_day();
    let ended = Exit {
        ended: random::now().date(),
        reason: Some(Code::new(WRONG_REGISTRATION)?),
        support_after: Vec::new(),
        occupation_after: Vec::new(),
    };
    for off in [withdrawn(), Body::Exited(ended)] {
        let (desk, stay) = (device(), ParticipationId::from_uuid(random::uuid()));
        enrolment.person = PersonId::from_uuid(random::uuid());
        enrolment.supervisor = Some(supervisor.account.id);
        let start = record(desk, supervisor.account.id, stay, Body::Enrolled(enrolment.clone()));
        let early = record(desk, supervisor.account.id, stay, followed_up(10));
        let off = record(desk, supervisor.account.id, stay, off);
        let verdicts = supervisor.push(desk, &[start.write(), early.write(), off.write()]).await?;
        let judged: Vec<_> = verdicts.iter().map(|one| &one.judged).collect();
        assert!(
            matches!(
                judged[..],
                [
                    Judged::Accepted { .. },
                    Judged::Quarantined { refusal: Refusal::BeforeStart { .. } },
                    Judged::Accepted { .. }
                ]
            ),
            "{judged:?}"
        );
        let known = [start, off].map(|record| Known { record, received_at: None });
        assert_eq!(Row::of(stay, &fold(&known), None), None);
        assert!(Row::of(stay, &fold(&known[..1]), None).is_some());
    }
    Ok(())
}

#[tokio::test]
async fn what_a_participant_remarks_reaches_the_supervisor_and_changes_nothing_else() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
    let stay = participant.some_stay().await?;
    let mut desk = Phone::of(&supervisor)?;
    desk.sync(Cause::Shown).await?;
    let before = desk.sees(stay)?;
    let phone = device();
    let note = Note::new("Jag började i maj.")?;
    let remark = record(phone, participant.account.id, stay, Body::Remarked { note: note.clone() });
    let judged = participant.push(phone, &[remark.write()]).await?;
    assert!(matches!(judged[0].judged, Judged::Accepted { .. }), "{judged:?}");
    desk.sync(Cause::Timer).await?;
    let mut after = desk.sees(stay)?;
    let remarks: Vec<(RecordId, Note)> = after.remarks.drain(..).map(|one| (one.record, one.note)).collect();
    assert_eq!(remarks, [(remark.id, note)]);
    assert_eq!(after, before);
    Ok(())
}
