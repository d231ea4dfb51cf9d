//! From gathered figures to a whole document: its first page, the sentences, the sections, and what is to be known of
//! them.

use super::document::Document;
use super::gathered::Gathered;
use super::words::{Language, fill};
use super::writing::Writing;
use super::{sections, sentences};
use crate::store::Kind;
use shared::cost::KnownCosts;
use shared::dashboard::Audience;
use shared::id::InterventionId;
use shared::instrument::Instrument;
use shared::reference::Reference;
use shared::time::Date;
use std::collections::BTreeMap;

/// Of what a report was made, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    /// Of which association.
    pub(crate) association: Box<str>,
    /// On which day.
    pub(crate) on: Date,
    /// How far the log of each member went, by the member's name.
    pub(crate) positions: Vec<(Box<str>, u64)>,
    /// The number of the price list, and what it says of itself.
    pub(crate) prices: Option<(i64, Box<str>)>,
    /// By which version of the program.
    pub(crate) program: Box<str>,
    /// Of what kind the interventions are.
    pub(crate) kinds: BTreeMap<InterventionId, Kind>,
    /// What they cost, as it is known now.
    pub(crate) costs: KnownCosts,
}

/// Writes the document.
pub(super) fn document(
    gathered: &Gathered,
    made: &Made,
    language: Language,
    reference: &Reference,
    instrument: &Instrument,
) -> serde_json::Result<Document> {
    let words = language.words()?;
    let writing = Writing { words: &words, language, reference, instrument };
    let about = match gathered.audience {
        Audience::Member => &words.about_member,
        Audience::Association | Audience::Public => &words.about_small,
    };
    let about = [about, &words.about_missing, &words.about_wrong, &words.about_full_year, &words.about_again];
    Ok(Document {
        language: words.language_tag.clone(),
        title: title(&writing, gathered),
        subtitle: made.association.to_string(),
        facts: facts(&writing, gathered, made),
        sentences: sentences::sentences(&writing, gathered),
        sections: sections::all(&writing, gathered),
        about: about.map(|text| text.to_string()).into(),
    })
}

/// A year is called by its name.
fn title(writing: &Writing<'_>, gathered: &Gathered) -> String {
    let (from, to) = (gathered.period.from(), gathered.period.to());
    let (first, last) = (from.month(), to.month());
    let is_year = first.year() == last.year()
        && (first.number(), last.number()) == (1, 12)
        && from == first.first_day()
        && to == last.last_day();
    match is_year {
        true => fill(&writing.words.title_year, &[("year", &first.year().to_string())]),
        false => writing.words.title_period.to_string(),
    }
}

fn facts(writing: &Writing<'_>, gathered: &Gathered, made: &Made) -> Vec<(String, String)> {
    let words = writing.words;
    let names: Vec<&str> = gathered.interventions.iter().map(|one| &*one.name).collect();
    let interventions = match gathered.is_all && names.len() > 3 {
        true => words.all_interventions.to_string(),
        false => names.join(", "),
    };
    let audience = match gathered.audience {
        Audience::Member => &words.audience_member,
        Audience::Association | Audience::Public => &words.audience_association,
    };
    let records: Vec<String> = made
        .positions
        .iter()
        .map(|(member, position)| {
            let position = position.to_string();
            fill(&words.fact_records_words, &[("member", member), ("position", &position)])
        })
        .collect();
    let prices = match &made.prices {
        Some((number, note)) => fill(&words.fact_prices_words, &[("number", &number.to_string()), ("note", note)]),
        None => words.fact_no_prices.to_string(),
    };
    let facts = [
        (&words.fact_association, made.association.to_string()),
        (&words.fact_period, writing.period(gathered.period.from(), gathered.period.to())),
        (&words.fact_interventions, interventions),
        (&words.fact_audience, audience.to_string()),
        (&words.fact_made, made.on.to_string()),
        (&words.fact_records, records.join("; ")),
        (&words.fact_prices, prices),
        (&words.fact_reference, writing.reference.version.0.to_string()),
        (&words.fact_program, format!("Stegvis {}", made.program)),
        (&words.fact_fingerprint, gathered.fingerprint()[..16].to_owned()),
    ];
    facts.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}
