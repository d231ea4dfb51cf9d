//! How long the first release of each report takes in memory, beside the same report in full for a member: what it costs to
//! compute every part, and to protect them. It knows no server and no store; what is made up is what its association is.

use crate::association::Stay;
use crate::dashboard::INSTRUMENT;
use crate::timed;
use anyhow::{Context, Result, ensure};
use shared::account::InterventionName;
use shared::bridge::Bridge;
use shared::economics::PriceList;
use shared::figures::{BandList, Cohort, Period, Row, Selection};
use shared::fold::{Known, fold};
use shared::id::{AccountId, InterventionId};
use shared::intervention::Foci;
use shared::report::release::{ReleasePeriod, Releasing};
use shared::report::{ReportName, Sources, for_member};
use shared::suppression::Released;
use shared::time::Month;
use uuid::Uuid;

/// Interventions of the association.
const INTERVENTIONS: u64 = 8;
/// The month that goes on, and the half-year that is released.
const NOW: (u16, u8) = (2026, 11);
const RELEASED: ((u16, u8), (u16, u8)) = ((2026, 1), (2026, 6));

const PRICES: &str = include_str!("../../data/sco-2019/prices.json");
const BRIDGE: &str = include_str!("../../../assets/bridges/default.json");
const AGES: &str = include_str!("../../../assets/codes/age-bands.json");
const MONTHS_IN_SUPPORT: &str = include_str!("../../../assets/codes/support-time-bands.json");

/// The reports in the order in which the pages of a dashboard ask for them.
const ORDER: [ReportName; 17] = [
    ReportName::ParticipantFlow,
    ReportName::StepMovement,
    ReportName::RatingChange,
    ReportName::Transitions,
    ReportName::TimeToStep,
    ReportName::TimeToWork,
    ReportName::Throughput,
    ReportName::SupportChange,
    ReportName::SupportAfterByMunicipality,
    ReportName::OccupationChange,
    ReportName::Background,
    ReportName::Exits,
    ReportName::Conditions,
    ReportName::Response,
    ReportName::Impact,
    ReportName::Realised,
    ReportName::StepScenario,
];

fn month((year, month): (u16, u8)) -> Result<Month> {
    Month::new(year, month).context("a month")
}

/// Prints a row for each report.
pub(crate) fn measure(stays: u64) -> Result<()> {
    let now = month(NOW)?;
    let ids: Vec<InterventionId> =
        (1..=INTERVENTIONS).map(|number| InterventionId::from_uuid(Uuid::from_u64_pair(7, number))).collect();
    let interventions: Vec<InterventionName> =
        ids.iter().map(|id| InterventionName { id: *id, name: id.to_string().into() }).collect();
    let cohort = cohort(stays, &ids, now)?;
    let prices = PriceList::read(PRICES)?;
    let (bridge, foci) = (Bridge::read(BRIDGE)?, Foci::new());
    let (ages, months_in_support) = (BandList::read(AGES)?, BandList::read(MONTHS_IN_SUPPORT)?);
    let sources = Sources {
        cohort: &cohort,
        instrument: &INSTRUMENT,
        bridge: &bridge,
        prices: Some(&prices),
        ages: ages.bands(),
        months_in_support: months_in_support.bands(),
        volumes: &[],
        goals: &[],
        interventions: &interventions,
        foci: &foci,
    };
    let days = Period::new(month(RELEASED.0)?.first_day(), month(RELEASED.1)?.last_day())?;
    let period = ReleasePeriod::new(days, now.first_day(), &[])?;
    println!("\nreleases of {stays} stays in memory; milliseconds");
    println!("{:<30} {:>9} {:>9}", "report", "in full", "released");
    let releasing = Releasing::new(&sources, period, &ids, &[]);
    let mut memory = Released::default();
    for name in ORDER {
        let (_, in_full) = timed(|| for_member(name, &sources, &Selection::new(days, vec![]), &[]));
        let (released, time) = timed(|| releasing.release(name, std::mem::take(&mut memory)));
        memory = released?.1;
        let [in_full, time] = [in_full, time].map(|time| time.as_secs_f64() * 1000.0);
        println!("{:<30} {in_full:>9.1} {time:>9.1}", name.as_str());
    }
    let (text, writing) = timed(|| serde_json::to_string(&memory.take_addition()));
    let text = text?;
    let (read, reading) = timed(|| {
        let mut read = Released::default();
        read.take_in(serde_json::from_str(&text)?)?;
        Ok::<_, anyhow::Error>(read)
    });
    ensure!(read? == memory, "the memory is read as another than was written");
    let [writing, reading] = [writing, reading].map(|time| time.as_secs_f64() * 1000.0);
    println!("the memory of them: {} KB, written in {writing:.1} ms, read in {reading:.1} ms", text.len() / 1000);
    Ok(())
}

fn cohort(stays: u64, ids: &[InterventionId], now: Month) -> Result<Cohort> {
    let people = (stays / INTERVENTIONS * 4 / 5).max(1);
    let supervisor = AccountId::from_uuid(Uuid::from_u64_pair(6, 1));
    let mut cohort = Cohort::default();
    for number in 0..stays {
        let intervention = ids[(number % INTERVENTIONS) as usize];
        let stay = Stay { number, people, intervention, now, supervisor };
        let known: Vec<Known> =
            stay.records()?.into_iter().map(|record| Known { received_at: Some(record.written_at), record }).collect();
        Row::of(stay.id(), &fold(&known), Some(&*INSTRUMENT)).into_iter().for_each(|row| cohort.put(row));
    }
    Ok(cohort)
}
