//! Invitations: once, in time, for the one person, and not by guessing.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, Response, StatusCode, header};
use shared::account::{READING_HEADER, Role};
use shared::id::{ParticipationId, PersonId, RecordId};
use shared::invitation::{
    AcceptRequest, By, Invitation, MOST_WRONG_WORDS, Proof, RenewRequest, ShortCode, renewal_text,
};
use shared::record::{Body, Record};
use shared::sync::wire::{Judged, Problem};
use std::collections::BTreeSet;
use tests::behind::ask;
use tests::client::{Client, http, of_the_app};
use tests::invited::{Invited, PhoneKey, invite, secret, try_accept, try_invite};
use tests::random;
use tests::records::{device, record};
use tests::server::{Server, Surroundings};

/// A server, a supervisor, and somebody whom the supervisor follows.
struct Meeting {
    server: Server,
    supervisor: Client,
    stay: Record,
}

impl Meeting {
    async fn new() -> Result<Self> {
        Self::on(Server::demo().await?).await
    }

    async fn on(server: Server) -> Result<Self> {
        let supervisor = Client::sign_in(&server, Role::Supervisor).await?;
        let stay = supervisor.some_enrolment().await?;
        Ok(Self { server, supervisor, stay })
    }

    async fn invite(&self, by: By) -> Result<Invitation> {
        invite(&self.supervisor, self.stay.participation, by).await
    }

    /// The status and the code of the answer to whoever is not let in.
    async fn refused(&self, proof: Proof, words: Option<&str>) -> Result<(StatusCode, String)> {
        let request = AcceptRequest { proof, words: words.map(str::to_owned), key: None };
        let answer = try_accept(&http()?, self.server.origin(), &request).await?;
        ensure!(answer.headers().get(header::SET_COOKIE).is_none(), "nobody is signed in");
        Ok((answer.status(), answer.json::<Problem>().await?.code))
    }

    fn person(&self) -> Result<PersonId> {
        match &self.stay.body {
            Body::Enrolled(enrolment) => Ok(enrolment.person),
            _ => anyhow::bail!("an enrolment enrols"),
        }
    }

    /// Enrols somebody in the same intervention.
    async fn enrol(&self, person: PersonId) -> Result<ParticipationId> {
        let Body::Enrolled(mut enrolment) = self.stay.body.clone() else { anyhow::bail!("an enrolment enrols") };
        enrolment.person = person;
        enrolment.supervisor = Some(self.supervisor.account.id);
        let stay = ParticipationId::from_uuid(random::uuid());
        let device = device();
        let new = record(device, self.supervisor.account.id, stay, Body::Enrolled(enrolment));
        let verdicts = self.supervisor.push(device, &[new.write()]).await?;
        ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
        Ok(stay)
    }
}

/// The answer to whoever is not let in, whyever.
fn no() -> (StatusCode, String) {
    (StatusCode::UNAUTHORIZED, "invitation_refused".into())
}

fn stays(records: &[Record]) -> BTreeSet<ParticipationId> {
    records.iter().map(|record| record.participation).collect()
}

#[tokio::test]
async fn an_invitation_lets_the_person_in_once_by_its_secret_or_its_code() -> Result<()> {
    let meeting = Meeting::new().await?;
    for by_code in [false, true] {
        let invitation = meeting.invite(By::Screen).await?;
        assert!(invitation.link.starts_with(&format!("{}/sign-in#i-", meeting.server.origin())));
        assert_eq!((invitation.lasts, &invitation.words), (10 * 60 * 1000, &None));
        let code = Proof::Code(invitation.code.to_lowercase());
        let proof = if by_code { code.clone() } else { secret(&invitation)? };
        let phone = Invited::by(&meeting.server, proof, None).await?;
        assert_eq!(phone.accepted.signed_in.account.role, Role::Participant);
        assert_eq!(stays(&phone.records().await?), BTreeSet::from([meeting.stay.participation]));
        // Used is used, by either.
        assert_eq!(meeting.refused(secret(&invitation)?, None).await?, no());
        assert_eq!(meeting.refused(code, None).await?, no());
        assert!(phone.is_in().await?, "whoever came second has ended nothing");
    }
    Ok(())
}

#[tokio::test]
async fn of_many_devices_at_once_one_is_let_in() -> Result<()> {
    let meeting = Meeting::new().await?;
    let proof = secret(&meeting.invite(By::Screen).await?)?;
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (http, origin) = (http()?, meeting.server.origin().to_owned());
        let request = AcceptRequest { proof: proof.clone(), words: None, key: Some(PhoneKey::new()?.public()) };
        attempts.spawn(async move { try_accept(&http, &origin, &request).await.map(|answer| answer.status()) });
    }
    let statuses = attempts.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count(), 15);
    Ok(())
}

#[tokio::test]
async fn a_robot_that_opens_links_uses_nothing_up() -> Result<()> {
    let meeting = Meeting::new().await?;
    let invitation = meeting.invite(By::Screen).await?;
    let robot = http()?;
    // A fragment is sent to nobody; this robot sends it all the same.
    let (page, fragment) = invitation.link.split_once('#').context("a fragment")?;
    for address in [
        page.to_owned(),
        format!("{page}?{fragment}"),
        format!("{}/api/v1/invitations/accept?{fragment}", meeting.server.origin()),
    ] {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let answer = robot.request(method, &address).send().await?;
            assert!(answer.headers().get(header::SET_COOKIE).is_none());
        }
    }
    Invited::by(&meeting.server, secret(&invitation)?, None).await?;
    Ok(())
}

#[tokio::test]
async fn a_new_invitation_ends_the_one_before() -> Result<()> {
    let meeting = Meeting::new().await?;
    let first = meeting.invite(By::Screen).await?;
    let second = meeting.invite(By::Screen).await?;
    assert_eq!(meeting.refused(secret(&first)?, None).await?, no());
    assert_eq!(meeting.refused(Proof::Code(first.code), None).await?, no());
    Invited::by(&meeting.server, secret(&second)?, None).await?;
    Ok(())
}

#[tokio::test]
async fn a_new_phone_is_the_same_person_and_ends_the_old_one() -> Result<()> {
    let meeting = Meeting::new().await?;
    let old = Invited::by(&meeting.server, secret(&meeting.invite(By::Screen).await?)?, None).await?;
    assert!(!old.accepted.ended_others, "there was none before");
    let new = Invited::by(&meeting.server, secret(&meeting.invite(By::Screen).await?)?, None).await?;
    assert_eq!(new.accepted.signed_in.account.id, old.accepted.signed_in.account.id);
    assert!(new.accepted.ended_others && new.is_in().await?);
    assert_eq!(old.try_pull().await?.status(), StatusCode::UNAUTHORIZED);
    let answer = old.try_renew(old.challenge().await?).await?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "a revoked key renews nothing");
    // What both are given opens what the person has kept on either.
    let recovery = |phone: &Invited| phone.accepted.signed_in.keeping.as_ref().map(|keeping| keeping.recovery.clone());
    assert_eq!(recovery(&old), recovery(&new));
    Ok(())
}

#[tokio::test]
async fn another_stay_of_the_same_person_makes_no_second_person() -> Result<()> {
    let meeting = Meeting::new().await?;
    let person = meeting.person()?;
    let before = meeting.enrol(person).await?;
    let phone = Invited::by(&meeting.server, secret(&meeting.invite(By::Screen).await?)?, None).await?;
    let own = stays(&phone.records().await?);
    assert!(own.contains(&before) && own.contains(&meeting.stay.participation), "every stay of the person");

    let after = meeting.enrol(person).await?;
    assert!(stays(&phone.records().await?).contains(&after), "a stay that begins later comes by itself");
    let again = invite(&meeting.supervisor, after, By::Screen).await?;
    let again = Invited::by(&meeting.server, secret(&again)?, None).await?;
    assert_eq!(again.accepted.signed_in.account.id, phone.accepted.signed_in.account.id);

    let other = meeting.enrol(PersonId::from_uuid(random::uuid())).await?;
    let other = invite(&meeting.supervisor, other, By::Screen).await?;
    let other = Invited::by(&meeting.server, secret(&other)?, None).await?;
    assert_ne!(other.accepted.signed_in.account.id, phone.accepted.signed_in.account.id);
    assert!(!other.accepted.ended_others && again.is_in().await?);
    assert_eq!(stays(&other.records().await?).len(), 1);
    Ok(())
}

#[tokio::test]
async fn who_takes_part_already_stays_who_it_is() -> Result<()> {
    let server = Server::demo().await?;
    let participant = Client::sign_in(&server, Role::Participant).await?;
    let stay = participant.some_stay().await?;
    let supervisor = supervisor_of(&server, stay).await?;
    let invitation = invite(&supervisor, stay, By::Screen).await?;
    let phone = Invited::by(&server, secret(&invitation)?, None).await?;
    assert_eq!(phone.accepted.signed_in.account.id, participant.account.id);
    assert!(phone.accepted.ended_others);
    assert_eq!(participant.get("/api/v1/session").await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

async fn supervisor_of(server: &Server, stay: ParticipationId) -> Result<Client> {
    for name in ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"] {
        let one = Client::supervisor(server, name).await?;
        if one.records().await?.iter().any(|record| record.participation == stay) {
            return Ok(one);
        }
    }
    anyhow::bail!("nobody follows the participant")
}

#[tokio::test]
async fn nobody_invites_a_person_of_somebody_else() -> Result<()> {
    let meeting = Meeting::new().await?;
    let stay = meeting.stay.participation;
    let mut strangers = 0;
    for name in ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"] {
        let one = Client::supervisor(&meeting.server, name).await?;
        let follows = one.records().await?.iter().any(|record| record.participation == stay);
        let foreign = try_invite(&one, stay, By::Screen).await?.status();
        let unknown = try_invite(&one, ParticipationId::from_uuid(random::uuid()), By::Screen).await?.status();
        assert_eq!(unknown, StatusCode::NOT_FOUND);
        assert_eq!(foreign, if follows { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{name}");
        strangers += usize::from(!follows);
    }
    assert!(strangers > 0);
    for role in [Role::Participant, Role::ProjectLeader, Role::AssociationAnalyst] {
        let client = Client::sign_in(&meeting.server, role).await?;
        assert_eq!(try_invite(&client, stay, By::Screen).await?.status(), StatusCode::FORBIDDEN, "{role:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_invitation_lets_nobody_in_when_its_maker_follows_the_stay_no_more() -> Result<()> {
    let meeting = Meeting::new().await?;
    let stay = meeting.stay.participation;
    let invitation = meeting.invite(By::Screen).await?;
    let (device, own) = (device(), meeting.supervisor.account.id);
    let mut is_handed_over = false;
    for name in ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8"] {
        let to = Client::supervisor(&meeting.server, name).await?.account.id;
        let body = Body::SupervisorChanged { to };
        let mut new = record(device, own, stay, body);
        new.seen = vec![meeting.stay.id];
        let verdicts = meeting.supervisor.push(device, &[new.write()]).await?;
        is_handed_over = to != own && matches!(verdicts[0].judged, Judged::Accepted { .. });
        if is_handed_over {
            break;
        }
    }
    ensure!(is_handed_over, "nobody else works there");
    for proof in [secret(&invitation)?, Proof::Code(invitation.code)] {
        assert_eq!(meeting.refused(proof, None).await?, no());
    }
    Ok(())
}

#[tokio::test]
async fn a_corrected_enrolment_is_about_the_person_it_names() -> Result<()> {
    let meeting = Meeting::new().await?;
    let person = PersonId::from_uuid(random::uuid());
    let stay = meeting.enrol(person).await?;
    let query = format!("SELECT person FROM participations WHERE id = '{stay}'");
    assert_eq!(ask(meeting.server.place(), &query).await?, person.to_string());

    let mut written = meeting.supervisor.records().await?.into_iter();
    let mut corrected = written.find(|record| record.participation == stay).context("the enrolment")?;
    let Body::Enrolled(enrolment) = &mut corrected.body else { anyhow::bail!("an enrolment enrols") };
    enrolment.person = PersonId::from_uuid(random::uuid());
    let right = enrolment.person;
    corrected.seen = vec![corrected.id];
    (corrected.id, corrected.device) = (RecordId::from_uuid(random::uuid()), device());
    let verdicts = meeting.supervisor.push(corrected.device, &[corrected.write()]).await?;
    ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    assert_eq!(ask(meeting.server.place(), &query).await?, right.to_string());
    Ok(())
}

#[tokio::test]
async fn nobody_is_invited_to_an_anonymous_stay() -> Result<()> {
    let meeting = Meeting::new().await?;
    let Body::Enrolled(enrolment) = &meeting.stay.body else { anyhow::bail!("an enrolment enrols") };
    let body = Body::EnrolledAnonymously {
        intervention: enrolment.intervention,
        gender: enrolment.gender,
        start_year: random::this_month().year(),
    };
    let (device, stay) = (device(), ParticipationId::from_uuid(random::uuid()));
    let new = record(device, meeting.supervisor.account.id, stay, body);
    let verdicts = meeting.supervisor.push(device, &[new.write()]).await?;
    ensure!(matches!(verdicts[0].judged, Judged::Accepted { .. }), "{verdicts:?}");
    let answer = try_invite(&meeting.supervisor, stay, By::Screen).await?;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(answer.json::<Problem>().await?.code, "nobody_to_invite");
    Ok(())
}

#[tokio::test]
async fn a_letter_needs_the_words_and_bears_few_wrong_ones() -> Result<()> {
    let meeting = Meeting::new().await?;
    let letter = meeting.invite(By::Letter).await?;
    assert_eq!(letter.lasts, 72 * 60 * 60 * 1000);
    let words = letter.words.clone().context("words go with a letter")?;
    // Without words nothing is guessed, and nothing counted.
    for _ in 0..10 {
        assert_eq!(meeting.refused(secret(&letter)?, None).await?, no());
    }
    for _ in 1..MOST_WRONG_WORDS {
        assert_eq!(meeting.refused(secret(&letter)?, Some("fel ord")).await?, no());
    }
    Invited::by(&meeting.server, secret(&letter)?, Some(format!(" {} ", words.to_uppercase()))).await?;

    let letter = meeting.invite(By::Letter).await?;
    for _ in 0..MOST_WRONG_WORDS {
        assert_eq!(meeting.refused(secret(&letter)?, Some("fel ord")).await?, no());
    }
    assert_eq!(meeting.refused(secret(&letter)?, letter.words.as_deref()).await?, no(), "it is dead");
    // By the code that is in the letter it is the same.
    let letter = meeting.invite(By::Letter).await?;
    assert_eq!(meeting.refused(Proof::Code(letter.code.clone()), None).await?, no());
    Invited::by(&meeting.server, Proof::Code(letter.code), letter.words).await?;
    Ok(())
}

#[tokio::test]
async fn ten_thousand_guesses_find_nothing_and_lock_nobody_out() -> Result<()> {
    let surroundings = Surroundings {
        environment: vec![("STEGVIS_ADDRESS_HEADER".into(), "x-forwarded-for".into())],
        ..Surroundings::default()
    };
    let meeting = Meeting::on(Server::on_a_folder_within(surroundings).await?).await?;
    let (by_code, address) =
        (meeting.invite(By::Screen).await?, format!("{}/api/v1/invitations/accept", meeting.server.origin()));
    let guesser = reqwest::Client::builder().default_headers(of_the_app()).build()?;
    let try_from = async |code: String, from: String| {
        let request = AcceptRequest { proof: Proof::Code(code), words: None, key: None };
        let answer = guesser.post(&address).header("x-forwarded-for", from).json(&request).send().await?;
        let waits = answer.headers().get(header::RETRY_AFTER).is_some();
        assert_eq!(waits, answer.status() == StatusCode::TOO_MANY_REQUESTS);
        anyhow::Ok(answer.status())
    };
    let mut tried = 0;
    for number in 0..10_000_u128 {
        let code = ShortCode::from_random((u128::from(random::number()) * 77 + number).to_le_bytes());
        // Five hundred addresses, as a robber of phones might have.
        match try_from(code.plain().to_owned(), format!("198.51.{}.{}", number % 2, number % 250)).await? {
            StatusCode::UNAUTHORIZED => tried += 1,
            StatusCode::TOO_MANY_REQUESTS => {}
            other => anyhow::bail!("a guess was answered {other}"),
        }
    }
    assert!(tried <= 1000 + 500, "{tried} guesses were looked at");
    // Whoever shares an address with a guesser waits; the picture goes on, and so does a code from elsewhere.
    assert_eq!(try_from(by_code.code.clone(), "198.51.0.0".into()).await?, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_from(by_code.code, "203.0.113.5".into()).await?, StatusCode::OK);
    let by_picture = secret(&meeting.invite(By::Screen).await?)?;
    let request = AcceptRequest { proof: by_picture, words: None, key: None };
    let answer = guesser.post(&address).header("x-forwarded-for", "198.51.0.0").json(&request).send().await?;
    assert_eq!(answer.status(), StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn an_address_that_somebody_invents_does_not_count_as_another() -> Result<()> {
    let meeting = Meeting::new().await?;
    let address = format!("{}/api/v1/invitations/accept", meeting.server.origin());
    let mut waits = false;
    for number in 0..50_u8 {
        let code = ShortCode::from_random([number; 16]).plain().to_owned();
        let request = AcceptRequest { proof: Proof::Code(code), words: None, key: None };
        let forwarded = format!("203.0.113.{number}");
        let answer = http()?.post(&address).header("x-forwarded-for", forwarded).json(&request).send().await?;
        waits |= answer.status() == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(waits);
    Ok(())
}

#[tokio::test]
async fn a_phone_comes_back_by_its_key_and_reads_only_with_its_own_secret() -> Result<()> {
    let meeting = Meeting::new().await?;
    let mut phone = Invited::by(&meeting.server, secret(&meeting.invite(By::Screen).await?)?, None).await?;
    phone.http = http()?;
    assert_eq!(phone.try_pull().await?.status(), StatusCode::UNAUTHORIZED, "the cookie is gone");
    let challenge = phone.challenge().await?;
    let own = std::mem::replace(&mut phone.key, PhoneKey::new()?);
    assert_eq!(phone.try_renew(challenge.clone()).await?.status(), StatusCode::UNAUTHORIZED, "another key");
    phone.key = own;
    let account = phone.accepted.signed_in.account.id;
    let foreign = renewal_text("https://another.example", account, phone.device_key()?, &challenge);
    let foreign = RenewRequest {
        device_key: phone.device_key()?,
        challenge: challenge.clone(),
        signature: phone.key.sign(&foreign)?,
    };
    let foreign = phone.http.post(format!("{}/api/v1/session/renew", phone.origin)).json(&foreign).send().await?;
    assert_eq!(foreign.status(), StatusCode::UNAUTHORIZED, "signed for another server");
    assert_eq!(phone.try_renew(challenge.clone()).await?.status(), StatusCode::NO_CONTENT);
    assert!(phone.is_in().await?);
    assert_eq!(phone.try_renew(challenge).await?.status(), StatusCode::UNAUTHORIZED, "a challenge is signed once");

    // By the signature alone nothing is read, and no keys are handed out.
    let bare = phone.http.post(format!("{}/api/v1/sync/pull", phone.origin)).json(&tests::client::pull_request(1));
    assert_eq!(bare.send().await?.json::<Problem>().await?.code, "still_locked");
    let keys = phone.http.post(format!("{}/api/v1/session/keys", phone.origin)).json(&()).send().await?;
    assert_eq!(keys.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn a_renewed_session_is_another_one_and_the_copy_of_the_old_is_worth_nothing() -> Result<()> {
    let meeting = Meeting::new().await?;
    let proof = secret(&meeting.invite(By::Screen).await?)?;
    let key = PhoneKey::new()?;
    let plain = reqwest::Client::builder().default_headers(of_the_app()).build()?;
    let request = AcceptRequest { proof, words: None, key: Some(key.public()) };
    let answer = try_accept(&plain, meeting.server.origin(), &request).await?.error_for_status()?;
    let stolen = cookie_of(&answer)?;
    let phone =
        Invited { http: plain.clone(), origin: meeting.server.origin().into(), accepted: answer.json().await?, key };
    let is_in = async |cookie: &str| {
        let request = plain.get(format!("{}/api/v1/session", phone.origin)).header(header::COOKIE, cookie);
        anyhow::Ok(request.header(READING_HEADER, phone.reading()?).send().await?.status() == StatusCode::OK)
    };
    assert!(is_in(&stolen).await?);
    let renewed = phone.try_renew(phone.challenge().await?).await?;
    let fresh = cookie_of(&renewed)?;
    assert_ne!(fresh, stolen);
    assert!(is_in(&fresh).await? && !is_in(&stolen).await?);
    Ok(())
}

fn cookie_of(answer: &Response) -> Result<String> {
    let set = answer.headers().get(header::SET_COOKIE).context("there is a cookie")?.to_str()?;
    Ok(set.split(';').next().unwrap_or_default().to_owned())
}
