//! Files that a member's administrator takes in: looked at, tried, taken in, listed, and taken back. What takes long answers
//! line by line how far it is. A file travels in its request and is held in memory until it is judged.

use super::member_right;
use crate::digest::sha256;
use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::import::{OnScreen, look};
use crate::store::{Begun, MemberRight, NewImport};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding};
use futures::stream;
use shared::id::ImportId;
use shared::import::{
    FileFault, ImportRequest, Imports, LARGEST_FILE, LookRequest, Looked, Told, UndoRequest, Undoing, Verdict,
};
use shared::policy::Action;
use shared::record::check_free_text;
use shared::reference::Reference;
use shared::sync::wire::Problem;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::spawn_blocking;

/// The largest body that is read here: the largest file in Base64, and what goes with it.
pub(in crate::http) const LARGEST_BODY: usize = LARGEST_FILE as usize / 3 * 4 + 64 * 1024;
/// How many files are at work in one process.
pub(crate) const AT_ONCE: usize = 2;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

/// What is answered where a file is not even looked at.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is none")]
enum NoFile {
    /// The account looks after no member
    #[response(status = 404)]
    NoMember(Problem),
    /// The file is larger than what is taken in here
    #[response(status = 413)]
    TooLarge(Problem),
}

/// The files that were taken in for the own member.
#[utoipa::path(
    get, path = "/api/v1/administration/imports", tag = "administration",
    responses(
        (status = 200, description = "The newest first", body = Imports),
        (status = 404, description = "The account looks after no member", body = Problem),
    )
)]
pub(in crate::http) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Imports>, Fault> {
    let right = member_right(&app, &session, Action::ImportFiles).await?;
    Ok(Json(app.store.imports(right).await?))
}

/// Looks at a file: its columns, and how many rows there are. Nothing of it is kept.
#[utoipa::path(
    post, path = "/api/v1/administration/imports/look", tag = "administration", request_body = LookRequest,
    responses(
        (status = 200, description = "What was seen", body = Looked),
        NoFile,
    )
)]
pub(in crate::http) async fn look_at(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(request): Body<LookRequest>,
) -> Result<Json<Looked>, Fault> {
    member_right(&app, &session, Action::ImportFiles).await?;
    let content = match content(&request.content)? {
        Ok(content) => content,
        Err(fault) => return Ok(Json(Looked::Fault(fault))),
    };
    let Some(permit) = permit(&app) else { return Ok(Json(Looked::Fault(FileFault::Busy))) };
    let looked = spawn_blocking(move || {
        let _permit = permit;
        look(&content)
    });
    Ok(Json(looked.await?))
}

/// Tries a file: judges every row and keeps nothing.
#[utoipa::path(
    post, path = "/api/v1/administration/imports/trial", tag = "administration", request_body = ImportRequest,
    responses(
        (status = 200, description = "Lines of JSON: how far it is, and in the end what would become of the file", body = Told, content_type = "application/x-ndjson"),
        NoFile,
    )
)]
pub(in crate::http) async fn trial(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(request): Body<ImportRequest>,
) -> Result<Response, Fault> {
    let right = member_right(&app, &session, Action::ImportFiles).await?;
    begun(app, right, request, None).await
}

/// Takes a file in under this id: what is good of it is kept, what is not is told. Asked again with the same file, it goes
/// on where it broke off, and changes nothing more.
#[utoipa::path(
    put, path = "/api/v1/administration/imports/{id}", tag = "administration", request_body = ImportRequest,
    params(("id" = String, Path, description = "The import, by an id that the one who asks has made")),
    responses(
        (status = 200, description = "Lines of JSON: how far it is, and in the end what became of the file", body = Told, content_type = "application/x-ndjson"),
        NoFile,
    )
)]
pub(in crate::http) async fn take_in(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(request): Body<ImportRequest>,
) -> Result<Response, Fault> {
    let right = member_right(&app, &session, Action::ImportFiles).await?;
    let id = ImportId::parse(&id).ok_or(Fault::NotHere)?;
    begun(app, right, request, Some(id)).await
}

/// Takes a whole file back: each record that it brought gets one beside it that says that it never held. Where somebody has
/// worked on what it brought, nothing is taken back, or all the rest.
#[utoipa::path(
    post, path = "/api/v1/administration/imports/{id}/undo", tag = "administration", request_body = UndoRequest,
    params(("id" = String, Path, description = "The import")),
    responses(
        (status = 200, description = "What came of it", body = Undoing),
        (status = 404, description = "It is another member's, or there is none", body = Problem),
    )
)]
pub(in crate::http) async fn undo(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(how): Body<UndoRequest>,
) -> Result<Json<Undoing>, Fault> {
    let right = member_right(&app, &session, Action::ImportFiles).await?;
    let import = ImportId::parse(&id).ok_or(Fault::NotHere)?;
    app.store.undo_import(right, import, how, app.clock.now()).await?.map(Json).ok_or(Fault::NotHere)
}

/// A file that is to be judged.
struct File {
    request: ImportRequest,
    content: Arc<[u8]>,
    digest: String,
    reference: Arc<Reference>,
    under: Option<ImportId>,
}

/// Begins the work and answers with its lines. A file that is taken in is taken in to its end whether or not anybody hears
/// of it; one that is tried for nobody is given up.
async fn begun(
    app: Arc<App>,
    right: MemberRight,
    request: ImportRequest,
    under: Option<ImportId>,
) -> Result<Response, Fault> {
    let content = match content(&request.content)? {
        Ok(content) => content,
        Err(fault) => return Ok(lines(vec![Told::Fault(fault)])),
    };
    let name = &*request.name;
    if name.chars().count() > LONGEST_NAME || check_free_text(name).is_err() {
        return Ok(lines(vec![Told::Fault(FileFault::Name)]));
    }
    let Some(permit) = permit(&app) else { return Ok(lines(vec![Told::Fault(FileFault::Busy)])) };
    let reference = app.reference.now(&app.store, right.association()).await?;
    let digest = sha256(&content);
    let file = File { request: ImportRequest { content: String::new(), ..request }, content, digest, reference, under };
    let (teller, told) = unbounded_channel();
    let handle = Handle::current();
    spawn_blocking(move || handle.block_on(work(&app, right, file, &teller, permit)));
    let lines = stream::unfold(told, async |mut told| {
        let line: Told = told.recv().await?;
        Some((Ok::<_, Infallible>(written(&line)), told))
    });
    Ok(as_lines(axum::body::Body::from_stream(lines)))
}

async fn work(
    app: &App,
    right: MemberRight,
    file: File,
    teller: &UnboundedSender<Told>,
    _permit: OwnedSemaphorePermit,
) {
    let last = match judged(app, right, &file, teller).await {
        Ok(verdict) => Told::Over(verdict),
        Err(fault) => Told::Fault(fault),
    };
    // Whoever asked may have gone away.
    let _ = teller.send(last);
}

async fn judged(
    app: &App,
    right: MemberRight,
    file: &File,
    teller: &UnboundedSender<Told>,
) -> Result<Verdict, FileFault> {
    let broken_off = |error: crate::store::StoreError| {
        tracing::error!(%error, "a file could not be taken in to its end");
        FileFault::BrokenOff
    };
    let File { request, content, digest, reference, under } = file;
    if let Some(id) = *under {
        let new = NewImport { id, kind: request.kind, name: request.name.clone(), digest: digest.clone() };
        match app.store.begin_import(right, new, app.clock.now()).await.map_err(broken_off)? {
            Begun::Yes => {}
            Begun::AnotherFile => return Err(FileFault::AnotherFile),
        }
    }
    let taken_before = match under {
        Some(_) => None,
        None => app.store.taken_before(right, digest).await.map_err(broken_off)?,
    };
    let names = app.store.names_of_member(right).await.map_err(broken_off)?.into();
    let (store, reference, clock) = (&app.store, reference.clone(), app.clock);
    let on_screen = OnScreen { store, right, reference, clock, under: *under };
    let told = |done, of| drop(teller.send(Told::Progress { done, of }));
    let gone = || under.is_none() && teller.is_closed();
    let verdict = on_screen.take(content, (request.kind, &request.columns), names, (&told, &gone)).await?;
    if let Some(id) = *under {
        app.store.finish_import(right, id, &verdict, app.clock.now()).await.map_err(broken_off)?;
    }
    Ok(Verdict { taken_before, ..verdict })
}

/// The bytes of a file, or what is to be said of them.
fn content(base64: &str) -> Result<Result<Arc<[u8]>, FileFault>, Fault> {
    let bytes = Base64::decode_vec(base64).map_err(|_| Fault::Unreadable("content is not Base64".into()))?;
    let is_larger = bytes.len() > LARGEST_FILE as usize;
    Ok(if is_larger { Err(FileFault::TooLarge { most: LARGEST_FILE }) } else { Ok(bytes.into()) })
}

fn permit(app: &App) -> Option<OwnedSemaphorePermit> {
    app.files_at_work.clone().try_acquire_owned().ok()
}

/// Texts, numbers and lists can always be written.
fn written(line: &Told) -> String {
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}

fn lines(lines: Vec<Told>) -> Response {
    as_lines(lines.iter().map(written).collect::<String>().into())
}

fn as_lines(body: axum::body::Body) -> Response {
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}
