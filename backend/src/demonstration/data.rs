//! The demonstration's people: invented, and brought in by the product's own import.

use super::DemoError;
use super::casting::{Parts, Stay, choose};
use super::shift::{months_to, shift};
use crate::clock::Clock;
use crate::import::{
    Identity, Intake, LivedOn, Measurements, NoRefusals, Participations, Row, RowReader, Steps, Table, TableError,
};
use crate::progress;
use crate::store::{Cast, ImportRight, Keep, OperatorRight, Store};
use shared::fold::fold;
use shared::reference::Reference;
use shared::time::Month;
use std::sync::Arc;

const PARTICIPATIONS: &str = include_str!("../../../assets/demonstration/participations.csv");
const MEASUREMENTS: &str = include_str!("../../../assets/demonstration/measurements.csv");
const STEPS: &str = include_str!("../../../assets/demonstration/steps.csv");
/// What people lived on in most months in which somebody followed them up: as before the stay until they have come far
/// enough to try working, and then less of it.
const LIVED_ON: &str = include_str!("../../../assets/demonstration/support.csv");
/// The price list that ships as an example; every screen that reckons with it says so.
const PRICES: &str = include_str!("../../../assets/prices/example.json");
/// The association that the files name.
const ASSOCIATION: &str = "Centrala Östergötland";

/// Loads the data so that they end with `until`. What is there already is left as it is.
pub(super) async fn load(
    store: &Store,
    reference: &Arc<Reference>,
    clock: Clock,
    until: Month,
) -> Result<(), DemoError> {
    let identity = Identity::of_association(ASSOCIATION);
    let files: [(&str, &[&'static str], Box<dyn RowReader>); 4] = [
        (PARTICIPATIONS, &Participations::NEEDED, Box::new(Participations::new(reference.clone()))),
        (MEASUREMENTS, &Measurements::NEEDED, Box::new(Measurements::new(identity.clone(), reference.clone()))),
        (STEPS, &Steps::NEEDED, Box::new(Steps { identity: identity.clone() })),
        (LIVED_ON, &LivedOn::NEEDED, Box::new(LivedOn { identity: identity.clone() })),
    ];
    let bar = progress::of_bytes(files.iter().map(|(file, _, _)| file.len() as u64).sum());
    for (file, needed, mut reader) in files {
        let moved = |row: Result<Row, TableError>| {
            row.map(|row| row.mapped(|column, cell| shift(column, cell, months_to(until))))
        };
        let rows = Table::from_csv(bar.wrap_read(file.as_bytes()), needed)?.map(moved);
        let mut intake = Intake {
            store,
            right: ImportRight::AtTheMachine(OperatorRight::at_the_machine()),
            reference: reference.clone(),
            clock,
            keep: Keep::ForGood,
            under: None,
            refusals: &mut NoRefusals,
        };
        let counts = intake.take(rows, &mut *reader).await?;
        if counts.refused > 0 {
            return Err(DemoError::DataRefused(counts.refused));
        }
    }
    bar.finish_and_clear();
    let (right, association) = (OperatorRight::at_the_machine(), identity.association());
    store.bring_prices(right, association, PRICES.into(), Keep::ForGood, clock.now()).await?;
    Ok(())
}

/// Casts the parts.
pub(super) async fn cast(store: &Store, until: Month) -> Result<(), DemoError> {
    let right = OperatorRight::at_the_machine();
    let identity = Identity::of_association(ASSOCIATION);
    let mut going_on = Vec::new();
    store
        .every_participation(right, identity.association(), |id, known| {
            going_on.extend(Stay::going_on(id, &fold(known), until));
        })
        .await?;
    let Parts { supervisor, participant } = choose(&going_on).ok_or(DemoError::NobodyToPlay)?;
    let cast = Cast {
        association: identity.association(),
        participant: identity.demonstration_account("participant", &participant.alias),
        stay: participant.id,
        supervisor,
        leader: identity.demonstration_account("project_leader", "Projektledare"),
        analyst: identity.demonstration_account("association_analyst", "Förbundets analytiker"),
    };
    store.cast(right, cast).await?;
    Ok(())
}
