//! Made-up participations of any number, the same each time: as columns, and as the two tables that the peers read.

use shared::code::Code;
use shared::figures::{Came, Cohort, Facts, Measured, Row};
use shared::id::{InterventionId, ParticipationId, PersonId};
use shared::record::Gender;
use shared::support::{Extent, Percent};
use shared::time::Month;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;
use uuid::Uuid;

/// Items of a score, and so ratings of a month.
const ITEMS: usize = 9;
/// Months of a stay, at most.
const LONGEST: u64 = 24;
/// Interventions.
pub(crate) const INTERVENTIONS: u64 = 12;

/// A number that looks random and is the same for the same names (splitmix64).
pub(crate) fn drawn(participation: u64, what: u64) -> u64 {
    let mut z = (participation << 20 | what).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// How many participations it takes for so many ratings.
pub(crate) fn participations(ratings: usize) -> u64 {
    (ratings / ITEMS / 16).max(20) as u64
}

pub(crate) fn cohort(ratings: usize) -> Cohort {
    let mut cohort = Cohort::default();
    (0..participations(ratings)).for_each(|number| cohort.put(row(number, ratings)));
    cohort.shrink();
    cohort
}

/// How many ratings the columns hold.
pub(crate) fn ratings_in(cohort: &Cohort) -> usize {
    let everything = crate::dashboard::everything();
    cohort.selected(&everything).map(|stay| stay.months.len() * ITEMS).sum()
}

/// One participation.
pub(crate) fn row(number: u64, ratings: usize) -> Row {
    let start = Month::new(2024, 1).map_or_else(|| unreachable!("a month"), |m| m.plus((drawn(number, 1) % 24) as i32));
    let length = 8 + drawn(number, 2) % (LONGEST - 8 + 1);
    let person = drawn(number, 3) % participations(ratings);
    let ended = drawn(number, 4).is_multiple_of(2).then(|| start.plus(length as i32).first_day());
    let facts = Facts {
        participation: ParticipationId::from_uuid(Uuid::from_u64_pair(1, number)),
        person: Some(PersonId::from_uuid(Uuid::from_u64_pair(2, person))),
        intervention: InterventionId::from_uuid(Uuid::from_u64_pair(3, drawn(number, 5) % INTERVENTIONS)),
        gender: if drawn(person, 6) % 5 < 3 { Gender::Woman } else { Gender::Man },
        started: start.first_day(),
        ended,
        enrolment: None,
        exit: None,
        supervisor_changes: Box::default(),
        outlook: Box::default(),
        deviations: Box::default(),
    };
    let mut step = 1 + (drawn(number, 7) % 3) as u8;
    let months = (0..length).filter_map(|at| {
        let luck = drawn(number, 100 + at);
        match luck % 10 {
            0..=1 => step = (step + 1).min(6),
            2 => step = (step - 1).max(1),
            // A month without a record.
            3 => return None,
            _ => {}
        }
        let rating = |item: usize| Some(1 + ((luck >> (item * 3)) % 5) as i16);
        let ratings: Box<[Option<i16>]> = (0..ITEMS).map(rating).collect();
        Some(Measured {
            month: start.plus(at as i32),
            step: Some(step),
            score: Some(ratings.iter().flatten().map(|value| i32::from(*value)).sum()),
            ratings,
            staff_ratings: Box::default(),
            self_assessment: Some(Came::OnTime),
            follow_up: Some(Came::OnTime),
            support: vec![lives_on(number, at)].into(),
        })
    });
    Row { facts, months: months.collect() }
}

/// A support source that changes about once in a stay.
fn lives_on(number: u64, at: u64) -> Extent {
    let names = ["sjukpenning", "aktivitetsstod", "forsorjningsstod", "a_kassa"];
    let name = names[((drawn(number, 8) + u64::from(at > 10)) % names.len() as u64) as usize];
    let code = Code::new(name).unwrap_or_else(|error| unreachable!("a code: {error}"));
    Extent { code, percent: Percent::FULL }
}

/// `stays.csv` and `months.csv`; months are counted from year 0.
pub(crate) fn write_tables(ratings: usize, folder: &Path) -> Result<()> {
    let count = |month: Month| u32::from(month.year()) * 12 + u32::from(month.number()) - 1;
    let mut stays = BufWriter::new(File::create(folder.join("stays.csv"))?);
    let mut months = BufWriter::new(File::create(folder.join("months.csv"))?);
    writeln!(stays, "participation,person,intervention,gender,started,ended")?;
    writeln!(months, "participation,month,step,score")?;
    for number in 0..participations(ratings) {
        let row = row(number, ratings);
        let facts = &row.facts;
        let person = facts.person.map_or(0, |person| person.uuid().as_u64_pair().1);
        let ended = facts.ended.map(|ended| count(ended.month()).to_string()).unwrap_or_default();
        let gender = if facts.gender == Gender::Woman { "woman" } else { "man" };
        let intervention = facts.intervention.uuid().as_u64_pair().1;
        writeln!(stays, "{number},{person},{intervention},{gender},{},{ended}", count(facts.started.month()))?;
        for at in &row.months {
            let (step, score) = (at.step.unwrap_or(0), at.score.unwrap_or(0));
            writeln!(months, "{number},{},{step},{score}", count(at.month))?;
        }
    }
    Ok(())
}
