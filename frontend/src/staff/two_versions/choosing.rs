//! What a decision between versions records: a correction made in view of all of them, and of what says the same. Pure.

use crate::engine::Happening;
use shared::id::RecordId;
use shared::record::{Body, Record};
use shared::sync::intake::said;

/// The record that one of several versions holds.
pub(super) fn choice(chosen: &Record, versions: &[Record], twins: &[RecordId]) -> Happening {
    Happening {
        participation: chosen.participation,
        month: chosen.month,
        body: Body::Corrected { target: chosen.id, replacement: Box::new(said(&chosen.body).clone()) },
        seen: versions.iter().map(|version| version.id).chain(twins.iter().copied()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::disputes;
    use super::*;
    use crate::staff::trial::month;
    use shared::fold::{Known, Participation, fold};
    use shared::id::{AccountId, DeviceId, ParticipationId};
    use shared::record::FollowUp;
    use shared::support::WeeklyHours;
    use shared::time::Instant;
    use uuid::Uuid;

    fn written(number: u128, device: u128, body: Body, seen: Vec<RecordId>) -> Record {
        Record {
            id: RecordId::from_uuid(Uuid::from_u128(number)),
            device: DeviceId::from_uuid(Uuid::from_u128(device)),
            sequence: 1,
            written_at: Instant(i64::try_from(number).unwrap_or_default()),
            author: AccountId::from_uuid(Uuid::nil()),
            participation: ParticipationId::from_uuid(Uuid::nil()),
            month: month(2026, 11),
            body,
            seen,
        }
    }

    fn hours(number: u16) -> Body {
        Body::FollowedUp(FollowUp { hours: WeeklyHours::new(number).ok(), ..FollowUp::default() })
    }

    fn folded(records: &[Record]) -> Participation {
        let known: Vec<Known> =
            records.iter().map(|record| Known { record: record.clone(), received_at: Some(Instant(9)) }).collect();
        fold(&known)
    }

    #[test]
    fn the_version_that_is_chosen_holds_whichever_was_shown_first_and_nothing_is_left_to_decide() {
        let versions = [written(1, 1, hours(10), vec![]), written(2, 2, hours(20), vec![])];
        assert_eq!(disputes(&folded(&versions)).len(), 1);
        for chosen in &versions {
            let Happening { body, seen, .. } = choice(chosen, &versions, &[]);
            let mut all = versions.to_vec();
            all.push(written(3, 1, body, seen));
            let decided = folded(&all);
            assert!(disputes(&decided).is_empty());
            let held = decided.months[&month(2026, 11)].follow_up.as_ref().map(|held| held.value.clone());
            assert_eq!(held.map(Body::FollowedUp).as_ref(), Some(&chosen.body));
        }
    }

    #[test]
    fn a_version_that_is_itself_a_correction_can_be_chosen() {
        let root = written(1, 1, hours(10), vec![]);
        let corrected = |number, device, to| {
            let body = Body::Corrected { target: root.id, replacement: Box::new(hours(to)) };
            written(number, device, body, vec![root.id])
        };
        let versions = [corrected(2, 1, 11), corrected(3, 2, 12)];
        let mut all = vec![root.clone(), versions[0].clone(), versions[1].clone()];
        assert_eq!(disputes(&folded(&all)).len(), 1);
        let Happening { body, seen, .. } = choice(&versions[0], &versions, &[]);
        all.push(written(4, 2, body, seen));
        assert!(disputes(&folded(&all)).is_empty());
    }
}
