//! Whatever stands in the cells of a file, each kind of import reads its row or says which column is wrong, and why.

use super::cell::CellFault;
use super::identity::Identity;
use super::row_reader::RowReader;
use super::table::{Row, Table};
use super::{Measurements, Participations, Steps, goals, volume};
use crate::reference;
use proptest::collection::vec;
use proptest::prelude::*;
use shared::import::FileKind;
use shared::reference::Reference;
use std::sync::{Arc, LazyLock};

static REFERENCE: LazyLock<Arc<Reference>> = LazyLock::new(|| Arc::new(reference::built_in().unwrap()));

/// The columns of the kinds of files, each once, and two of an older kind.
static COLUMNS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut columns: Vec<&'static str> = Vec::new();
    for field in FileKind::ALL.into_iter().flat_map(FileKind::fields) {
        if !columns.contains(&field.as_str()) {
            columns.push(field.as_str());
        }
    }
    columns.extend(["pre", "post"]);
    columns
});

/// A cell that somebody might write, or anything.
fn cell() -> impl Strategy<Value = String> {
    let likely = vec![
        "",
        "a",
        "woman",
        "kvinna",
        "man",
        "yes",
        "no",
        "job",
        "1990",
        "2025",
        "2025-02",
        "2025-02-30",
        "2025-03-14",
        "2025-01-01/2025-12-31",
        "2025-12-31/2025-01-01",
        "Linköping",
        "0580",
        "580",
        "Linkoping",
        "9999",
        "lon:50",
        "lon:101",
        "lon|lon",
        "ingen_offentlig_forsorjning|lon",
        "stegvis-monthly",
        "energy",
        "participant",
        "staff",
        "3",
        "-1",
        "6",
        "1e9",
        "NaN",
        "4294967296",
        "62,5",
        "62.555",
        "percent",
        "count",
        "at_most",
        "811218-9876",
    ];
    prop_oneof![
        6 => proptest::sample::select(likely).prop_map(str::to_owned),
        1 => "[-0-9:/.,|a-zåäö]{0,12}",
        1 => any::<String>(),
    ]
}

/// A row with those cells under all the columns.
fn row(cells: &[String]) -> Option<Row> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&*COLUMNS).unwrap();
    writer.write_record(cells).unwrap();
    let file = writer.into_inner().unwrap();
    Table::from_csv(&file[..], &[]).unwrap().next().map(Result::unwrap)
}

fn names_its_place(fault: &CellFault) -> bool {
    COLUMNS.contains(&fault.column) && !fault.why.to_string().is_empty()
}

#[test]
fn every_column_here_is_one_of_the_files() {
    for column in COLUMNS.iter().copied() {
        assert_eq!(shared::import::canonical(column), Some(column));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_row_is_read_or_told_with_its_column(cells in vec(cell(), COLUMNS.len())) {
        let Some(row) = row(&cells) else { return Ok(()) };
        let identity = Identity::of_association("a");
        let mut readers: [Box<dyn RowReader>; 3] = [
            Box::new(Participations::new(REFERENCE.clone())),
            Box::new(Measurements::new(identity.clone(), REFERENCE.clone())),
            Box::new(Steps { identity }),
        ];
        for reader in &mut readers {
            if let Err(fault) = reader.read(&row) {
                prop_assert!(names_its_place(&fault), "{fault:?}");
            }
            reader.finish();
        }
        for fault in [volume::read(&row, None).err(), goals::read(&row).err()].into_iter().flatten() {
            prop_assert!(names_its_place(&fault), "{fault:?}");
        }
    }

    #[test]
    fn a_row_that_is_right_but_for_one_cell_is_read_or_told_with_its_column(
        place in 0..COLUMNS.len(), with in cell()
    ) {
        let right = "F,M,I,job,p1,n1,woman,1990,Kiruna,gymnasial,2025-01-15,2025-09-30,arbete,H1,sjukpenning,lon,14,other,\
            work:75,no,2025-03,stegvis-monthly,staff,energy,3,2,2025-03-14,A,1,30,2025,G,I,50,3,20,percent,at_least,1,2";
        let mut cells: Vec<String> = right.split(',').map(str::to_owned).collect();
        prop_assert_eq!(cells.len(), COLUMNS.len());
        cells[place] = with;
        let Some(row) = row(&cells) else { return Ok(()) };
        let read = Participations::new(REFERENCE.clone()).read(&row).map(drop);
        for fault in [read.err(), volume::read(&row, None).err(), goals::read(&row).err()].into_iter().flatten() {
            prop_assert!(names_its_place(&fault), "{fault:?}");
        }
    }
}
