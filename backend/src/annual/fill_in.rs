//! The sheet for the national follow-up: what its form asks for, intervention by intervention, in the order of a file that
//! can be changed. It computes nothing, and knows nothing that a report does not say.

use super::csv_tables;
use super::document::{Cell, Document, Row, Section, Table, Unit};
use super::file::{FileError, FileForm};
use super::gathered::Gathered;
use super::making::MakingError;
use super::words::{Language, Words, fill};
use super::workbook;
use super::write::Made;
use super::writing::Writing;
use serde::Deserialize;
use serde_json::Value;
use shared::account::InterventionName;
use shared::cost::{budget_of, cost_of};
use shared::id::InterventionId;
use shared::instrument::Instrument;
use shared::intervention::{InterventionFocus, Orientation};
use shared::reference::Reference;
use shared::report::saved::FollowUpSheet;

const COLUMNS: &str = include_str!("../../../assets/codes/national-follow-up.json");

/// What a column of the form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    Focus,
    Orientation,
    Period,
    ParticipationsWoman,
    ParticipationsMan,
    ParticipationsOther,
    ParticipationsTotal,
    StartedWoman,
    StartedMan,
    StartedOther,
    StartedTotal,
    EndedWoman,
    EndedMan,
    EndedOther,
    EndedTotal,
    AnonymousWoman,
    AnonymousMan,
    AnonymousOther,
    AnonymousTotal,
    Occasions,
    Attendances,
    Budget,
    Cost,
}

impl Asks {
    /// Its name.
    fn name(self, words: &Words) -> &str {
        match self {
            Self::Focus => &words.fill_focus,
            Self::Orientation => &words.fill_orientation,
            Self::Period => &words.fill_period,
            Self::ParticipationsWoman => &words.fill_participations_woman,
            Self::ParticipationsMan => &words.fill_participations_man,
            Self::ParticipationsOther => &words.fill_participations_other,
            Self::ParticipationsTotal => &words.fill_participations_total,
            Self::StartedWoman => &words.fill_started_woman,
            Self::StartedMan => &words.fill_started_man,
            Self::StartedOther => &words.fill_started_other,
            Self::StartedTotal => &words.fill_started_total,
            Self::EndedWoman => &words.fill_ended_woman,
            Self::EndedMan => &words.fill_ended_man,
            Self::EndedOther => &words.fill_ended_other,
            Self::EndedTotal => &words.fill_ended_total,
            Self::AnonymousWoman => &words.fill_anonymous_woman,
            Self::AnonymousMan => &words.fill_anonymous_man,
            Self::AnonymousOther => &words.fill_anonymous_other,
            Self::AnonymousTotal => &words.fill_anonymous_total,
            Self::Occasions => &words.fill_occasions,
            Self::Attendances => &words.fill_attendances,
            Self::Budget => &words.fill_budget,
            Self::Cost => &words.fill_cost,
        }
    }

    /// Where its figure stands in the report of participant flow: the count, and the gender.
    const fn in_flow(self) -> Option<(&'static str, &'static str)> {
        const PARTICIPATIONS: &str = "participations_identified";
        Some(match self {
            Self::ParticipationsWoman => (PARTICIPATIONS, "woman"),
            Self::ParticipationsMan => (PARTICIPATIONS, "man"),
            Self::ParticipationsOther => (PARTICIPATIONS, "other"),
            Self::ParticipationsTotal => (PARTICIPATIONS, "total"),
            Self::StartedWoman => ("started", "woman"),
            Self::StartedMan => ("started", "man"),
            Self::StartedOther => ("started", "other"),
            Self::StartedTotal => ("started", "total"),
            Self::EndedWoman => ("ended", "woman"),
            Self::EndedMan => ("ended", "man"),
            Self::EndedOther => ("ended", "other"),
            Self::EndedTotal => ("ended", "total"),
            Self::AnonymousWoman => ("anonymous", "woman"),
            Self::AnonymousMan => ("anonymous", "man"),
            Self::AnonymousOther => ("anonymous", "other"),
            Self::AnonymousTotal => ("anonymous", "total"),
            Self::Focus
            | Self::Orientation
            | Self::Period
            | Self::Occasions
            | Self::Attendances
            | Self::Budget
            | Self::Cost => return None,
        })
    }
}

/// The form's columns in their order; the name of the intervention stands before them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    #[expect(dead_code, reason = "says in the file what the list is")]
    id: Box<str>,
    #[expect(dead_code, reason = "raised with each change of the file")]
    version: u32,
    #[expect(dead_code, reason = "says in the file where the order comes from")]
    source: Box<str>,
    columns: Vec<Asks>,
}

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SheetForm {
    /// A workbook.
    Xlsx,
    /// A table in text.
    Csv,
}

impl SheetForm {
    /// How the file's name ends.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What browsers call it.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => FileForm::Xlsx.media_type(),
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

fn focus(words: &Words, focus: InterventionFocus) -> &str {
    match focus {
        InterventionFocus::Job => &words.focus_job,
        InterventionFocus::Skills => &words.focus_skills,
        InterventionFocus::Health => &words.focus_health,
        InterventionFocus::Social => &words.focus_social,
    }
}

fn orientation(words: &Words, orientation: Orientation) -> &str {
    match orientation {
        Orientation::Individual => &words.orientation_individual,
        Orientation::Structural => &words.orientation_structural,
        Orientation::Counted => &words.orientation_counted,
    }
}

fn table(gathered: &Gathered, made: &Made, writing: &Writing<'_>) -> Result<Table, MakingError> {
    let words = writing.words;
    let Columns { columns, .. } = serde_json::from_str(COLUMNS).map_err(MakingError::Columns)?;
    let period = writing.period(gathered.period.from(), gathered.period.to());
    let said = |words: Option<&str>| words.map_or(Cell::Missing, |words| Cell::Words(words.to_owned()));
    let kronor = |amount: Option<f64>| amount.map_or(Cell::Missing, |amount| Cell::Number(amount, Unit::Kronor));
    let row = |name: &str, id: Option<InterventionId>, flow: &Value, volume: &Value| {
        let kind = id.and_then(|id| made.kinds.get(&id)).copied().unwrap_or_default();
        let ids = id.as_slice();
        let cell = |asks: &Asks| match asks {
            Asks::Focus => said(kind.focus.map(|one| focus(words, one))),
            Asks::Orientation => said(kind.orientation.map(|one| orientation(words, one))),
            Asks::Period => Cell::Words(period.clone()),
            Asks::Occasions => Cell::count(&volume["occasions"]),
            Asks::Attendances => Cell::count(&volume["attendances"]),
            Asks::Budget => kronor(budget_of(&made.costs, ids, gathered.period)),
            Asks::Cost => kronor(cost_of(&made.costs, ids, gathered.period)),
            of_flow => match of_flow.in_flow() {
                Some((count, gender)) => Cell::count(&flow[count][gender]),
                None => Cell::Missing,
            },
        };
        Row::new(name, columns.iter().map(cell).collect())
    };
    let volumes = &gathered.volumes;
    let of_one = |(one, flow): &(InterventionName, Value)| {
        row(&one.name, Some(one.id), flow, volumes.of_one.get(&one.id).unwrap_or(&Value::Null))
    };
    // What is told of several together has a row of its own: a sum that stood in the row of each would be counted twice.
    let together = |(name, how_many, volume): &(String, usize, Value)| {
        let name = if *how_many > 1 { fill(&words.fill_together, &[("name", name)]) } else { name.clone() };
        row(&name, None, &Value::Null, volume)
    };
    let rows = gathered.flows.iter().map(of_one).chain(volumes.together.iter().map(together)).collect();
    let names = columns.iter().map(|asks| asks.name(words).to_owned());
    Ok(Table {
        caption: words.fill_title.to_string(),
        columns: std::iter::once(words.fill_name.to_string()).chain(names).collect(),
        rows,
    })
}

/// The sheet to be shown.
pub(crate) fn sheet(
    gathered: &Gathered,
    made: &Made,
    language: Language,
    reference: &Reference,
    instrument: &Instrument,
) -> Result<FollowUpSheet, MakingError> {
    let words = language.words().map_err(FileError::Words)?;
    let writing = Writing { words: &words, language, reference, instrument };
    let Table { columns, rows, .. } = table(gathered, made, &writing)?;
    let shown = |row: Row| std::iter::once(row.name).chain(row.cells.iter().map(|cell| writing.shown(cell))).collect();
    Ok(FollowUpSheet {
        title: words.fill_title.to_string(),
        about: words.fill_lead.to_string(),
        columns,
        rows: rows.into_iter().map(shown).collect(),
    })
}

/// The sheet as a file.
pub(crate) fn sheet_file(
    gathered: &Gathered,
    made: &Made,
    (form, language): (SheetForm, Language),
    reference: &Reference,
    instrument: &Instrument,
) -> Result<Vec<u8>, MakingError> {
    let words = language.words().map_err(FileError::Words)?;
    let writing = Writing { words: &words, language, reference, instrument };
    let table = table(gathered, made, &writing)?;
    let written = match form {
        SheetForm::Csv => csv_tables::one_table(&table, &writing).map_err(|error| FileError::Tables(error.into())),
        SheetForm::Xlsx => {
            let section = Section {
                title: words.fill_title.to_string(),
                lead: words.fill_lead.to_string(),
                method: words.flow_method.to_string(),
                tables: vec![table],
                ..Section::default()
            };
            let document = Document {
                language: words.language_tag.clone(),
                title: words.fill_title.to_string(),
                subtitle: made.association.to_string(),
                facts: vec![
                    (words.fact_association.to_string(), made.association.to_string()),
                    (words.fact_made.to_string(), made.on.to_string()),
                ],
                sentences: vec![words.fill_lead.to_string()],
                sections: vec![section],
                about: Vec::new(),
            };
            workbook::write(&document, made.on, &writing).map_err(FileError::Workbook)
        }
    };
    Ok(written?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_form_asks_for_every_figure_once() -> serde_json::Result<()> {
        let Columns { columns, .. } = serde_json::from_str(COLUMNS)?;
        for (place, asks) in columns.iter().enumerate() {
            assert!(!columns[..place].contains(asks), "{asks:?}");
        }
        assert_eq!(columns.len(), 23);
        Ok(())
    }
}
