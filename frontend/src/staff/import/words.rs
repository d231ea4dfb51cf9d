//! What files, columns and faults are called, and what to do about them.

use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::import::{Field, FileFault, FileKind, Refused, Why};
use shared::record::{Refusal, TextFault};
use yew::AttrValue;

pub(super) fn kind_name(texts: &Texts, kind: FileKind) -> AttrValue {
    match kind {
        FileKind::Participations => texts.files_kind_participations(),
        FileKind::Measurements => texts.files_kind_measurements(),
        FileKind::Steps => texts.files_kind_steps(),
        FileKind::Volume => texts.files_kind_volume(),
        FileKind::Goals => texts.files_kind_goals(),
    }
}

/// What a column is for.
pub(super) fn field_name(texts: &Texts, field: Field) -> AttrValue {
    match field.as_str() {
        "association" => texts.files_field_association(),
        "member" => texts.files_field_member(),
        "intervention" => texts.files_field_intervention(),
        "focus" => texts.files_field_focus(),
        "participation" => texts.files_field_participation(),
        "participant" => texts.files_field_participant(),
        "gender" => texts.files_field_gender(),
        "birth_year" => texts.files_field_birth_year(),
        "municipality" => texts.files_field_municipality(),
        "education" => texts.files_field_education(),
        "started" => texts.files_field_started(),
        "ended" => texts.files_field_ended(),
        "exit_reason" => texts.files_field_exit_reason(),
        "supervisor" => texts.files_field_supervisor(),
        "support_before" => texts.files_field_support_before(),
        "support_after" => texts.files_field_support_after(),
        "months_in_support_before" => texts.files_field_months_in_support_before(),
        "occupation_before" => texts.files_field_occupation_before(),
        "occupation_after" => texts.files_field_occupation_after(),
        "anonymous" => texts.files_field_anonymous(),
        "month" => texts.files_field_month(),
        "instrument" => texts.files_field_instrument(),
        "by" => texts.files_field_by(),
        "item" => texts.files_field_item(),
        "value" => texts.files_field_value(),
        "step" => texts.files_field_step(),
        "date" => texts.files_field_date(),
        "activity" => texts.files_field_activity(),
        "occasions" => texts.files_field_occasions(),
        "attendances" => texts.files_field_attendances(),
        other => other.to_owned().into(),
    }
}

/// Why nothing of a file is taken in, and what to do.
pub(super) fn file_fault(texts: &Texts, fault: &FileFault) -> AttrValue {
    match fault {
        FileFault::Empty => texts.files_fault_empty(),
        FileFault::NotText => texts.files_fault_not_text(),
        FileFault::NotATable { .. } => texts.files_fault_not_a_table(),
        FileFault::Endless { line } => texts.files_fault_endless(*line),
        FileFault::TooManyRows { most } => texts.files_fault_rows(*most),
        FileFault::TooLarge { most } => texts.files_fault_large(most / 1_000_000),
        FileFault::Lacks { field } => texts.files_lacks(field_name(texts, *field)),
        FileFault::Twice { field } => texts.files_fault_twice(field_name(texts, *field)),
        FileFault::OtherColumns => texts.files_fault_other_columns(),
        FileFault::PersonalHeading { heading } => texts.files_fault_personal_heading(heading),
        FileFault::PersonalNumbers { heading, line } => texts.files_fault_personal_numbers(heading, *line),
        FileFault::NotAMembers => texts.files_goals(),
        FileFault::Name => texts.files_fault_name(),
        FileFault::AnotherFile => texts.files_fault_another(),
        FileFault::Busy => texts.files_fault_busy(),
        FileFault::BrokenOff => texts.files_broken_off(),
    }
}

/// What is wrong with a row.
pub(super) fn what_is_wrong(texts: &Texts, why: &Why) -> String {
    let words = match why {
        Why::Empty => texts.files_why_empty(),
        Why::Unread { text, .. } if text.is_empty() => texts.files_why_missing(),
        Why::Unread { text, .. } => texts.files_why_unread(text),
        Why::Words(TextFault::Empty) => texts.files_why_empty(),
        Why::Words(TextFault::TooLong) => texts.files_why_long(),
        Why::Words(TextFault::PersonalNumber) => texts.files_why_personal_number(),
        Why::NotText => texts.files_why_not_text(),
        Why::TooShort => texts.files_why_short_row(),
        Why::TooLong => texts.files_why_long_row(),
        Why::ItemTwice { item } => texts.files_why_item_twice(item),
        Why::SaidOtherwise { line } => texts.files_why_said_otherwise(*line),
        Why::NoSuchStay => texts.files_why_no_stay(),
        Why::OtherBefore => texts.files_why_other_before(),
        Why::AnotherMember { own } => texts.files_why_another_member(own),
        Why::SeveralSupervisors { name } => texts.files_why_several_supervisors(name),
        Why::TooManyDifferent | Why::NoSuchIntervention | Why::SeveralInterventions => return why.to_string(),
        Why::Refused(refusal) => return refused(texts, refusal),
    };
    words.to_string()
}

fn refused(texts: &Texts, refusal: &Refusal) -> String {
    let words = match refusal {
        Refusal::FutureMonth { month } => texts.files_why_future(month),
        Refusal::FutureDay { day } => texts.files_why_future(day),
        Refusal::BeforeStart { month, start } => texts.files_why_before_start(month, start),
        Refusal::ConsentWithdrawn => texts.files_why_withdrawn(),
        Refusal::EndBeforeStart { ended, started } => texts.files_why_end_before_start(ended, started),
        Refusal::UnknownInstrument { instrument } => texts.files_why_unread(&instrument.id),
        Refusal::NoAnswer => texts.files_why_empty(),
        Refusal::UnknownItem { item } => texts.files_why_unknown_item(item),
        Refusal::OffScale { value, lowest, highest, .. } => texts.files_why_off_scale(value, lowest, highest),
        Refusal::UnknownStep { step } => texts.files_why_unknown_step(step),
        Refusal::UnknownCode { code } => texts.files_why_unknown_code(code),
        Refusal::UnknownMunicipality { name } => texts.files_why_unread(name),
        Refusal::CodeTwice { code } => texts.files_why_code_twice(code),
        Refusal::ExcludesOthers { code } => texts.files_why_excludes(code),
        Refusal::UnknownSupervisor { .. } => texts.files_why_unknown_supervisor(),
        Refusal::NotAdmitting => texts.files_why_not_admitting(),
        other => return other.to_string(),
    };
    words.to_string()
}

/// What to do about a refused row.
pub(super) fn what_to_do(texts: &Texts, refused: &Refused) -> String {
    let words = match &refused.why {
        Why::Words(TextFault::PersonalNumber) => texts.files_do_personal_number(),
        Why::Words(TextFault::TooLong) => texts.files_do_shorten(),
        Why::NotText => texts.files_do_utf8(),
        Why::TooShort | Why::TooLong => texts.files_do_cells(),
        Why::ItemTwice { .. } | Why::SaidOtherwise { .. } => texts.files_do_keep_one(),
        Why::NoSuchStay => texts.files_do_stays_first(),
        Why::OtherBefore => texts.files_do_undo_first(),
        Why::AnotherMember { .. } => texts.files_do_another_member(),
        Why::SeveralSupervisors { .. } => texts.files_do_names(),
        Why::Refused(refusal) => match refusal {
            Refusal::FutureMonth { .. } | Refusal::FutureDay { .. } | Refusal::BeforeStart { .. } => {
                texts.files_do_check_dates()
            }
            Refusal::EndBeforeStart { .. } => texts.files_do_check_dates(),
            Refusal::ConsentWithdrawn => texts.files_do_remove_row(),
            Refusal::UnknownSupervisor { .. } => texts.files_do_supervisor(),
            Refusal::NotAdmitting => texts.files_do_intervention(),
            _ => by_field(texts, refused.field),
        },
        _ => by_field(texts, refused.field),
    };
    words.to_string()
}

/// What belongs in a column.
fn by_field(texts: &Texts, field: Option<Field>) -> AttrValue {
    match field.map_or("", Field::as_str) {
        "started" | "ended" => texts.files_do_date(),
        "date" => texts.files_do_date_or_month(),
        "month" => texts.files_do_month(),
        "gender" => texts.files_do_gender(),
        "anonymous" => texts.files_do_yes_no(),
        "by" => texts.files_do_by(),
        "focus" => texts.files_do_focus(),
        "birth_year" => texts.files_do_year(),
        "municipality" => texts.files_do_municipality(),
        "support_before" | "support_after" | "occupation_before" | "occupation_after" => texts.files_do_extents(),
        "education" | "exit_reason" => texts.files_do_code(),
        "instrument" => texts.files_do_instrument(),
        "item" => texts.files_do_item(),
        "value" | "step" | "months_in_support_before" => texts.files_do_number(),
        "occasions" | "attendances" => texts.files_do_counted(),
        _ => texts.files_do_fill_in(),
    }
}
