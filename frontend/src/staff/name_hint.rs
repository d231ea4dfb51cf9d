//! Which word of a note looks like a name: an alias that is in use here, or a word with a capital inside a sentence. It
//! is a hint, never a refusal: it does not know names.

/// Words with a capital that stand in notes and name nobody.
const NOT_NAMES: [&str; 24] = [
    "Arbetsförmedlingen",
    "Försäkringskassan",
    "Samordningsförbundet",
    "Finsam",
    "Regionen",
    "Kommunen",
    "Socialtjänsten",
    "Komvux",
    "Samhall",
    "Migrationsverket",
    "Skatteverket",
    "Kronofogden",
    "Skype",
    "Teams",
    "Excel",
    "Word",
    "Sverige",
    "Swedish",
    "Sweden",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
];

/// The first word that looks like a name.
pub(super) fn name_in<'a, 'b>(note: &'a str, aliases: impl Iterator<Item = &'b str>) -> Option<&'a str> {
    let aliases: Vec<String> = aliases.flat_map(str::split_whitespace).map(str::to_lowercase).collect();
    let mut begins_sentence = true;
    for word in note.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_alias = bare.chars().count() > 2 && aliases.contains(&bare.to_lowercase());
        if is_alias || (!begins_sentence && is_capitalised(bare) && !names_no_person(bare)) {
            return Some(bare);
        }
        begins_sentence = word.ends_with(['.', '!', '?', ':', '–', '-']) || (begins_sentence && bare.is_empty());
    }
    None
}

/// A capital, and then small letters: what is all capitals is an abbreviation.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.clone().count() > 1 && letters.all(|c| c.is_lowercase())
}

fn names_no_person(word: &str) -> bool {
    NOT_NAMES.iter().any(|known| word == *known || word.strip_suffix('s') == Some(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(note: &str) -> Option<&str> {
        name_in(note, ["Linnea", "Ask 7"].into_iter())
    }

    #[test]
    fn an_alias_is_found_wherever_it_stands() {
        assert_eq!(found("linnea har börjat i köket"), Some("linnea"));
        assert_eq!(found("Träffade Linnea."), Some("Linnea"));
        assert_eq!(found("Talade med ask i dag"), Some("ask"));
    }

    #[test]
    fn a_capital_inside_a_sentence_looks_like_a_name() {
        assert_eq!(found("Har träffat Karin på kontoret."), Some("Karin"));
        assert_eq!(found("Mötet gick bra. Nästa möte på tisdag."), None);
        assert_eq!(found("Möte med Försäkringskassan och AF på Arbetsförmedlingens kontor."), None);
    }

    #[test]
    fn numbers_and_short_words_are_no_names() {
        assert_eq!(found("7 timmar, 2 dagar"), None);
        assert_eq!(found(""), None);
    }
}
