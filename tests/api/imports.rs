//! Files that a member's administrator takes in on the screen: tried without a trace, taken in by the columns that were
//! chosen, told row by row, and taken back as a whole, so that every figure is what it was.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use shared::account::Role;
use shared::administration::Interventions;
use shared::import::{
    FileFault, FileKind, ImportLine, Imports, Looked, TakenBack, Told, Undoing, Verdict, Why, recognise, suggest,
};
use shared::record::{Body, Refusal};
use shared::report::ReportName;
use shared::sync::wire::Judged;
use std::ffi::OsString;
use std::time::Duration;
use tests::behind::{ADMINISTRATOR, ask, make_administrator};
use tests::client::Client;
use tests::place::Place;
use tests::program::run;
use tests::random;
use tests::records::{device, followed_up, record};
use tests::server::Server;

const ADDRESS: &str = "/api/v1/administration/imports";
const ASSOCIATION: &str = "Centrala Östergötland";
/// A supervisor that the demonstration has none of.
const SUPERVISOR: &str = "Nilla";

/// A member's administrator at a server.
struct Desk {
    server: Server,
    client: Client,
    member: String,
    intervention: String,
}

/// A file, and what is said of it.
#[derive(Clone)]
struct File {
    kind: FileKind,
    columns: Value,
    content: Vec<u8>,
}

impl File {
    /// A file whose columns are what is suggested for their headings.
    fn suggested(kind: FileKind, content: &str) -> Self {
        let headings: Vec<&str> = content.lines().next().unwrap_or_default().split(',').collect();
        let fields: Vec<Option<&str>> =
            suggest(kind, &headings).iter().map(|one| one.map(|one| one.field.as_str())).collect();
        Self { kind, columns: json!(fields), content: content.into() }
    }

    fn request(&self) -> Value {
        json!({"name": "insats.csv", "kind": self.kind, "columns": self.columns, "content": base64(&self.content)})
    }
}

/// Base64, written here once more so that the server's reading is not tested with its own writing.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

impl Desk {
    async fn new() -> Result<Self> {
        let server = Server::demo().await?;
        make_administrator(&server).await?;
        let client =
            Client::with_link(&server, &server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
        let runs: Interventions = client.get("/api/v1/administration/interventions").await?.json().await?;
        let intervention = runs.interventions.first().context("an intervention")?.outline.name.to_string();
        Ok(Self { server, client, member: runs.member.to_string(), intervention })
    }

    async fn ask(&self, method: Method, path: &str, body: &Value) -> Result<(StatusCode, String)> {
        let request = self.client.http().request(method, self.client.address(&format!("{ADDRESS}{path}"))).json(body);
        // A long file takes its time on a machine that has other work.
        let answer = request.timeout(Duration::from_secs(300)).send().await?;
        Ok((answer.status(), answer.text().await?))
    }

    async fn look(&self, content: &[u8]) -> Result<Looked> {
        let (status, text) = self.ask(Method::POST, "/look", &json!({"content": base64(content)})).await?;
        ensure!(status == StatusCode::OK, "{status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// The lines that a trial, or the real thing, is answered with.
    async fn told(&self, method: Method, path: &str, file: &File) -> Result<Vec<Told>> {
        let (status, text) = self.ask(method, path, &file.request()).await?;
        ensure!(status == StatusCode::OK, "{status}: {text}");
        text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }

    async fn try_out(&self, file: &File) -> Result<Verdict> {
        over(self.told(Method::POST, "/trial", file).await?)
    }

    async fn take_in(&self, id: &str, file: &File) -> Result<Verdict> {
        over(self.told(Method::PUT, &format!("/{id}"), file).await?)
    }

    async fn undo(&self, id: &str, leave_worked_on: bool) -> Result<Undoing> {
        let how = json!({"leave_worked_on": leave_worked_on});
        let (status, text) = self.ask(Method::POST, &format!("/{id}/undo"), &how).await?;
        ensure!(status == StatusCode::OK, "{status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }

    async fn list(&self) -> Result<Vec<ImportLine>> {
        let listed: Imports = self.client.get(ADDRESS).await?.error_for_status()?.json().await?;
        Ok(listed.imports)
    }

    /// Stays of this member with Swedish headings, one of them written wrong.
    fn stays(&self) -> File {
        File::suggested(FileKind::Participations, &stays_of(&self.member, &self.intervention))
    }

    /// Every report over all time, to the digit, without what each of them says of itself.
    async fn figures(&self) -> Result<Vec<(&'static str, Value)>> {
        let mut figures = Vec::new();
        for name in ReportName::ALL {
            let name = name.as_str();
            let asked = ["report", name, "--association", ASSOCIATION, "--from", "2018-01-01", "--to", "2026-06-30"];
            let arguments = asked.iter().map(OsString::from).chain(self.server.place().flags());
            let output = run(&arguments.collect::<Vec<_>>()).await?;
            let text = [output.stdout, output.stderr].concat();
            let said = serde_json::from_slice(&text).unwrap_or_else(|_| String::from_utf8_lossy(&text).into());
            figures.push((name, said));
        }
        Ok(figures)
    }
}

fn stays_of(member: &str, intervention: &str) -> String {
    format!(
        "Medlem,Insats,Deltagande,Deltagare,kon,Fodelsear,Startdatum,Slutdatum,Avslutsorsak,Handledare,Försörjning före,Not\n\
         {member},{intervention},n1,Nejlika,kvinna,1980,2025-01-15,2025-09-30,arbete,{SUPERVISOR},sjukpenning,a\n\
         {member},{intervention},n2,Narciss,man,1990,2025-02-01,,,{SUPERVISOR},,b\n\
         {member},Nya verkstan,n3,Nattviol,kvinna,,2025-03-01,,,,,c\n"
    )
}

fn over(told: Vec<Told>) -> Result<Verdict> {
    match told.into_iter().next_back() {
        Some(Told::Over(verdict)) => Ok(verdict),
        other => anyhow::bail!("it did not come to an end: {other:?}"),
    }
}

fn id() -> String {
    random::uuid().to_string()
}

/// How many rows there are in the tables that an import writes.
async fn rows(place: &Place) -> Result<Vec<String>> {
    let mut rows = Vec::new();
    for table in ["records", "participations", "access", "accounts", "interventions", "volumes", "imports", "audit"] {
        rows.push(ask(place, &format!("SELECT '{table} ' || COUNT(*) FROM {table}")).await?);
    }
    Ok(rows)
}

#[tokio::test]
async fn a_file_is_looked_at_and_tried_without_a_trace() -> Result<()> {
    let desk = Desk::new().await?;
    let file = desk.stays();
    let before = rows(desk.server.place()).await?;
    let Looked::Table { columns, rows: count } = desk.look(&file.content).await? else { anyhow::bail!("no table") };
    let headings: Vec<&str> = columns.iter().map(|column| &*column.heading).collect();
    assert_eq!((count, headings.len(), recognise(&headings)), (3, 12, Some(FileKind::Participations)));
    assert_eq!(columns[4].examples.iter().map(|one| &**one).collect::<Vec<_>>(), ["kvinna", "man", "kvinna"]);
    for _ in 0..2 {
        let verdict = desk.try_out(&file).await?;
        assert_eq!((verdict.imported, verdict.unchanged, verdict.refused), (3, 0, 0), "{verdict:?}");
        assert_eq!(verdict.new_interventions, ["Nya verkstan".into()]);
        assert_eq!(verdict.new_supervisors, [SUPERVISOR.into()]);
    }
    assert_eq!(rows(desk.server.place()).await?, before);
    assert!(desk.list().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_a_trial_says_is_what_becomes_of_the_file() -> Result<()> {
    let desk = Desk::new().await?;
    let file = desk.stays();
    let same_again = stays_of(&desk.member, &desk.intervention);
    let rows: Vec<&str> = same_again.lines().collect();
    let other = rows[1].replace("1980", "1981");
    let foreign = rows[1].replace(&desk.member, "Någon annan").replace("n1", "n9");
    let bad = rows[1].replace("kvinna", "kvinnna").replace("n1", "n8");
    let late = rows[2].replace("2025-02-01,,", "2025-02-01,2025-01-01,").replace("n2", "n7");
    let text = [&same_again, rows[1], "\n", &other, "\n", &foreign, "\n", &bad, "\n", &late, "\n"].concat();
    let file = File { content: text.into(), ..file };
    let tried = desk.try_out(&file).await?;
    assert_eq!((tried.imported, tried.unchanged, tried.refused), (3, 1, 4), "{tried:?}");
    let told: Vec<(u64, Option<&str>)> =
        tried.problems.iter().map(|one| (one.line, one.field.map(|field| field.as_str()))).collect();
    assert_eq!(told, [(6, Some("participation")), (7, Some("member")), (8, Some("gender")), (9, Some("ended"))]);
    assert_eq!(tried.problems[0].why, Why::OtherBefore);
    assert_eq!(tried.problems[1].why, Why::AnotherMember { own: desk.member.as_str().into() });
    ensure!(matches!(&tried.problems[2].why, Why::Unread { text, .. } if &**text == "kvinnna"), "{tried:?}");
    ensure!(matches!(tried.problems[3].why, Why::Refused(Refusal::BeforeStart { .. })), "{tried:?}");

    let import = id();
    let taken = desk.take_in(&import, &file).await?;
    assert_eq!((taken.imported, taken.unchanged, taken.refused, &taken.problems), (3, 1, 4, &tried.problems));
    let again = desk.take_in(&import, &file).await?;
    assert_eq!((again.imported, again.unchanged, again.refused), (0, 4, 4), "{again:?}");
    let listed = desk.list().await?;
    let [line] = &listed[..] else { anyhow::bail!("one file: {listed:?}") };
    assert_eq!((line.imported, line.unchanged, line.refused, line.finished), (3, 1, 4, true));
    assert_eq!(
        (&*line.name, &*line.by, line.kind, line.digest.len()),
        ("insats.csv", ADMINISTRATOR, FileKind::Participations, 64)
    );
    assert!(desk.try_out(&file).await?.taken_before.is_some());
    let other = File::suggested(FileKind::Steps, "Deltagande,Månad,Steg\nn1,2025-02,2\n");
    assert_eq!(desk.told(Method::PUT, &format!("/{import}"), &other).await?, [Told::Fault(FileFault::AnotherFile)]);
    Ok(())
}

#[tokio::test]
async fn taking_a_file_back_leaves_every_figure_as_it_was() -> Result<()> {
    let desk = Desk::new().await?;
    let before = desk.figures().await?;
    let stays = desk.stays();
    let steps = File::suggested(FileKind::Steps, "Deltagande,Månad,Steg\nn1,2025-01,1\nn1,2025-06,3\nn2,2025-02,2\n");
    let ratings = "participation,month,instrument,by,item,value\n\
                   n1,2025-01,stegvis-monthly,participant,energy,2\n\
                   n1,2025-01,stegvis-monthly,participant,health,3\n\
                   n1,2025-06,stegvis-monthly,staff,energy,4\n";
    let ratings = File::suggested(FileKind::Measurements, ratings);
    let volume = format!("Insats,Månad,Aktivitet,Besök\n{},2025-03,Kafé,30\n", desk.intervention);
    let volume = File::suggested(FileKind::Volume, &volume);
    for round in 0..2 {
        let mut imports = Vec::new();
        for (file, rows) in [(&stays, 3), (&steps, 3), (&ratings, 3), (&volume, 1)] {
            let import = id();
            assert_eq!(desk.take_in(&import, file).await?.imported, rows, "round {round}");
            imports.push(import);
        }
        let during = desk.figures().await?;
        let changed = before.iter().zip(&during).filter(|(one, other)| one != other).count();
        ensure!(changed > 5, "only {changed} reports hear of it");
        // What came later rests on what came before.
        let undone = desk.undo(&imports[0], false).await?;
        assert_eq!(undone, Undoing::WorkedOn { worked_on: 2, by_later_file: 2, of: 3 });
        for (import, count) in imports.iter().rev().zip([1, 1, 2, 3]) {
            let expected = Undoing::Done(TakenBack { taken_back: count, left: 0 });
            assert_eq!(desk.undo(import, false).await?, expected, "round {round}");
            let nothing = Undoing::Done(TakenBack { taken_back: 0, left: 0 });
            assert_eq!(desk.undo(import, false).await?, nothing, "a second time");
        }
        for (one, other) in before.iter().zip(&desk.figures().await?) {
            assert_eq!(one, other, "round {round}");
        }
    }
    assert_eq!(desk.list().await?.iter().filter(|line| line.undone.is_some()).count(), 8);
    let noted =
        ask(desk.server.place(), "SELECT CAST(COUNT(*) AS TEXT) FROM audit WHERE what = 'import_undone'").await?;
    assert_eq!(noted, "8", "each once, though each was asked for twice");
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_put_right_comes_in_after_it_was_taken_back() -> Result<()> {
    let desk = Desk::new().await?;
    let (wrong, import) = (desk.stays(), id());
    desk.take_in(&import, &wrong).await?;
    let text = String::from_utf8(wrong.content.clone())?.replace("1980", "1985");
    let right = File { content: text.into(), ..wrong };
    assert_eq!(desk.try_out(&right).await?.refused, 1, "what is there is kept");
    desk.undo(&import, false).await?;
    let tried = desk.try_out(&right).await?;
    assert_eq!((tried.imported, tried.unchanged, tried.refused), (3, 0, 0), "{tried:?}");
    assert_eq!(desk.take_in(&id(), &right).await?.imported, 3);
    let supervisor = Client::supervisor(&desk.server, SUPERVISOR).await?;
    let born = supervisor.records().await?.into_iter().filter_map(|record| match record.body {
        Body::Enrolled(enrolment) if enrolment.alias.as_str() == "Nejlika" => enrolment.birth_year,
        _ => None,
    });
    assert_eq!(born.max(), Some(1985), "whoever follows the person has what was put right");
    let refused = desk.told(Method::PUT, &format!("/{import}"), &right).await?;
    assert_eq!(refused, [Told::Fault(FileFault::AnotherFile)]);
    Ok(())
}

#[tokio::test]
async fn what_somebody_has_worked_on_is_left_to_them() -> Result<()> {
    let desk = Desk::new().await?;
    let import = id();
    desk.take_in(&import, &desk.stays()).await?;
    let supervisor = Client::supervisor(&desk.server, SUPERVISOR).await?;
    let followed = supervisor.records().await?;
    let stay = followed.iter().find(|one| matches!(one.body, Body::Enrolled(_))).context("a stay")?.participation;
    let table = device();
    let about = record(table, supervisor.account.id, stay, followed_up(5));
    let verdicts = supervisor.push(table, &[about.write()]).await?;
    ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");

    let before = rows(desk.server.place()).await?;
    assert_eq!(desk.undo(&import, false).await?, Undoing::WorkedOn { worked_on: 1, by_later_file: 0, of: 3 });
    assert_eq!(rows(desk.server.place()).await?, before, "nothing is taken back");
    assert_eq!(desk.undo(&import, true).await?, Undoing::Done(TakenBack { taken_back: 2, left: 1 }));
    let left: Vec<_> = supervisor.records().await?.iter().map(|record| record.participation).collect();
    ensure!(!left.is_empty() && left.iter().all(|one| *one == stay), "{left:?}");
    let listed = desk.list().await?;
    assert_eq!(listed[0].undone.as_ref().map(|undone| undone.left), Some(1));
    Ok(())
}

#[tokio::test]
async fn a_file_reaches_no_other_member() -> Result<()> {
    let desk = Desk::new().await?;
    // Another member of the association calls its stay the same, and another association takes in a file of its own.
    let elsewhere = "association,member,intervention,participation,participant,gender,started,supervisor\n\
                     Centrala Östergötland,Kinda kommun,Verkstan,n1,Nejlika,man,2024-01-15,K1\n";
    let file = desk.server.place().folder().join("elsewhere.csv");
    std::fs::write(&file, elsewhere)?;
    let arguments = ["import".into(), "participations".into(), file.into_os_string()];
    let output = run(&arguments.into_iter().chain(desk.server.place().flags()).collect::<Vec<_>>()).await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let steps = File::suggested(FileKind::Steps, "Deltagande,Månad,Steg\nn1,2025-02,2\n");
    let tried = desk.try_out(&steps).await?;
    assert_eq!((tried.imported, &tried.problems[0].why), (0, &Why::NoSuchStay), "as if there were none");
    assert_eq!(desk.take_in(&id(), &desk.stays()).await?.imported, 3);
    assert_eq!(desk.take_in(&id(), &steps).await?.imported, 1);
    let theirs = Client::supervisor(&desk.server, "K1").await?.records().await?;
    assert_eq!(theirs.len(), 1, "the other member's stay has got nothing: {theirs:?}");

    let import = id();
    desk.take_in(&import, &steps).await?;
    ensure!(desk.undo(&import, false).await.is_ok());
    let other = "018f0000-0000-7000-8000-0000000000bb";
    for statement in [
        format!(
            "INSERT INTO accounts (id, association, role, name)
             SELECT '{other}', association, 'member_administrator', 'Kinda' FROM members WHERE name = 'Kinda kommun'"
        ),
        format!(
            "INSERT INTO responsibilities (account, member, intervention)
             SELECT '{other}', i.member, i.id FROM interventions i JOIN members m ON m.id = i.member
             WHERE m.name = 'Kinda kommun'"
        ),
    ] {
        tests::behind::run(desk.server.place(), &statement).await?;
    }
    let link = desk.server.link_for(Role::MemberAdministrator, "Kinda").await?;
    let kinda = Desk { client: Client::with_link(&desk.server, &link).await?, ..desk };
    assert!(kinda.list().await?.is_empty());
    let how = json!({"leave_worked_on": true});
    let foreign = kinda.ask(Method::POST, &format!("/{import}/undo"), &how).await?;
    let unknown = kinda.ask(Method::POST, &format!("/{}/undo", id()), &how).await?;
    assert_eq!(foreign.0, StatusCode::NOT_FOUND);
    assert_eq!(foreign, unknown);
    Ok(())
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_in_is_told_before_anything_is() -> Result<()> {
    let desk = Desk::new().await?;
    let fault = async |content: &[u8]| match desk.look(content).await? {
        Looked::Fault(fault) => Ok(fault),
        Looked::Table { .. } => anyhow::bail!("it was taken for a table"),
    };
    assert_eq!(fault(b"").await?, FileFault::Empty);
    assert_eq!(fault(b"m\xe5nad,steg\n1,2\n").await?, FileFault::NotText);
    let personal = fault("Deltagande,Personnummer\nn1,x\n".as_bytes()).await?;
    assert_eq!(personal, FileFault::PersonalHeading { heading: "Personnummer".into() });
    ensure!(matches!(fault(b"PK\x03\x04 and no more").await?, FileFault::NotATable { .. }));
    let many = format!("participation,month,step\n{}", "n1,2025-01,1\n".repeat(50_001));
    assert_eq!(fault(many.as_bytes()).await?, FileFault::TooManyRows { most: 50_000 });

    let steps = File::suggested(FileKind::Steps, "Deltagande,Månad,Steg\nn1,2025-02,2\n");
    let lacking = File { columns: json!(["participation", null, "step"]), ..steps.clone() };
    let told = desk.told(Method::POST, "/trial", &lacking).await?;
    ensure!(matches!(&told[..], [Told::Fault(FileFault::Lacks { field })] if field.as_str() == "month"), "{told:?}");
    let fewer = File { columns: json!(["participation", "month"]), ..steps.clone() };
    ensure!(matches!(desk.told(Method::POST, "/trial", &fewer).await?[..], [Told::Fault(_)]));
    let goals = File { kind: FileKind::Goals, ..steps };
    ensure!(matches!(desk.told(Method::POST, "/trial", &goals).await?[..], [Told::Fault(_)]));
    let (status, _) = desk.ask(Method::POST, "/look", &json!({"content": base64(&vec![b'a'; 9_000_000])})).await?;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    Ok(())
}

#[tokio::test]
async fn of_a_long_file_it_is_told_how_far_it_is() -> Result<()> {
    let desk = Desk::new().await?;
    let mut text = String::from("Insats,Deltagande,Deltagare,Kön,Startdatum\n");
    for number in 0..5_000 {
        text.push_str(&format!("{},r{number},Person {number},man,2025-01-{:02}\n", desk.intervention, number % 28 + 1));
    }
    let file = File::suggested(FileKind::Participations, &text);
    let told = desk.told(Method::PUT, &format!("/{}", id()), &file).await?;
    let done: Vec<u64> = told
        .iter()
        .filter_map(|told| match told {
            Told::Progress { done, of: 5_000 } => Some(*done),
            _ => None,
        })
        .collect();
    ensure!(done.len() == 50 && done.is_sorted() && done.last() == Some(&5_000), "{done:?}");
    assert_eq!(over(told)?.imported, 5_000);
    Ok(())
}

#[tokio::test]
async fn a_header_alone_is_a_file_without_rows() -> Result<()> {
    let desk = Desk::new().await?;
    let steps = File::suggested(FileKind::Steps, "Deltagande,Månad,Steg\n");
    let Looked::Table { rows, .. } = desk.look(&steps.content).await? else { anyhow::bail!("no table") };
    assert_eq!(rows, 0);
    assert_eq!(desk.try_out(&steps).await?, Verdict::default());
    Ok(())
}
