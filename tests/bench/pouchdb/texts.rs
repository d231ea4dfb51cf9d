//! What a supervisor's device writes in a month: an assessment of every item, a follow-up and a step, in turn.

use anyhow::{Context, Result};
use shared::bridge::StepRank;
use shared::id::{AccountId, DeviceId, ParticipationId, RecordId};
use shared::instrument::{Answer, Instrument};
use shared::record::{Body, Record};
use tests::{random, records};

const INSTRUMENT: &str = include_str!("../../../assets/instruments/stegvis-monthly.v1.json");

/// A record, by its id and its text.
#[derive(Clone)]
pub(crate) struct Text {
    /// Its id.
    pub(crate) id: RecordId,
    /// Its text.
    pub(crate) text: String,
    /// Whose stay it is about.
    pub(crate) participation: ParticipationId,
}

/// A device that writes records.
pub(crate) struct Author {
    device: DeviceId,
    account: AccountId,
    stays: Vec<ParticipationId>,
    assessment: Body,
    sequence: u64,
}

impl Author {
    /// A new device of an account that may write about these stays.
    pub(crate) fn new(account: AccountId, stays: Vec<ParticipationId>) -> Result<Self> {
        let instrument = Instrument::read(INSTRUMENT)?;
        let answers = instrument.items.iter().map(|item| (item.id.clone(), Answer::Rated(item.scale.lowest)));
        let assessment = Body::StaffAssessed { instrument: instrument.reference(), answers: answers.collect() };
        Ok(Self { device: records::device(), account, stays, assessment, sequence: 0 })
    }

    /// The device.
    pub(crate) const fn device(&self) -> DeviceId {
        self.device
    }

    /// Who writes on it.
    pub(crate) const fn account(&self) -> AccountId {
        self.account
    }

    /// The next so many records.
    pub(crate) fn write(&mut self, count: usize) -> Result<Vec<Text>> {
        (0..count).map(|_| self.write_one()).collect()
    }

    fn write_one(&mut self) -> Result<Text> {
        self.sequence += 1;
        let turn = usize::try_from(self.sequence)?;
        let participation = *self.stays.get(turn % self.stays.len().max(1)).context("the account follows nobody")?;
        let body = match turn % 3 {
            0 => self.assessment.clone(),
            1 => records::followed_up(20),
            _ => Body::StepRecorded { step: StepRank(2) },
        };
        let record = Record {
            id: new_id()?,
            sequence: self.sequence,
            ..records::record(self.device, self.account, participation, body)
        };
        Ok(Text { id: record.id, text: record.write(), participation })
    }
}

/// An id as devices make them, which begins with the time.
fn new_id() -> Result<RecordId> {
    let mut bytes = [0; 10];
    bytes.copy_from_slice(&random::uuid().as_bytes()[..10]);
    Ok(RecordId::new(u64::try_from(random::now().0)?, bytes))
}
