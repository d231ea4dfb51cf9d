//! The own record as a page that any browser shows and prints: pure text, nothing in it that a program would run. What
//! somebody wrote is escaped.

use super::end::answer_words;
use crate::phone::Phone;
use crate::texts::Texts;
use crate::widgets::{month_after_day, month_and_year};
use shared::fold::{Assessment, Known, MonthView, Participation, fold};
use shared::own_record::{OwnRecord, OwnStay};
use shared::record::{PlanStep, Record};
use shared::reference::{PARTY_LIST, Reference};
use shared::time::Date;
use std::fmt::Write as _;

/// The whole page.
pub(super) fn readable(phone: &Phone, record: &OwnRecord) -> String {
    let texts = phone.texts();
    let title = escaped(&texts.record_title());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n",
        texts.language().tag,
        texts.language().direction,
    );
    paragraph(&mut page, &texts.record_made(day(&texts, record.made_at.date())));
    paragraph(&mut page, &texts.record_data_has_all());
    for stay in &record.stays {
        write_stay(&mut page, phone, &texts, stay);
    }
    heading(&mut page, 2, &texts.record_readers());
    for reader in &record.read_by {
        paragraph(&mut page, &format!("{} {}", day(&texts, reader.day), reader.name));
    }
    page
}

fn write_stay(page: &mut String, phone: &Phone, texts: &Texts, stay: &OwnStay) {
    heading(page, 2, &format!("{} ({})", stay.intervention_name, stay.member_name));
    let known: Vec<Known> = stay
        .records
        .iter()
        .filter_map(|one| {
            let record = Record::read(one.record.get()).ok()?;
            Some(Known { record, received_at: Some(one.received_at) })
        })
        .collect();
    let folded = fold(&known);
    write_frame(page, texts, stay, &folded);
    write_plan(page, phone, texts, &folded);
    for (month, view) in &folded.months {
        heading(page, 3, &month_and_year(texts, *month));
        if let Some(reference) = &phone.reference {
            write_month(page, texts, reference, phone.language(), view);
        }
    }
    for (words, said) in [(texts.meeting_title(), &folded.wants_to_say), (texts.record_wrong(), &folded.remarks)] {
        if !said.is_empty() {
            heading(page, 3, &words);
            said.iter().for_each(|one| paragraph(page, one.note.as_str()));
        }
    }
}

/// What was agreed to do next, and what was missing.
fn write_plan(page: &mut String, phone: &Phone, texts: &Texts, folded: &Participation) {
    if let Some(held) = &folded.plan {
        heading(page, 3, &texts.plan_title());
        held.value.steps.iter().for_each(|step| paragraph(page, &step_words(phone, texts, step)));
    }
    if !folded.deviations.is_empty() {
        heading(page, 3, &texts.record_missing());
        folded.deviations.iter().for_each(|noted| paragraph(page, noted.deviation.what.as_str()));
    }
}

/// A step of the plan, who does it, and by when or that it has been done.
fn step_words(phone: &Phone, texts: &Texts, step: &PlanStep) -> String {
    let who = phone
        .reference
        .as_ref()
        .map_or(step.who.as_str(), |reference| reference.name_of(PARTY_LIST, &step.who, phone.language()));
    let done = step.done.then(|| texts.plan_done());
    let when = done.or_else(|| step.by.map(|month| texts.plan_by(month_and_year(texts, month))));
    let when = when.map(|when| format!(". {when}")).unwrap_or_default();
    format!("{} – {who}{when}", step.what.as_str())
}

/// What is known apart from the months.
fn write_frame(page: &mut String, texts: &Texts, stay: &OwnStay, folded: &Participation) {
    if let Some(enrolment) = folded.enrolment() {
        paragraph(page, &texts.record_alias(enrolment.alias.as_str()));
        paragraph(page, &texts.record_since(day(texts, enrolment.started)));
        if let Some(year) = enrolment.birth_year {
            paragraph(page, &texts.record_birth_year(year));
        }
        if let Some(municipality) = &enrolment.municipality {
            paragraph(page, &texts.record_municipality(municipality.as_str()));
        }
    }
    if let Some(exit) = &folded.exit {
        paragraph(page, &texts.record_ended(day(texts, exit.value.ended)));
    }
    if !stay.followed_by.is_empty() {
        paragraph(page, &texts.record_followed_by(stay.followed_by.join(", ")));
    }
}

fn write_month(page: &mut String, texts: &Texts, reference: &Reference, language: &str, view: &MonthView) {
    for (words, held) in
        [(texts.assessed_own(), &view.self_assessment), (texts.assessed_staff(), &view.staff_assessment)]
    {
        if let Some(held) = held {
            write_answers(page, texts, reference, language, &words, &held.value);
        }
    }
    if let Some(step) = view.step.as_ref().and_then(|held| reference.bridge.step(held.value)) {
        paragraph(page, &texts.month_step(step.name.in_language(language)));
    }
    if let Some(note) = view.follow_up.as_ref().and_then(|held| held.value.note.as_ref()) {
        paragraph(page, note.as_str());
    }
}

fn write_answers(
    page: &mut String,
    texts: &Texts,
    reference: &Reference,
    language: &str,
    words: &str,
    assessment: &Assessment,
) {
    let Some(instrument) = reference.instrument(&assessment.instrument) else { return };
    paragraph(page, words);
    page.push_str("<ul>\n");
    for item in &instrument.items {
        if let Some(answer) = assessment.answers.get(&item.id) {
            let answer = answer_words(item, *answer, language, &texts.rather_not());
            write(page, format_args!("<li>{}: {}</li>\n", escaped(item.name.in_language(language)), escaped(&answer)));
        }
    }
    page.push_str("</ul>\n");
}

fn day(texts: &Texts, date: Date) -> String {
    format!("{} {} {}", date.day(), month_after_day(texts, date.month()), date.month().year())
}

fn heading(page: &mut String, level: u8, words: &str) {
    write(page, format_args!("<h{level}>{}</h{level}>\n", escaped(words)));
}

fn paragraph(page: &mut String, words: &str) {
    write(page, format_args!("<p>{}</p>\n", escaped(words)));
}

fn write(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a text cannot fail.
    let _ = page.write_fmt(text);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_becomes_markup() {
        let mut page = String::new();
        paragraph(&mut page, "<img src=x onerror=\"alert(1)\"> & co");
        assert_eq!(page, "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; co</p>\n");
    }
}
