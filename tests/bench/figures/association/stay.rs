//! One made-up stay of an association of any size, the same each time: all that devices would have written of it, from
//! the enrolment to the exit.

use crate::dashboard::INSTRUMENT;
use crate::invented::drawn;
use anyhow::{Context, Result};
use shared::bridge::StepRank;
use shared::code::Code;
use shared::id::{AccountId, DeviceId, InterventionId, ParticipationId, PersonId, RecordId};
use shared::instrument::{Answer, Answers, Item};
use shared::record::{Body, Deviation, Enrolment, Exit, FollowUp, Gender, Note, Record};
use shared::support::{Extent, Percent, WeeklyHours};
use shared::time::{Instant, Month};
use uuid::Uuid;

/// How far back stays begin.
const MONTHS_BACK: u64 = 40;
/// Months of a stay, at least and at most.
const LENGTH: (u64, u64) = (3, 14);
/// Steps of the bridge.
const STEPS: u8 = 6;
const SUPPORT: [&str; 6] =
    ["sjukpenning", "aktivitetsersattning", "a_kassa", "etableringsersattning", "forsorjningsstod", "lon"];
const OCCUPATION: [&str; 5] = ["work", "subsidised_work", "studies", "seeking", "other"];
const EDUCATION: [&str; 3] = ["forgymnasial", "gymnasial", "eftergymnasial"];
const REASONS: [&str; 6] = ["arbete", "studier", "fortsatt_rehabilitering", "eget_onskemal", "flytt", "sjukdom"];
const ACTIVITIES: [&str; 4] = ["arbetstraning", "praktik", "jobbsokning", "samtal"];
const THEMES: [&str; 3] = ["vantetid", "sprak", "bostad"];
const MUNICIPALITIES: [&str; 14] = [
    "Boxholm",
    "Finspång",
    "Kinda",
    "Linköping",
    "Mjölby",
    "Motala",
    "Norrköping",
    "Söderköping",
    "Vadstena",
    "Valdemarsvik",
    "Ydre",
    "Åtvidaberg",
    "Ödeshög",
    "Nyköping",
];

/// What a stay is made for.
#[derive(Clone, Copy)]
pub(crate) struct Stay {
    /// Which one.
    pub(crate) number: u64,
    /// How many people there are to choose among at the member.
    pub(crate) people: u64,
    pub(crate) intervention: InterventionId,
    /// The month that goes on.
    pub(crate) now: Month,
    pub(crate) supervisor: AccountId,
}

impl Stay {
    pub(crate) fn id(&self) -> ParticipationId {
        ParticipationId::from_uuid(Uuid::from_u64_pair(11, self.number))
    }

    /// The month in which it begins.
    pub(crate) fn start(&self) -> Month {
        self.now.plus(-i32::try_from(drawn(self.number, 1) % MONTHS_BACK).unwrap_or(0))
    }

    /// Whether something was missing round the person.
    pub(crate) const fn has_deviation(&self) -> bool {
        self.number.is_multiple_of(500)
    }

    /// All that was written.
    pub(crate) fn records(&self) -> Result<Vec<Record>> {
        let number = self.number;
        let length = LENGTH.0 + drawn(number, 2) % (LENGTH.1 - LENGTH.0 + 1);
        let end = self.start().plus(i32::try_from(length)?);
        let mut written = vec![(self.start(), Body::Enrolled(self.enrolment()?))];
        let mut step = 1 + (drawn(number, 7) % 3) as u8;
        for at in 0..length {
            let month = self.start().plus(i32::try_from(at)?);
            if month >= self.now {
                break;
            }
            let luck = drawn(number, 100 + at);
            match luck % 10 {
                0..=1 => step = (step + 1).min(STEPS),
                2 => step = (step - 1).max(1),
                _ => {}
            }
            // A few months lack something, as months do.
            if luck >> 8 & 7 != 0 {
                written.push((month, self_assessed(luck)));
            }
            if luck >> 11 & 3 != 0 {
                written.push((month, Body::StepRecorded { step: StepRank(step) }));
                written.push((month, followed_up(luck)?));
            }
            if luck >> 13 & 3 == 0 {
                written.push((month, staff_assessed(luck)));
            }
        }
        if self.has_deviation() {
            written.push((self.start(), self.deviation()?));
        }
        if number.is_multiple_of(9) {
            let to = AccountId::from_uuid(Uuid::from_u64_pair(14, number % 50));
            written.push((self.start().plus(1), Body::SupervisorChanged { to }));
        }
        if end < self.now {
            written.push((end, Body::Exited(self.exit(end)?)));
        }
        Ok((0..).zip(written).map(|(place, (month, body))| self.record(place, month, body)).collect())
    }

    fn record(&self, place: u64, month: Month, body: Body) -> Record {
        Record {
            id: RecordId::from_uuid(Uuid::from_u64_pair(1 << 32 | self.number, place)),
            device: DeviceId::from_uuid(Uuid::from_u64_pair(15, self.number)),
            sequence: place + 1,
            written_at: Instant::start_of(month.first_day()),
            author: self.supervisor,
            participation: self.id(),
            month,
            body,
            seen: vec![],
        }
    }

    fn enrolment(&self) -> Result<Enrolment> {
        let number = self.number;
        let person = drawn(number, 3) % self.people;
        let of = |what| drawn(person, what);
        let municipality = MUNICIPALITIES[(of(4) % MUNICIPALITIES.len() as u64) as usize];
        Ok(Enrolment {
            intervention: self.intervention,
            person: PersonId::from_uuid(Uuid::from_u64_pair(self.intervention.uuid().as_u64_pair().1, person)),
            alias: Note::new("Björk")?,
            gender: if of(6) % 5 < 3 { Gender::Woman } else { Gender::Man },
            birth_year: u16::try_from(1962 + of(5) % 44).ok(),
            municipality: Some(Note::new(municipality)?),
            education: Some(one_of(&EDUCATION, of(8))?),
            started: self.start().first_day(),
            supervisor: Some(self.supervisor),
            consented: Some(self.start().first_day()),
            support_before: vec![extent(&SUPPORT[..5], drawn(number, 9), 100)?],
            months_in_support_before: u16::try_from(drawn(number, 10) % 120).ok(),
            occupation_before: vec![extent(&OCCUPATION[3..], drawn(number, 11), 100)?],
        })
    }

    fn exit(&self, ended: Month) -> Result<Exit> {
        let luck = drawn(self.number, 12);
        let mut support_after = vec![extent(&SUPPORT, luck >> 8, 50)?];
        let wage = extent(&SUPPORT[5..], 0, 50)?;
        if luck.is_multiple_of(3) && support_after[0].code != wage.code {
            support_after.push(wage);
        }
        Ok(Exit {
            ended: ended.first_day(),
            reason: Some(one_of(&REASONS, luck)?),
            support_after,
            occupation_after: vec![extent(&OCCUPATION, luck >> 16, 50)?],
        })
    }

    fn deviation(&self) -> Result<Body> {
        let what = Note::new("Det fanns ingen plats på kursen före sommaren.")?;
        Ok(Body::DeviationNoted(Deviation { what, theme: one_of(&THEMES, self.number / 500)?, party: None }))
    }
}

fn one_of(codes: &[&str], luck: u64) -> Result<Code> {
    let code = codes.get((luck % codes.len() as u64) as usize).context("there is one")?;
    Ok(Code::new(code)?)
}

fn extent(codes: &[&str], luck: u64, percent: u16) -> Result<Extent> {
    Ok(Extent { code: one_of(codes, luck)?, percent: Percent::new(percent)? })
}

fn followed_up(luck: u64) -> Result<Body> {
    Ok(Body::FollowedUp(FollowUp {
        hours: WeeklyHours::new((luck >> 20 & 31) as u16).ok(),
        activities: vec![one_of(&ACTIVITIES, luck >> 30)?],
        support: vec![extent(&SUPPORT, luck >> 33, 100)?],
        note: None,
    }))
}

fn self_assessed(luck: u64) -> Body {
    Body::SelfAssessed { instrument: INSTRUMENT.reference(), answers: answers(INSTRUMENT.participant_items(), luck) }
}

fn staff_assessed(luck: u64) -> Body {
    let staffs = INSTRUMENT.items.iter().filter(|item| item.scale.highest <= 5);
    Body::StaffAssessed { instrument: INSTRUMENT.reference(), answers: answers(staffs, luck >> 5) }
}

fn answers<'a>(items: impl Iterator<Item = &'a Item>, luck: u64) -> Answers {
    let rated =
        |(place, item): (usize, &Item)| (item.id.clone(), Answer::Rated(1 + (luck >> (place * 3) & 7) as i16 % 5));
    items.enumerate().map(rated).collect()
}
