//! Talking to the server. Every answer that is not the server's own is told apart from a refusal, so that a captive
//! portal's page never passes for an acknowledgement.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use shared::account::{APP_HEADER, READING_HEADER, SignInAnswer};
use shared::audit::{AuditPage, Readers};
use shared::dashboard::{DashboardFigures, MovementDashboard};
use shared::effect_dashboard::EffectDashboard;
use shared::entrance::Entrances;
use shared::goal_matrix::GoalMatrix;
use shared::id::{DeviceKeyId, ParticipationId, SavedReportId};
use shared::invitation::{
    AcceptRequest, Accepted, Challenge, ChallengeRequest, Invitation, InviteRequest, RenewRequest,
};
use shared::own_record::OwnRecord;
use shared::push_reminder::{PushAddress, ReminderState};
use shared::quarantine::{AsideKey, Asides, CloseAside};
use shared::report::saved::{FollowUpSheet, MadeAgain, SaveReport, SavedReport, SavedReports};
use shared::sealing::UnsentFile;
use shared::sync::Failure;
use shared::sync::wire::{Judged, Problem, PullRequest, PullResponse, PushRequest, PushResponse, SignInRequest};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// Why an exchange came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServerFault {
    /// As sync tells failures apart.
    #[error("{0:?}")]
    Failed(Failure),
    /// The server said no, and why.
    #[error("{}", .0.message)]
    Refused(Problem),
}

/// Exchanges a link's secret for a session.
pub async fn sign_in(secret: &str) -> Result<SignInAnswer, ServerFault> {
    let request = SignInRequest { secret: secret.to_owned(), locks: true };
    exchange(Request::post("/api/v1/session"), Some(&request)).await
}

/// Asks once more for what sign-in gave, which the server does for some minutes.
pub async fn keys_again() -> Result<SignInAnswer, ServerFault> {
    exchange(Request::post("/api/v1/session/keys"), Some(&())).await
}

/// Accepts an invitation.
pub async fn accept(request: &AcceptRequest) -> Result<Accepted, ServerFault> {
    exchange(Request::post("/api/v1/invitations/accept"), Some(request)).await
}

/// Asks for something to sign with the phone's key.
pub async fn challenge(device_key: DeviceKeyId) -> Result<Challenge, ServerFault> {
    exchange(Request::post("/api/v1/session/challenge"), Some(&ChallengeRequest { device_key })).await
}

/// Renews the session.
pub async fn renew(request: &RenewRequest) -> Result<(), ServerFault> {
    done(Request::post("/api/v1/session/renew"), Some(request)).await
}

/// Asks for an invitation of somebody whom the supervisor follows.
pub async fn invite(request: &InviteRequest, reading: Option<&str>) -> Result<Invitation, ServerFault> {
    exchange(with(reading, Request::post("/api/v1/invitations")), Some(request)).await
}

/// On which phones a participant is signed in.
pub async fn phones_of(stay: ParticipationId, reading: Option<&str>) -> Result<Entrances, ServerFault> {
    let request = Request::get(&format!("/api/v1/participations/{stay}/phones"));
    exchange(with(reading, request), None::<&()>).await
}

/// Signs a participant out everywhere.
pub async fn end_phones_of(stay: ParticipationId, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::delete(&format!("/api/v1/participations/{stay}/phones"))), None::<&()>).await
}

/// On which phones and browsers one is signed in.
pub async fn entrances(reading: Option<&str>) -> Result<Entrances, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/sessions")), None::<&()>).await
}

/// Signs out on one of them.
pub async fn end_entrance(id: &str, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::delete(&format!("/api/v1/sessions/{id}"))), None::<&()>).await
}

/// Sends a request whose answer says nothing beside that it was done.
pub(super) async fn done<Q: Serialize>(request: RequestBuilder, body: Option<&Q>) -> Result<(), ServerFault> {
    exchange_texts(request, written(body)?).await.map(|_| ())
}

/// Ends the session.
pub async fn sign_out() -> Result<(), ServerFault> {
    let (answer, _patience) = sent(Request::delete("/api/v1/session"), None).await?;
    if answer.ok() || answer.status() == 401 { Ok(()) } else { Err(read_fault(answer).await) }
}

/// Sends records.
pub async fn push(request: &PushRequest) -> Result<PushResponse, Failure> {
    exchange(Request::post("/api/v1/sync/push"), Some(request)).await.map_err(to_failure)
}

/// Asks for what is new.
pub async fn pull(request: &PullRequest, reading: Option<&str>) -> Result<PullResponse, Failure> {
    exchange(with(reading, Request::post("/api/v1/sync/pull")), Some(request)).await.map_err(to_failure)
}

/// With the secret that goes with everything that reads.
pub(super) fn with(reading: Option<&str>, request: RequestBuilder) -> RequestBuilder {
    reading.into_iter().fold(request, |request, reading| request.header(READING_HEADER, reading))
}

/// Hands in the file of a phone that cannot send.
pub async fn hand_in(file: &UnsentFile, reading: Option<&str>) -> Result<PushResponse, ServerFault> {
    exchange(with(reading, Request::post("/api/v1/sync/unsent")), Some(file)).await
}

/// Asks what was put aside and is to be reviewed.
pub async fn asides(reading: Option<&str>) -> Result<Asides, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/quarantine")), None::<&()>).await
}

/// Has a record that was put aside judged again.
pub async fn accept_aside(key: &AsideKey, reading: Option<&str>) -> Result<Judged, ServerFault> {
    exchange(with(reading, Request::post("/api/v1/quarantine/acceptance")), Some(key)).await
}

/// Closes the review of one.
pub async fn close_aside(closing: &CloseAside, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::post("/api/v1/quarantine/closing")), Some(closing)).await
}

/// Asks for the movement dashboard; `query` as the address takes it.
pub async fn movement(query: &str, reading: Option<&str>) -> Result<MovementDashboard, ServerFault> {
    let request = Request::get(&format!("/api/v1/dashboards/movement{query}"));
    exchange(with(reading, request), None::<&()>).await
}

/// Has a report made as a file; `address` as those of reports go on.
pub async fn report_file(address: &str, reading: Option<&str>) -> Result<Vec<u8>, ServerFault> {
    let request = with(reading, Request::get(&format!("/api/v1/reports{address}")));
    let (answer, _patience) = sent(request, None).await?;
    if !answer.ok() {
        return Err(read_fault(answer).await);
    }
    answer.binary().await.map_err(|_| ServerFault::Failed(Failure::Unreachable))
}

/// Has a report made and saved.
pub async fn save_report(request: &SaveReport, reading: Option<&str>) -> Result<SavedReport, ServerFault> {
    exchange(with(reading, Request::post("/api/v1/reports/saved")), Some(request)).await
}

/// Asks which reports were saved.
pub async fn saved_reports(reading: Option<&str>) -> Result<SavedReports, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/reports/saved")), None::<&()>).await
}

/// Has a saved report made again.
pub async fn report_again(id: SavedReportId, reading: Option<&str>) -> Result<MadeAgain, ServerFault> {
    exchange(with(reading, Request::get(&format!("/api/v1/reports/saved/{id}"))), None::<&()>).await
}

/// Asks for the sheet of the national follow-up; `query` as the address takes it.
pub async fn follow_up_sheet(query: &str, reading: Option<&str>) -> Result<FollowUpSheet, ServerFault> {
    let request = Request::get(&format!("/api/v1/reports/national-follow-up{query}"));
    exchange(with(reading, request), None::<&()>).await
}

/// Asks for the goal matrix.
pub async fn goals(reading: Option<&str>) -> Result<GoalMatrix, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/goals")), None::<&()>).await
}

/// Asks for the effect on society; `query` as the address takes it.
pub async fn effect(query: &str, reading: Option<&str>) -> Result<EffectDashboard, ServerFault> {
    let request = Request::get(&format!("/api/v1/dashboards/effect{query}"));
    exchange(with(reading, request), None::<&()>).await
}

/// Asks for the figures of reports, of one selection.
pub async fn figures(asked: &[(&'static str, String)], reading: Option<&str>) -> Result<DashboardFigures, ServerFault> {
    let request = Request::get("/api/v1/dashboards/figures").query(asked.iter().map(|(name, value)| (*name, value)));
    exchange(with(reading, request), None::<&()>).await
}

/// Asks for a page of the audit log; `query` as the address takes it.
pub async fn audit(query: &str, reading: Option<&str>) -> Result<AuditPage, ServerFault> {
    exchange(with(reading, Request::get(&format!("/api/v1/audit{query}"))), None::<&()>).await
}

/// Asks who has read the participant's record.
pub async fn own_readers(reading: Option<&str>) -> Result<Readers, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/own/readers")), None::<&()>).await
}

/// Asks for everything that is kept of the participant.
pub async fn own_record(reading: Option<&str>) -> Result<OwnRecord, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/own/record")), None::<&()>).await
}

/// Has everything erased that is kept of the participant.
pub async fn erase_everything(reading: Option<&str>) -> Result<(), ServerFault> {
    #[derive(Serialize)]
    struct Erasure {
        erase: &'static str,
    }
    let request = with(reading, Request::post("/api/v1/own/erasure"));
    let _: IgnoredAny = exchange(request, Some(&Erasure { erase: "everything_about_me" })).await?;
    Ok(())
}

/// Asks how it stands with the reminder on this phone.
pub async fn reminder(reading: Option<&str>) -> Result<ReminderState, ServerFault> {
    exchange(with(reading, Request::get("/api/v1/own/reminder")), None::<&()>).await
}

/// Has this phone reminded where its browser is reached.
pub async fn start_reminder(address: &PushAddress, reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::put("/api/v1/own/reminder")), Some(address)).await
}

/// Has this phone reminded no longer.
pub async fn stop_reminder(reading: Option<&str>) -> Result<(), ServerFault> {
    done(with(reading, Request::delete("/api/v1/own/reminder")), None::<&()>).await
}

/// Fetches one of the app's own files.
pub async fn file(address: &str) -> Result<String, ServerFault> {
    let answer = Request::get(address).send().await.map_err(|_| ServerFault::Failed(Failure::Unreachable))?;
    if !answer.ok() {
        return Err(read_fault(answer).await);
    }
    answer.text().await.map_err(|_| ServerFault::Failed(Failure::Unreachable))
}

/// How long an exchange may take, in milliseconds. A network that swallows everything must not hold up sync for ever,
/// and a slow one needs its time.
const PATIENCE: u32 = 2 * 60 * 1000;

/// Gives up on a request after [`PATIENCE`], unless it is dropped before.
fn give_up_later(request: RequestBuilder) -> (RequestBuilder, Option<Timeout>) {
    // A browser without it waits as long as its network does.
    let Ok(controller) = AbortController::new() else { return (request, None) };
    let request = request.abort_signal(Some(&controller.signal()));
    (request, Some(Timeout::new(PATIENCE, move || controller.abort())))
}

/// Sends what the app asks for, with the header that says so. The answer may be a refusal, and what it says has yet to be
/// read, for which the time is not over.
async fn sent(request: RequestBuilder, body: Option<String>) -> Result<(Response, Option<Timeout>), ServerFault> {
    let failed = |failure| move |_| ServerFault::Failed(failure);
    let (request, patience) = give_up_later(request.header(APP_HEADER, "1"));
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body),
        None => request.build(),
    };
    let answer = request.map_err(failed(Failure::Server))?.send().await.map_err(failed(Failure::Unreachable))?;
    Ok((answer, patience))
}

/// Sends a body, if there is one, and reads the answer.
pub(super) async fn exchange<Q: Serialize, A: DeserializeOwned>(
    request: RequestBuilder,
    body: Option<&Q>,
) -> Result<A, ServerFault> {
    let text = exchange_texts(request, written(body)?).await?;
    shared::json::read(&text).map_err(|_| ServerFault::Failed(Failure::NotOurs))
}

pub(super) fn written<Q: Serialize>(body: Option<&Q>) -> Result<Option<String>, ServerFault> {
    body.map(serde_json::to_string).transpose().map_err(|_| ServerFault::Failed(Failure::Server))
}

// Boxed: each caller would otherwise bring a copy of it.
pub(super) fn exchange_texts(
    request: RequestBuilder,
    body: Option<String>,
) -> LocalBoxFuture<'static, Result<String, ServerFault>> {
    let exchange = async move {
        let (answer, _patience) = sent(request, body).await?;
        if !answer.ok() {
            return Err(read_fault(answer).await);
        }
        // Not `json()`: the browser's own reading of JSON loses the texts of records, byte for byte.
        answer.text().await.map_err(|_| ServerFault::Failed(Failure::Unreachable))
    };
    exchange.boxed_local()
}

/// Sends a body, and hands over the lines of the answer as they come.
pub(super) async fn line_by_line(
    request: RequestBuilder,
    body: Option<String>,
    mut on_line: impl FnMut(&str),
) -> Result<(), ServerFault> {
    let (answer, patience) = sent(request, body).await?;
    if !answer.ok() {
        return Err(read_fault(answer).await);
    }
    // From here on each line says that it goes on.
    drop(patience);
    let unreachable = || ServerFault::Failed(Failure::Unreachable);
    let stream = answer.body().ok_or_else(unreachable)?;
    let reader = stream.get_reader();
    let read: Function =
        Reflect::get(&reader, &"read".into()).ok().and_then(|read| read.dyn_into().ok()).ok_or_else(unreachable)?;
    let mut waiting = Vec::new();
    loop {
        let promise: Promise =
            read.call0(&reader).ok().and_then(|read| read.dyn_into().ok()).ok_or_else(unreachable)?;
        let chunk = JsFuture::from(promise).await.map_err(|_| unreachable())?;
        if Reflect::get(&chunk, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Ok(());
        }
        let bytes = Reflect::get(&chunk, &"value".into()).map_err(|_| unreachable())?;
        waiting.extend(Uint8Array::new(&bytes).to_vec());
        while let Some(end) = waiting.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = waiting.drain(..=end).collect();
            on_line(&String::from_utf8_lossy(&line));
        }
    }
}

/// Reads an answer that is not a success.
async fn read_fault(answer: Response) -> ServerFault {
    let (status, retry_after) = (answer.status(), answer.headers().get("retry-after"));
    let body = answer.text().await.unwrap_or_default();
    match (Failure::of(status, retry_after.as_deref(), &body), shared::json::read(&body)) {
        (Failure::Server, Ok(problem)) if status < 500 => ServerFault::Refused(problem),
        (failure, _) => ServerFault::Failed(failure),
    }
}

fn to_failure(fault: ServerFault) -> Failure {
    match fault {
        ServerFault::Failed(failure) => failure,
        ServerFault::Refused(_) => Failure::Server,
    }
}
