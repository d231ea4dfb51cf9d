//! What each column of a file is probably for, by its heading alone: its own name or a usual other one, the same without
//! accents and signs, or one that is nearly written so. A suggestion is shown before anything is taken in, and whoever
//! takes the file in can choose otherwise.

use super::columns::{Field, canonical};
use super::kind::FileKind;

/// How a heading leads to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is the column's name.
    Named,
    /// It is nearly its name.
    Near,
}

/// What a column is probably for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// For what.
    pub field: Field,
    /// By what.
    pub by: Match,
}

/// How far apart a heading and a name are; less is nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Apart(u16);

/// Headings of fewer letters than these are taken at their word.
const SHORT: usize = 4;
/// From so many letters on, two may be wrong.
const LONG: usize = 8;
/// A heading that holds a name among other words stands behind every slip of the pen.
const AMONG_OTHERS: u16 = 10;

/// Suggests what each of the headings is for in a file of this kind. No column is suggested twice: what is nearest has it.
pub fn suggest(kind: FileKind, headings: &[&str]) -> Vec<Option<Suggestion>> {
    let mut found: Vec<(Apart, usize, Field)> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        found.extend(kind.fields().filter_map(|field| Some((apart(heading, field)?, place, field))));
    }
    found.sort_by_key(|(apart, place, _)| (*apart, *place));
    let mut suggested: Vec<Option<Suggestion>> = vec![None; headings.len()];
    for (apart, place, field) in found {
        let is_taken = suggested.iter().flatten().any(|one| one.field == field);
        if let Some(open) = suggested.get_mut(place).filter(|open| open.is_none() && !is_taken) {
            let by = if apart == Apart(0) { Match::Named } else { Match::Near };
            *open = Some(Suggestion { field, by });
        }
    }
    suggested
}

/// The needed columns that none of the columns is for.
pub fn lacking(kind: FileKind, columns: &[Option<Field>]) -> Vec<Field> {
    kind.fields().filter(|field| kind.needs(*field) && !columns.contains(&Some(*field))).collect()
}

/// What a file with these headings probably holds: the kind of whose needed columns all, or else most, are there; of
/// several such the one that explains most of the headings. Nothing where less than half is there.
pub fn recognise(headings: &[&str]) -> Option<FileKind> {
    let weigh = |kind: FileKind| {
        let columns: Vec<Option<Field>> = suggest(kind, headings).iter().map(|one| one.map(|one| one.field)).collect();
        let needed = kind.needed().len();
        let there = needed - lacking(kind, &columns).len();
        (there * 1000 / needed, columns.iter().flatten().count(), kind)
    };
    let best = FileKind::ALL.into_iter().map(weigh).max_by_key(|(there, explained, _)| (*there, *explained));
    best.filter(|(there, ..)| *there >= 500).map(|(.., kind)| kind)
}

/// How far a heading is from what a column may be called; nothing where it is too far.
fn apart(heading: &str, field: Field) -> Option<Apart> {
    if canonical(heading) == Some(field.as_str()) {
        return Some(Apart(0));
    }
    let (bare, words) = (plain(heading), words(heading));
    field.names().filter_map(|name| apart_from_name(&bare, &words, name)).min()
}

fn apart_from_name(bare: &str, words: &[String], name: &str) -> Option<Apart> {
    let plain_name = plain(name);
    if *bare == plain_name {
        return Some(Apart(1));
    }
    let letters = plain_name.chars().count().min(bare.chars().count());
    let allowed = match letters {
        0..SHORT => 0,
        SHORT..LONG => 1,
        _ => 2,
    };
    let distance = strsim::osa_distance(bare, &plain_name);
    if distance <= allowed {
        return u16::try_from(distance).ok().map(|distance| Apart(1 + distance));
    }
    // “Deltagarens kön” and “Startdatum (första dagen)”: the longer the name, the more it says.
    let name_words = self::words(name);
    let is_among = letters >= 3 && words.windows(name_words.len().max(1)).any(|some| *some == *name_words);
    let left = u16::try_from(words.len().saturating_sub(name_words.len())).unwrap_or(u16::MAX);
    is_among.then(|| Apart(AMONG_OTHERS.saturating_add(left)))
}

/// The letters and digits alone, without accents.
fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).map(without_accent).collect()
}

/// The words of a heading, each as in [`plain`].
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().map(without_accent).collect()).collect()
}

const fn without_accent(letter: char) -> char {
    match letter {
        'å' | 'ä' | 'á' | 'à' | 'â' => 'a',
        'ö' | 'ó' | 'ò' | 'ø' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' | 'ú' | 'ù' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(kind: FileKind, headings: &[&str]) -> Vec<Option<&'static str>> {
        suggest(kind, headings).iter().map(|one| one.map(|one| one.field.as_str())).collect()
    }

    #[test]
    fn names_in_both_languages_are_certain() {
        let headings = ["Deltagande", "Kön", "started", "Försörjning före", "BIRTH_YEAR"];
        let suggested = suggest(FileKind::Participations, &headings);
        assert!(suggested.iter().all(|one| one.is_some_and(|one| one.by == Match::Named)), "{suggested:?}");
        let expected = ["participation", "gender", "started", "support_before", "birth_year"];
        assert_eq!(fields(FileKind::Participations, &headings), expected.map(Some));
    }

    #[test]
    fn slips_and_missing_accents_are_suggested() {
        let headings = ["kon", "Fodelsear", "Födelsår", "Start-datum", "Komun", "avslutsorsk", "Försörjning, före"];
        let suggested = fields(FileKind::Participations, &headings);
        let expected = [
            Some("gender"),
            Some("birth_year"),
            None,
            Some("started"),
            Some("municipality"),
            Some("exit_reason"),
            Some("support_before"),
        ];
        assert_eq!(suggested, expected, "the second one for the year of birth has nothing left");
        assert!(suggest(FileKind::Participations, &["kon"])[0].is_some_and(|one| one.by == Match::Near));
    }

    #[test]
    fn a_name_among_other_words_is_suggested_behind_one_that_stands_alone() {
        assert_eq!(fields(FileKind::Participations, &["Deltagarens kön"]), [Some("gender")]);
        assert_eq!(fields(FileKind::Participations, &["Startdatum (första dagen)"]), [Some("started")]);
        let both = ["Kön enligt Försäkringskassan", "Kön"];
        assert_eq!(fields(FileKind::Participations, &both), [None, Some("gender")]);
    }

    #[test]
    fn what_is_short_or_far_off_is_left_to_the_person() {
        assert_eq!(fields(FileKind::Participations, &["ön", "Skonummer", "Anteckning", ""]), [None; 4]);
        assert_eq!(fields(FileKind::Steps, &["Kön"]), [None], "a file of steps has no such column");
    }

    #[test]
    fn what_a_file_holds_is_known_by_its_columns() {
        let kinds = [
            (&["Deltagande", "Månad", "Steg"][..], Some(FileKind::Steps)),
            (&["participation", "month", "instrument", "by", "item", "value"][..], Some(FileKind::Measurements)),
            (&["Insats", "Deltagande", "Deltagare", "kon", "Startdatum"][..], Some(FileKind::Participations)),
            (&["Samordningsförbund", "Medlem", "Insats", "Datum", "Aktivitet", "Besök"][..], Some(FileKind::Volume)),
            (&["År", "Mål", "Indikator", "Målvärde"][..], Some(FileKind::Goals)),
            (&["a", "b"][..], None),
            (&[][..], None),
        ];
        for (headings, kind) in kinds {
            assert_eq!(recognise(headings), kind, "{headings:?}");
        }
    }

    #[test]
    fn a_needed_column_that_is_not_there_is_told() {
        let columns: Vec<Option<Field>> = vec![Field::parse("participation"), None, Field::parse("month")];
        let lacks: Vec<&str> = lacking(FileKind::Steps, &columns).into_iter().map(Field::as_str).collect();
        assert_eq!(lacks, ["step"]);
    }

    proptest! {
        #[test]
        fn no_column_is_suggested_twice_whatever_the_headings(headings in proptest::collection::vec(".{0,20}", 0..12)) {
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            for kind in FileKind::ALL {
                let suggested = suggest(kind, &headings);
                prop_assert_eq!(suggested.len(), headings.len());
                let mut fields: Vec<Field> = suggested.iter().flatten().map(|one| one.field).collect();
                let count = fields.len();
                fields.sort_unstable();
                fields.dedup();
                prop_assert_eq!(fields.len(), count);
            }
            let _ = recognise(&headings);
        }
    }
}
