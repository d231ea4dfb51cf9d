//! The server's store as a value: what is committed, and nothing else. A transaction is a copy that takes its place, a
//! backup is a copy that is kept. It decides by the functions of `shared` that the real server decides by; it does not
//! know what a network is.

use crate::cast::{self, Person};
use shared::account::Role;
use shared::fold::{Known, Participation, fold};
use shared::id::{AccountId, DeviceId, InterventionId, MemberId, ParticipationId, RecordId};
use shared::record::{Bench, Body, Glimpse, Record, Refusal, Standing};
use shared::reference::Reference;
use shared::sync::intake::{
    Before, Facts, Ruling, first_holders, intervention_of, named_supervisor, rule, said, takes_over,
};
use shared::sync::paging::delivered;
use shared::sync::slice::holds;
use shared::sync::wire::{Cursor, Delivered, Judged, Page, Verdict, as_sent};
use shared::time::{Date, Instant, Month};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A record in a log. Of somebody who was erased only the id is left.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: RecordId,
    pub(crate) participation: ParticipationId,
    pub(crate) text: Option<Rc<str>>,
    pub(crate) received_at: Instant,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    head: u64,
    pub(crate) rows: BTreeMap<u64, Row>,
    by_id: BTreeMap<RecordId, u64>,
}

#[derive(Debug, Clone)]
struct Stay {
    member: MemberId,
    standing: Standing,
}

#[derive(Debug, Clone, Copy)]
struct Access {
    granted: u64,
    revoked: Option<u64>,
}

/// What is committed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Store {
    pub(crate) logs: BTreeMap<MemberId, Log>,
    stays: BTreeMap<ParticipationId, Stay>,
    access: BTreeMap<(ParticipationId, AccountId), Access>,
    pub(crate) quarantine: BTreeMap<(DeviceId, Rc<str>), Refusal>,
    devices: BTreeMap<DeviceId, AccountId>,
}

/// What a push is judged by.
pub(crate) struct Judging<'a> {
    pub(crate) account: AccountId,
    pub(crate) role: Role,
    pub(crate) device: DeviceId,
    pub(crate) reference: &'a Reference,
    pub(crate) now: Instant,
    pub(crate) erased: &'a BTreeSet<ParticipationId>,
    /// A server of an earlier version does not know what a step is.
    pub(crate) knows_steps: bool,
    /// Positions that were drawn beforehand, where that is sabotaged.
    pub(crate) drawn: Option<u64>,
}

impl Store {
    /// The store as every history finds it.
    pub(crate) fn at_the_beginning() -> Self {
        let mut store = Self::default();
        for number in 0..cast::MEMBERS {
            store.logs.insert(cast::member(number), Log::default());
        }
        for number in 0..cast::STAYS {
            store.enrol_at_the_beginning(number);
        }
        store
    }

    fn enrol_at_the_beginning(&mut self, number: usize) {
        let (member, supervisor) = (cast::member_of_stay(number), number % cast::SUPERVISORS);
        let id = u128::try_from(number).unwrap_or_default() + (9 << 64);
        let record = Record {
            id: RecordId::from_uuid(uuid::Uuid::from_u128(id)),
            device: DeviceId::from_uuid(uuid::Uuid::nil()),
            sequence: 1,
            written_at: cast::BEGIN,
            author: AccountId::from_uuid(uuid::Uuid::nil()),
            participation: cast::stay(number),
            month: cast::started().month(),
            body: cast::enrolment(member, supervisor, cast::started()),
            seen: Vec::new(),
        };
        let text: Rc<str> = record.write().into();
        self.append(cast::member(member), &record, &text, record.author, Role::Operator, cast::BEGIN, None);
        let head = self.logs.get(&cast::member(member)).map_or(0, |log| log.head);
        self.grant(cast::stay(number), Person::Participant(number).account(), head);
    }

    /// Judges a push; `None` where the device sends for another account.
    pub(crate) fn push(&mut self, judging: &Judging<'_>, texts: &[&str]) -> Option<Vec<Verdict>> {
        if *self.devices.entry(judging.device).or_insert(judging.account) != judging.account {
            return None;
        }
        let mut drawn = judging.drawn;
        let verdicts = texts.iter().enumerate().map(|(place, text)| {
            let read = Record::read(text);
            let id = read.as_ref().map_or_else(|_| Glimpse::id_in(text), |record| Some(record.id));
            let judged = self.judge(judging, text, read, drawn);
            drawn = drawn.map(|position| position + 1);
            Verdict { place, id, judged }
        });
        Some(verdicts.collect())
    }

    fn judge(
        &mut self,
        judging: &Judging<'_>,
        text: &str,
        read: Result<Record, Refusal>,
        drawn: Option<u64>,
    ) -> Judged {
        let text: Rc<str> = text.into();
        if let Some(refusal) = self.quarantine.get(&(judging.device, Rc::clone(&text))) {
            return Judged::Quarantined { refusal: refusal.clone() };
        }
        let refusal = match read.map(|record| judging.as_read_here(record)) {
            Ok(record) => match self.rule(judging, &record, &text) {
                Ruling::Append(member) => {
                    self.append(member, &record, &text, judging.account, judging.role, judging.now, drawn);
                    return Judged::Accepted { received_at: judging.now };
                }
                Ruling::Known(received_at) => return Judged::Duplicate { received_at },
                Ruling::Gone => return Judged::Gone,
                Ruling::Refuse(refusal) => refusal,
            },
            Err(refusal) => refusal,
        };
        self.quarantine.insert((judging.device, text), refusal.clone());
        Judged::Quarantined { refusal }
    }

    fn rule(&self, judging: &Judging<'_>, record: &Record, text: &str) -> Ruling {
        let stay = self.stays.get(&record.participation);
        let access = self.access.get(&(record.participation, judging.account));
        let case = stay.filter(|_| access.is_some());
        let open = access.map(|access| access.revoked.is_none());
        let said = said(&record.body);
        let member = case.map(|case| case.member).or_else(|| judging.member_of(&record.body));
        let log = member.and_then(|member| self.logs.get(&member));
        let row = log.and_then(|log| log.rows.get(log.by_id.get(&record.id)?));
        let facts = Facts {
            admission: None,
            erased: judging.erased.contains(&record.participation),
            // Nobody in the simulation withdraws consent.
            withdrawn: false,
            // Every person is enrolled once.
            names_somebody_elses: false,
            member,
            before: row
                .map(|row| Before { same_content: row.text.as_deref() == Some(text), received_at: row.received_at }),
            open,
            intervention: case.map(|case| case.standing.intervention),
            exists: case.is_none() && stay.is_some_and(|stay| Some(stay.member) == member),
            named_member: judging.member_of(said),
            names_a_supervisor: named_supervisor(said).is_some_and(cast::is_supervisor),
        };
        let bench = Bench {
            today: judging.now.date(),
            author: judging.account,
            device: Some(judging.device),
            role: judging.role,
            standing: case.filter(|_| open == Some(true)).map(|case| case.standing),
            reference: judging.reference,
        };
        rule(record, &bench, &facts)
    }

    #[expect(clippy::too_many_arguments, reason = "what a row consists of")]
    fn append(
        &mut self,
        member: MemberId,
        record: &Record,
        text: &Rc<str>,
        author: AccountId,
        role: Role,
        now: Instant,
        drawn: Option<u64>,
    ) {
        let log = self.logs.entry(member).or_default();
        let position = drawn.unwrap_or(log.head + 1);
        log.head = log.head.max(position);
        let row =
            Row { id: record.id, participation: record.participation, text: Some(Rc::clone(text)), received_at: now };
        log.by_id.insert(record.id, position);
        log.rows.insert(position, row);
        match &record.body {
            Body::Enrolled(enrolment) => {
                let standing = Standing { started: enrolment.started, intervention: enrolment.intervention };
                self.stays.entry(record.participation).or_insert(Stay { member, standing });
                for account in first_holders(author, role, &record.body) {
                    self.grant(record.participation, account, position);
                }
            }
            Body::SupervisorChanged { .. } | Body::Corrected { .. } | Body::Voided { .. } => {
                self.follow_the_fold(record, position);
            }
            _ => {}
        }
    }

    fn follow_the_fold(&mut self, record: &Record, position: u64) {
        let mut known = self.known(record.participation);
        let after = fold(&known);
        known.retain(|one| one.record.id != record.id);
        let before = fold(&known);
        if let (Some(stay), Some(enrolment)) = (self.stays.get_mut(&record.participation), after.enrolment()) {
            stay.standing = Standing { started: enrolment.started, intervention: enrolment.intervention };
        }
        let Some(supervisor) = takes_over(&before, &after) else { return };
        self.grant(record.participation, supervisor, position);
        for (_, access) in
            self.access_to(record.participation, |account| cast::is_supervisor(account) && account != supervisor)
        {
            access.revoked = access.revoked.or(Some(position));
        }
    }

    fn grant(&mut self, participation: ParticipationId, account: AccountId, position: u64) {
        let access = self.access.entry((participation, account)).or_insert(Access { granted: position, revoked: None });
        if access.revoked.is_some() {
            *access = Access { granted: position, revoked: None };
        }
    }

    fn access_to(
        &mut self,
        participation: ParticipationId,
        whose: impl Fn(AccountId) -> bool,
    ) -> impl Iterator<Item = (AccountId, &mut Access)> {
        let of_it = self.access.iter_mut().filter(move |((of, account), _)| *of == participation && whose(*account));
        of_it.map(|((_, account), access)| (*account, access))
    }

    /// Erases a participation: the texts go, ids stay, and every device that held it is told.
    pub(crate) fn erase(&mut self, participation: ParticipationId) {
        // A backup may hold what was put aside about somebody whose enrolment it does not hold.
        self.quarantine.retain(|(_, text), _| {
            Glimpse::of(text).is_none_or(|glimpse| glimpse.participation != Some(participation))
        });
        let Some(member) = self.stays.get(&participation).map(|stay| stay.member) else { return };
        let Some(log) = self.logs.get_mut(&member) else { return };
        log.head += 1;
        let position = log.head;
        for row in log.rows.values_mut().filter(|row| row.participation == participation) {
            row.text = None;
        }
        for (_, access) in self.access_to(participation, |_| true) {
            access.revoked = Some(position);
        }
    }

    /// What an account has not seen, all from one snapshot.
    pub(crate) fn pull(
        &self,
        account: AccountId,
        cursors: &BTreeMap<MemberId, Cursor>,
        limit: usize,
        held_from: Option<Month>,
        erased: &BTreeSet<ParticipationId>,
    ) -> Vec<Page> {
        let mut left = delivered(limit);
        let mut pages = Vec::new();
        for (member, log) in &self.logs {
            let of_account: Vec<(ParticipationId, Access)> = self.accesses(account, *member);
            if of_account.is_empty() {
                continue;
            }
            let cursor = cursors.get(member).copied().unwrap_or_default().within(log.head);
            let mut seen = log.seen_after(cursor, &of_account);
            let more = seen.len() > left;
            seen.truncate(left);
            left -= seen.len();
            let next = cursor.next(log.head, seen.last().map(|(at, _)| *at), more);
            let records = seen.iter().filter_map(|(_, row)| row.deliver(held_from)).collect();
            let gone = |(stay, access): &(ParticipationId, Access)| {
                access.revoked.is_some_and(|at| at > cursor.seen_at).then_some(*stay)
            };
            let forget: Vec<ParticipationId> = of_account.iter().filter_map(gone).collect();
            let erased = forget.iter().copied().filter(|stay| erased.contains(stay)).collect();
            pages.push(Page { member: *member, records, forget, erased, next, more });
        }
        pages
    }

    fn accesses(&self, account: AccountId, member: MemberId) -> Vec<(ParticipationId, Access)> {
        let of_account = self.access.iter().filter(|((stay, whose), _)| {
            *whose == account && self.stays.get(stay).is_some_and(|stay| stay.member == member)
        });
        of_account.map(|((stay, _), access)| (*stay, *access)).collect()
    }

    /// The participations that an account may see now.
    pub(crate) fn open_to(&self, account: AccountId) -> BTreeSet<ParticipationId> {
        let open = self.access.iter().filter(|((_, whose), access)| *whose == account && access.revoked.is_none());
        open.map(|((stay, _), _)| *stay).collect()
    }

    /// Every participation.
    pub(crate) fn participations(&self) -> Vec<ParticipationId> {
        self.stays.keys().copied().collect()
    }

    fn known(&self, participation: ParticipationId) -> Vec<Known> {
        let rows = self.logs.values().flat_map(|log| log.rows.values());
        let of_it = rows.filter(|row| row.participation == participation);
        of_it
            .filter_map(|row| {
                let record = Record::read(row.text.as_deref()?).ok()?;
                Some(Known { record, received_at: Some(row.received_at) })
            })
            .collect()
    }

    /// A participation as its records tell it.
    pub(crate) fn folded(&self, participation: ParticipationId) -> Participation {
        fold(&self.known(participation))
    }

    /// Every record in a log, by id.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.logs.values().flat_map(|log| log.rows.values())
    }

    /// The position that follows in a participation's log, as a sequence would draw it.
    pub(crate) fn head(&self, member: MemberId) -> u64 {
        self.logs.get(&member).map_or(0, |log| log.head)
    }

    /// The member that controls a participation.
    pub(crate) fn member_of(&self, participation: ParticipationId) -> Option<MemberId> {
        self.stays.get(&participation).map(|stay| stay.member)
    }
}

impl Log {
    fn seen_after(&self, cursor: Cursor, open: &[(ParticipationId, Access)]) -> Vec<(Cursor, &Row)> {
        let granted: BTreeMap<ParticipationId, u64> = open
            .iter()
            .filter(|(_, access)| access.revoked.is_none())
            .map(|(stay, access)| (*stay, access.granted))
            .collect();
        let mut seen: Vec<(Cursor, &Row)> = self
            .rows
            .iter()
            .filter_map(|(position, row)| Some((Cursor::of(*position, *granted.get(&row.participation)?), row)))
            .filter(|(at, _)| *at > cursor)
            .collect();
        seen.sort_by_key(|(at, _)| *at);
        seen
    }
}

impl Row {
    fn deliver(&self, held_from: Option<Month>) -> Option<Delivered> {
        let text = self.text.as_deref().filter(|text| holds(held_from, text))?;
        Some(Delivered { received_at: self.received_at, record: as_sent(self.id, text) })
    }
}

impl Judging<'_> {
    fn as_read_here(&self, mut record: Record) -> Record {
        if !self.knows_steps && matches!(record.body, Body::StepRecorded { .. }) {
            record.body = Body::Unknown;
        }
        record
    }

    /// Every supervisor works for every member.
    fn member_of(&self, body: &Body) -> Option<MemberId> {
        let intervention: InterventionId = intervention_of(body)?;
        cast::member_of(intervention).filter(|_| self.role == Role::Supervisor)
    }
}

/// The first day of the slice is counted from the server's day.
pub(crate) fn held_from(role: Role, today: Date) -> Option<Month> {
    shared::sync::slice::held_from(role, today)
}
