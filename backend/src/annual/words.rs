//! The words of reports, a file a language. A language that lacks one, or fills other places than Swedish does, does not
//! pass its test. It does not know where a word is put.

use serde::Deserialize;
use serde::de::Error as _;
use std::collections::BTreeMap;

const SWEDISH: &str = include_str!("../../../assets/texts/report/sv.json");
const ENGLISH: &str = include_str!("../../../assets/texts/report/en.json");

/// In which language a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, utoipa::ToSchema, clap::ValueEnum)]
pub(crate) enum Language {
    /// Swedish.
    #[default]
    #[serde(rename = "sv")]
    #[value(name = "sv")]
    Swedish,
    /// English.
    #[serde(rename = "en")]
    #[value(name = "en")]
    English,
}

impl Language {
    /// Its words.
    pub(super) fn words(self) -> serde_json::Result<Words> {
        Words::read(match self {
            Self::Swedish => SWEDISH,
            Self::English => ENGLISH,
        })
    }
}

macro_rules! words {
    ($($key:ident),* $(,)?) => {
        /// Every word.
        #[derive(Debug, Clone)]
        pub(super) struct Words {
            $(pub(super) $key: Box<str>,)*
        }

        impl Words {
            /// Not derived: of some hundred fields Serde makes one function in whose loop each field meets each other one, over
            /// which an optimising compiler sits for half an hour.
            fn read(text: &str) -> serde_json::Result<Self> {
                let mut file = File { left: serde_json::from_str(text)?, missing: None };
                let words = Self { $($key: file.take(stringify!($key)),)* };
                file.finished().map(|()| words)
            }
        }
    };
}

words! {
    language_tag, title_year, title_period, period, all_interventions, fact_association, fact_period,
    fact_interventions, fact_audience, fact_made, fact_records, fact_records_words, fact_prices, fact_prices_words,
    fact_no_prices, fact_reference, fact_program, fact_fingerprint, audience_member, audience_association, contents,
    in_short, page_of, continued, chapter_methods, method_label, sheet_contents, sheet_methods, column_sheet,
    column_table, woman, man, other, total, women_before, women_after, men_before, men_after, other_before,
    other_after, before, after, change, unknown, hidden, missing, too_few, interval, counts_participations,
    counts_sources, counts_occupations, of_ended, of_ended_hidden, measured, no_figures, flow_title, flow_lead,
    flow_method, flow_table, flow_chart, flow_by_intervention, flow_by_intervention_gender, flow_by_municipality,
    participations, started, ended, persons, anonymous, intervention, municipality, row_participations, row_started,
    row_ended, row_persons, row_anonymous, support_title, support_lead, support_method, support_table,
    support_by_gender, occupation_by_gender, support_chart, support_source, after_title, after_lead, after_method,
    after_table, count, occupation_title, occupation_lead, occupation_method, occupation_table, occupation_chart,
    occupation, more_table, more_row, background_title, background_lead, background_method, age_table, age_row,
    age_row_open, education_table, months_table, months_row, months_row_open, exits_title, exits_lead, exits_method,
    reasons_table, reasons_chart, days_table, figure, value, n, mean, median, lower_quartile, upper_quartile,
    volume_title, volume_lead, volume_method, volume_table, occasions, attendances, throughput_title,
    throughput_lead, throughput_method, throughput_table, throughput_chart, to_work, to_studies, share_table, share,
    interval_column, response_title, response_lead, response_method, response_table, received, expected,
    self_assessments, follow_ups, goals_title, goals_lead, goals_method, goals_table, goal, indicator, target,
    outcome, n_of, status, status_met, status_near, status_missed, status_open, goals_of_association, steps_title,
    steps_lead, steps_method, steps_table, steps_chart, forward, same, back, not_measured, steps_share_table,
    share_forward, share_worst, ever_forward, transitions_table, step, step_from, time_table, time_n, time_events,
    time_median, time_interval, not_reached, rating_title, rating_lead, rating_method, rating_method_plain,
    rating_caution, rating_table, rating_directions, higher, equal, lower, mean_before, mean_after, difference,
    effect_size, reliably_improved, reliably_same, reliably_worse, items_table, items_chart, item, beginning, last,
    without, impact_title, impact_lead, impact_method, impact_method_plain, impact_table, impact_counted, payer,
    times_title, times_lead, times_method, times_chart, times_by_table, times_within, times_step, times_work,
    time_work_table, time_work_events, together_title, together_lead, together_caution, together_method,
    together_chart, group, share_forward_short, share_work_short, outlook_table, outlook_high, outlook_middle,
    outlook_low, changes_table, changes_none, changes_one, changes_several, parallel_table, parallel_parallel,
    parallel_alone, gaps_table, gaps_first, gaps_without, gaps_after, realised_title, realised_lead,
    realised_method, realised_counted, realised_months, realised_actors, realised_sum, realised_chart, month,
    with_answer, without_answer, step_worth_title, step_worth_lead, step_worth_value, step_worth_method,
    step_worth_table, step_worth_n, step_worth_expected, step_worth_low, step_worth_high,
    per_month, years, actor_person, actor_municipality, actor_region, actor_forsakringskassan,
    actor_arbetsformedlingen, actor_state, society, about_small, about_member, about_missing, about_wrong,
    about_full_year, about_again, sentence_people, sentence_movement, sentence_no_movement, sentence_work,
    sentence_no_work, sentence_hidden, chart_bar, fill_title, fill_lead, fill_name, fill_together, fill_period,
    fill_participations_woman, fill_participations_man, fill_participations_other, fill_participations_total,
    fill_started_woman, fill_started_man, fill_started_other, fill_started_total, fill_ended_woman, fill_ended_man,
    fill_ended_other, fill_ended_total, fill_anonymous_woman, fill_anonymous_man, fill_anonymous_other,
    fill_anonymous_total, fill_attendances, fill_occasions,
    fill_focus, fill_orientation, fill_budget, fill_cost, focus_job, focus_skills, focus_health, focus_social,
    orientation_individual, orientation_structural, orientation_counted,
}

/// A language's file while its words are taken out of it.
struct File {
    left: BTreeMap<String, Box<str>>,
    missing: Option<&'static str>,
}

impl File {
    #[inline(never)]
    fn take(&mut self, key: &'static str) -> Box<str> {
        self.left.remove(key).unwrap_or_else(|| {
            self.missing = Some(key);
            Box::default()
        })
    }

    /// Whether it held every word and no other.
    fn finished(self) -> serde_json::Result<()> {
        match (self.missing, self.left.into_keys().next()) {
            (Some(key), _) => Err(serde_json::Error::custom(format!("there is no word for `{key}`"))),
            (None, Some(key)) => Err(serde_json::Error::custom(format!("nobody says `{key}`"))),
            (None, None) => Ok(()),
        }
    }
}

/// A text with its places filled.
pub(super) fn fill(text: &str, places: &[(&str, &str)]) -> String {
    places.iter().fold(text.to_owned(), |text, (place, with)| text.replace(&format!("{{{place}}}"), with))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
    }

    #[test]
    fn both_languages_have_every_word_and_fill_the_same_places() -> Result<(), Box<dyn std::error::Error>> {
        Language::Swedish.words()?;
        Language::English.words()?;
        let swedish: BTreeMap<String, String> = serde_json::from_str(SWEDISH)?;
        let english: BTreeMap<String, String> = serde_json::from_str(ENGLISH)?;
        for (key, text) in &swedish {
            assert!(!text.trim().is_empty(), "{key}");
            assert_eq!(english.get(key).map(|text| places(text)), Some(places(text)), "{key}");
        }
        Ok(())
    }

    #[test]
    fn a_file_with_a_word_too_few_or_too_many_is_refused() -> Result<(), Box<dyn std::error::Error>> {
        let mut swedish: BTreeMap<String, String> = serde_json::from_str(SWEDISH)?;
        swedish.insert("stray".to_owned(), "x".to_owned());
        let why = Words::read(&serde_json::to_string(&swedish)?).err().map(|why| why.to_string());
        assert_eq!(why.as_deref(), Some("nobody says `stray`"));
        swedish.remove("stray");
        swedish.remove("contents");
        let why = Words::read(&serde_json::to_string(&swedish)?).err().map(|why| why.to_string());
        assert_eq!(why.as_deref(), Some("there is no word for `contents`"));
        Ok(())
    }

    #[test]
    fn a_place_is_filled_wherever_it_stands() {
        assert_eq!(fill("{n} av {n}, {m}", &[("n", "3"), ("m", "5")]), "3 av 3, 5");
    }
}
