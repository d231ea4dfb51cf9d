use super::*;
use shared::municipality::MunicipalityList;
use shared::reference::ReferenceVersion;
use shared::support::Extent;
use uuid::Uuid;

fn reference() -> Reference {
    let read = |json| serde_json::from_str(json).unwrap_or_else(|error| unreachable!("{error}"));
    let municipalities = MunicipalityList::read(include_str!("../../../../assets/codes/municipalities.json"));
    let municipalities = municipalities.ok().and_then(|list| list.as_code_list());
    let lists = [
        read(include_str!("../../../../assets/codes/support.json")),
        read(include_str!("../../../../assets/codes/occupation.json")),
    ];
    Reference {
        version: ReferenceVersion("test".into()),
        instruments: vec![],
        explanations: vec![],
        code_lists: lists.into_iter().chain(municipalities).collect(),
        bridge: serde_json::from_str(include_str!("../../../../assets/bridges/default.json"))
            .unwrap_or_else(|error| unreachable!("{error}")),
        pictures: std::collections::BTreeMap::new(),
        municipalities: None,
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| unreachable!("it is a date"))
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap_or_else(|error| unreachable!("{error}"))
}

fn workshop() -> InterventionId {
    InterventionId::from_uuid(Uuid::from_u128(1))
}

fn stranger() -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(2))
}

fn supervisor() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(3))
}

fn read_with(
    form: &EnrolmentForm,
    acquaintances: &[Acquaintance],
    corrects: Option<Corrected>,
) -> Result<(Body, Month), Vec<EnrolmentFault>> {
    let reference = reference();
    form.read(&ReadBy {
        today: date("2026-03-20"),
        reference: &reference,
        acquaintances,
        person: stranger(),
        supervisor: Some(supervisor()),
        corrects,
    })
}

fn read(form: &EnrolmentForm) -> Result<(Body, Month), Vec<EnrolmentFault>> {
    read_with(form, &[], None)
}

fn enrolled(form: &EnrolmentForm) -> Enrolment {
    match read(form) {
        Ok((Body::Enrolled(enrolment), _)) => enrolment,
        other => unreachable!("{other:?}"),
    }
}

/// All that has to be there, and nothing else.
fn shortest() -> EnrolmentForm {
    EnrolmentForm {
        consent: Some(Consent::Given),
        consented: "2026-03-01".into(),
        alias: "Björk".into(),
        gender: Some(Gender::Woman),
        intervention: Some(workshop()),
        started: "2026-03-02".into(),
        ..EnrolmentForm::default()
    }
}

fn faults(form: &EnrolmentForm) -> Vec<EnrolmentFault> {
    read(form).err().unwrap_or_default()
}

#[test]
fn what_is_optional_can_be_left_out() {
    let enrolment = enrolled(&shortest());
    assert_eq!(enrolment.person, stranger());
    assert_eq!(enrolment.supervisor, Some(supervisor()));
    assert_eq!(enrolment.consented, Some(date("2026-03-01")));
    assert!(enrolment.support_before.is_empty() && enrolment.birth_year.is_none());
    assert_eq!(read(&shortest()).map(|(_, month)| month.to_string()), Ok("2026-03".into()));
}

#[test]
fn everything_that_is_filled_in_is_recorded() {
    let form = EnrolmentForm {
        birth_year: "1990".into(),
        municipality: "linköping".into(),
        education: Some(code("gymnasial")),
        support: [(code("sjukpenning"), "50".into()), (code("forsorjningsstod"), String::new())].into(),
        occupation: [(code("subsidised_work"), "25 %".into())].into(),
        months_in_support: "14".into(),
        ..shortest()
    };
    let enrolment = enrolled(&form);
    assert_eq!(enrolment.municipality.as_ref().map(|name| name.as_str()), Some("Linköping"));
    assert_eq!((enrolment.birth_year, enrolment.months_in_support_before), (Some(1990), Some(14)));
    let percent = |extents: &[Extent]| extents.iter().map(|one| one.percent.get()).collect::<Vec<_>>();
    assert_eq!(percent(&enrolment.support_before), [50, 100]);
    assert_eq!(percent(&enrolment.occupation_before), [25]);
    // Shown again for a correction, the fields say the same.
    let again = EnrolmentForm::of(&enrolment);
    assert_eq!(enrolled(&again), enrolment);
}

#[test]
fn without_consent_only_gender_and_year_are_recorded_and_nothing_else_is_kept() {
    for consent in [Consent::NotGiven, Consent::ProtectedIdentity] {
        let form = EnrolmentForm { start_year: "2026".into(), ..shortest() }.consenting(consent);
        assert_eq!((&*form.alias, &*form.started, &*form.consented), ("", "", ""));
        let body = Body::EnrolledAnonymously { intervention: workshop(), gender: Gender::Woman, start_year: 2026 };
        assert_eq!(read(&form).map(|(body, _)| body), Ok(body));
    }
    let in_year =
        |year: &str| faults(&EnrolmentForm { start_year: year.into(), ..shortest().consenting(Consent::NotGiven) });
    assert_eq!(in_year("2027"), [EnrolmentFault::StartYear]);
    assert_eq!(in_year(""), [EnrolmentFault::StartYear]);
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let empty = EnrolmentForm { consent: Some(Consent::Given), ..EnrolmentForm::default() };
    let missing = [
        EnrolmentFault::ConsentDay,
        EnrolmentFault::Alias,
        EnrolmentFault::Gender,
        EnrolmentFault::Intervention,
        EnrolmentFault::Started,
    ];
    assert_eq!(faults(&empty), missing);
    assert_eq!(faults(&EnrolmentForm::default()), [EnrolmentFault::Consent]);
}

#[test]
fn what_is_typed_wrong_is_named() {
    let wrong = |change: fn(&mut EnrolmentForm)| {
        let mut form = shortest();
        change(&mut form);
        faults(&form)
    };
    assert_eq!(wrong(|form| form.alias = "811218-9876".into()), [EnrolmentFault::PersonalNumber]);
    assert_eq!(wrong(|form| form.birth_year = "2020".into()), [EnrolmentFault::BirthYear]);
    assert_eq!(wrong(|form| form.municipality = "Gotham".into()), [EnrolmentFault::Municipality]);
    assert_eq!(wrong(|form| form.started = "2026-03-21".into()), [EnrolmentFault::Started]);
    assert_eq!(wrong(|form| form.consented = "2026-03-21".into()), [EnrolmentFault::ConsentDay]);
    assert_eq!(wrong(|form| form.months_in_support = "många".into()), [EnrolmentFault::Months]);
    assert_eq!(wrong(|form| form.support = [(code("a_kassa"), "150".into())].into()), [EnrolmentFault::Percent]);
    let both = |form: &mut EnrolmentForm| {
        form.support =
            [(code("ingen_offentlig_forsorjning"), String::new()), (code("sjukpenning"), String::new())].into();
    };
    assert_eq!(wrong(both), [EnrolmentFault::Excludes]);
}

#[test]
fn the_same_person_again_is_a_new_stay_of_the_same_person_and_not_twice_at_one_place() {
    let known = PersonId::from_uuid(Uuid::from_u128(9));
    let before = Enrolment { person: known, birth_year: Some(1980), ..enrolled(&shortest()) };
    let form = EnrolmentForm { alias: String::new(), gender: None, ..shortest() }.about(Some(&before));
    assert_eq!((&*form.alias, &*form.birth_year), ("Björk", "1980"));
    let mut acquaintance = Acquaintance { newest: before, takes_part_in: vec![] };
    let again = |acquaintance: &Acquaintance| read_with(&form, std::slice::from_ref(acquaintance), None);
    assert!(matches!(again(&acquaintance), Ok((Body::Enrolled(enrolment), _)) if enrolment.person == known));
    acquaintance.takes_part_in.push(workshop());
    assert_eq!(again(&acquaintance).err(), Some(vec![EnrolmentFault::ThereAlready]));
}

#[test]
fn a_correction_does_not_make_up_a_consent_nor_begin_after_the_end() {
    let form = EnrolmentForm { consented: String::new(), ..shortest() };
    assert_eq!(faults(&form), [EnrolmentFault::ConsentDay]);
    let read = |ended| read_with(&form, &[], Some(Corrected { ended }));
    assert!(matches!(read(None), Ok((Body::Enrolled(enrolment), _)) if enrolment.consented.is_none()));
    assert_eq!(read(Some(date("2026-03-01"))).err(), Some(vec![EnrolmentFault::StartedAfterEnd]));
}

#[test]
fn a_kept_form_is_read_as_it_was_written() {
    let form = EnrolmentForm { support: [(code("sjukpenning"), "5".into())].into(), ..shortest() };
    let text = serde_json::to_string(&form).unwrap_or_default();
    assert_eq!(serde_json::from_str::<EnrolmentForm>(&text).ok(), Some(form));
}
