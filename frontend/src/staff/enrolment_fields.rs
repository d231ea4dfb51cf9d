//! The fields of an enrolment, in short groups: consent first, then only what that leaves to ask.

use super::enrolment_form::{Acquaintance, Consent, EnrolmentForm, day};
use super::extents_field::ExtentsField;
use super::typed_extents::TypedExtents;
use crate::phone::{Phone, use_phone};
use crate::platform::clock;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use crate::widgets::{ChoiceField, DateField, Notice, NoticeKind, SelectField, TextField};
use crate::workplaces::use_workplaces;
use shared::code::Code;
use shared::id::{InterventionId, PersonId};
use shared::record::Gender;
use shared::reference::{EDUCATION_LIST, MUNICIPALITY_LIST, OCCUPATION_LIST, SUPPORT_LIST};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct EnrolmentFieldsProps {
    pub(super) form: EnrolmentForm,
    /// Those who were here before.
    pub(super) known: Vec<Acquaintance>,
    pub(super) on_change: Callback<EnrolmentForm>,
    /// Whether the stay is recorded already: who it is and that there is a consent stand then.
    pub(super) corrects: bool,
}

impl EnrolmentFieldsProps {
    /// A callback that puts a value into the form.
    fn put<T: 'static>(&self, put: fn(EnrolmentForm, T) -> EnrolmentForm) -> Callback<T> {
        let (form, on_change) = (self.form.clone(), self.on_change.clone());
        Callback::from(move |value: T| on_change.emit(put(form.clone(), value)))
    }
}

#[component]
pub(super) fn EnrolmentFields(props: &EnrolmentFieldsProps) -> Html {
    let phone = use_phone();
    let texts = phone.texts();
    let form = &props.form;
    let (first, last) = form.days_of_the_start(clock::today());
    let interventions = use_workplaces().admitting(first, last, form.intervention);
    html! {
        <>
            if !props.corrects {
                <h2>{texts.enrol_consent_title()}</h2>
                <ChoiceField<Consent>
                    name="consent"
                    label={texts.enrol_consent_label()}
                    options={vec![
                        (Consent::Given, texts.enrol_consent_given()),
                        (Consent::NotGiven, texts.enrol_consent_not_given()),
                        (Consent::ProtectedIdentity, texts.enrol_protected()),
                    ]}
                    chosen={form.consent}
                    on_choose={props.put(EnrolmentForm::consenting)}
                />
            }
            {match form.consent {
                None => Html::default(),
                Some(Consent::Given) => html! {
                    <>
                        {consent_day(&texts, props)}
                        {person_fields(&phone, props)}
                        {start_fields(&phone, props, interventions)}
                        {before_fields(&phone, props)}
                    </>
                },
                Some(_) => anonymous_fields(&texts, props, interventions),
            }}
        </>
    }
}

fn latest() -> AttrValue {
    clock::today().to_string().into()
}

fn consent_day(texts: &Texts, props: &EnrolmentFieldsProps) -> Html {
    html! {
        <DateField
            name="consented"
            label={texts.enrol_consent_day()}
            hint={texts.enrol_date_hint()}
            value={props.form.consented.clone()}
            latest={latest()}
            on_type={props.put(|form, consented| EnrolmentForm { consented, ..form })}
        />
    }
}

fn genders(texts: &Texts) -> Vec<(Gender, AttrValue)> {
    let words = |gender| match gender {
        Gender::Woman => texts.enrol_woman(),
        Gender::Man => texts.enrol_man(),
        Gender::Other => texts.enrol_other_gender(),
    };
    Gender::ALL.into_iter().map(|gender| (gender, words(gender))).collect()
}

fn gender_field(texts: &Texts, props: &EnrolmentFieldsProps) -> Html {
    html! {
        <ChoiceField<Gender>
            name="gender"
            label={texts.enrol_gender()}
            options={genders(texts)}
            chosen={props.form.gender}
            on_choose={props.put(|form, gender| EnrolmentForm { gender: Some(gender), ..form })}
        />
    }
}

fn intervention_field(
    texts: &Texts,
    props: &EnrolmentFieldsProps,
    interventions: Vec<(InterventionId, AttrValue)>,
) -> Html {
    html! {
        <ChoiceField<InterventionId>
            name="intervention"
            label={texts.enrol_intervention()}
            options={interventions}
            chosen={props.form.intervention}
            on_choose={props.put(|form, intervention| EnrolmentForm { intervention: Some(intervention), ..form })}
        />
    }
}

fn anonymous_fields(
    texts: &Texts,
    props: &EnrolmentFieldsProps,
    interventions: Vec<(InterventionId, AttrValue)>,
) -> Html {
    let why = match props.form.consent {
        Some(Consent::ProtectedIdentity) => texts.enrol_protected_words(),
        _ => texts.enrol_not_given_words(),
    };
    html! {
        <>
            <Notice kind={NoticeKind::Calm}><p role="status">{why}</p></Notice>
            {gender_field(texts, props)}
            {intervention_field(texts, props, interventions)}
            <TextField
                name="start-year"
                label={texts.enrol_start_year()}
                numeric=true
                value={props.form.start_year.clone()}
                on_type={props.put(|form, start_year| EnrolmentForm { start_year, ..form })}
            />
        </>
    }
}

fn person_fields(phone: &Phone, props: &EnrolmentFieldsProps) -> Html {
    let texts = phone.texts();
    let form = &props.form;
    html! {
        <>
            <h2>{texts.enrol_person_title()}</h2>
            if !props.corrects && !props.known.is_empty() {
                {again_field(&texts, props)}
            }
            <TextField
                name="alias"
                label={texts.enrol_alias()}
                hint={texts.enrol_alias_hint()}
                value={form.alias.clone()}
                on_type={props.put(|form, alias| EnrolmentForm { alias, ..form })}
            />
            {gender_field(&texts, props)}
            <TextField
                name="birth-year"
                label={texts.enrol_birth_year()}
                hint={texts.enrol_optional()}
                numeric=true
                value={form.birth_year.clone()}
                on_type={props.put(|form, birth_year| EnrolmentForm { birth_year, ..form })}
            />
            <TextField
                name="municipality"
                label={texts.enrol_municipality()}
                hint={texts.enrol_municipality_hint()}
                value={form.municipality.clone()}
                suggestions={municipalities(phone)}
                on_type={props.put(|form, municipality| EnrolmentForm { municipality, ..form })}
            />
            <SelectField<Code>
                name="education"
                label={texts.enrol_education()}
                hint={texts.enrol_education_hint()}
                nothing={texts.enrol_not_known()}
                options={education(phone, props.form.education.as_ref())}
                chosen={form.education.clone()}
                on_choose={props.put(|form, education| EnrolmentForm { education, ..form })}
            />
        </>
    }
}

/// The same person again: a new stay of somebody who was here before.
fn again_field(texts: &Texts, props: &EnrolmentFieldsProps) -> Html {
    let options: Vec<(PersonId, AttrValue)> = props
        .known
        .iter()
        .map(|one| (one.newest.person, AttrValue::from(one.newest.alias.as_str().to_owned())))
        .collect();
    let on_choose = {
        let (form, on_change, known) = (props.form.clone(), props.on_change.clone(), props.known.clone());
        Callback::from(move |person: Option<PersonId>| {
            let found = known.iter().find(|one| Some(one.newest.person) == person);
            on_change.emit(form.clone().about(found.map(|one| &one.newest)));
        })
    };
    html! {
        <SelectField<PersonId>
            name="person"
            label={texts.enrol_again()}
            hint={texts.enrol_again_hint()}
            nothing={texts.enrol_new_person()}
            {options}
            chosen={props.form.person}
            {on_choose}
        />
    }
}

fn municipalities(phone: &Phone) -> Vec<AttrValue> {
    let list = phone.reference.as_ref().and_then(|reference| reference.code_list(MUNICIPALITY_LIST));
    let entries = list.into_iter().flat_map(|list| &list.entries);
    entries.map(|entry| AttrValue::from(entry.name.in_language("sv").to_owned())).collect()
}

fn education(phone: &Phone, chosen: Option<&Code>) -> Vec<(Code, AttrValue)> {
    let list = phone.reference.as_ref().and_then(|reference| reference.code_list(EDUCATION_LIST));
    let entries = list.into_iter().flat_map(|list| &list.entries);
    // What was chosen stays chosen, also where it is offered no more.
    let today = clock::today();
    let entries = entries.filter(|entry| entry.is_offered_on(today) || chosen == Some(&entry.code));
    let named = |words: &str| AttrValue::from(words.to_owned());
    entries.map(|entry| (entry.code.clone(), named(entry.name.in_language(phone.language())))).collect()
}

fn start_fields(phone: &Phone, props: &EnrolmentFieldsProps, interventions: Vec<(InterventionId, AttrValue)>) -> Html {
    let texts = phone.texts();
    html! {
        <>
            <h2>{texts.enrol_start_title()}</h2>
            {intervention_field(&texts, props, interventions)}
            <DateField
                name="started"
                label={texts.enrol_started()}
                hint={texts.enrol_date_hint()}
                value={props.form.started.clone()}
                latest={latest()}
                on_type={props.put(|form, started| EnrolmentForm { started, ..form })}
            />
        </>
    }
}

fn before_fields(phone: &Phone, props: &EnrolmentFieldsProps) -> Html {
    let texts = phone.texts();
    let form = &props.form;
    let list = |name: &str| phone.reference.as_ref().and_then(|reference| reference.code_list(name)).cloned();
    let on = day(&form.started).unwrap_or_else(clock::today);
    html! {
        <>
            <h2>{texts.enrol_before_title()}</h2>
            <p class="hint">{texts.enrol_before_words()}</p>
            <ExtentsField
                name="support"
                label={texts.enrol_support()}
                hint={texts.enrol_support_hint()}
                list={list(SUPPORT_LIST)}
                {on}
                chosen={form.support.clone()}
                on_change={props.put(|form, support: TypedExtents| EnrolmentForm { support, ..form })}
            />
            <ExtentsField
                name="occupation"
                label={texts.enrol_occupation()}
                hint={texts.enrol_occupation_hint()}
                list={list(OCCUPATION_LIST)}
                {on}
                chosen={form.occupation.clone()}
                on_change={props.put(|form, occupation: TypedExtents| EnrolmentForm { occupation, ..form })}
            />
            <TextField
                name="months-in-support"
                label={texts.enrol_months()}
                hint={texts.enrol_months_hint()}
                numeric=true
                value={form.months_in_support.clone()}
                on_type={props.put(|form, months_in_support| EnrolmentForm { months_in_support, ..form })}
            />
        </>
    }
}
