//! The bridge, the code lists and the questionnaires of an association, for its analyst: what there is, and new versions.

use crate::http::App;
use crate::http::fault::Fault;
use crate::http::signed_in::SignedIn;
use crate::http::wire::Body;
use crate::store::{AssociationRight, Edited, EditionText, Session};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use shared::administration::{EditionKind, Editions, InstrumentFile, InstrumentLine};
use shared::code::{Code, CodeList};
use shared::edition::{BridgeEdition, BridgeEditionFault, ListEditionFault, list_follows};
use shared::file_error::FileError;
use shared::instrument::Instrument;
use shared::policy::Action;
use shared::sync::wire::Problem;
use std::sync::Arc;

fn right_of(session: &Session) -> Result<AssociationRight, Fault> {
    session.administers_association(Action::AdministerReferenceData).ok_or(Fault::NotYourRole)
}

/// The newest version of everything, and what was made here.
#[utoipa::path(
    get, path = "/api/v1/administration/editions", tag = "administration",
    responses((status = 200, description = "As it is edited", body = Editions))
)]
pub(in crate::http) async fn all(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
) -> Result<Json<Editions>, Fault> {
    let right = right_of(&session)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    Ok(Json(Editions {
        bridge: BridgeEdition { bridge: reference.bridge.clone(), pictures: reference.pictures.clone() },
        recorded: app.store.has_stays(right).await?,
        lists: reference.code_lists.clone(),
        instruments: reference.instruments.iter().map(line).collect(),
        history: app.store.history_of_editions(right).await?,
    }))
}

fn line(instrument: &Instrument) -> InstrumentLine {
    InstrumentLine {
        id: instrument.id.clone(),
        version: instrument.version,
        licence: instrument.licence.clone(),
        questions: u32::try_from(instrument.items.len()).unwrap_or(u32::MAX),
        reviewed: instrument.reviewed.clone(),
    }
}

/// Makes the next version of the bridge. Devices fetch it when they are in touch next.
#[utoipa::path(
    put, path = "/api/v1/administration/bridge", tag = "administration", request_body = BridgeEdition,
    responses(
        (status = 204, description = "It is the newest"),
        (status = 409, description = "Another version was made meanwhile", body = Problem),
        (status = 422, description = "A rule is broken; the message names the field", body = Problem),
    )
)]
pub(in crate::http) async fn keep_bridge(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(edition): Body<BridgeEdition>,
) -> Result<StatusCode, Fault> {
    let right = right_of(&session)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let is_newest = edition.bridge == reference.bridge && edition.pictures == reference.pictures;
    if is_newest {
        return Ok(StatusCode::NO_CONTENT);
    }
    edition.follows(&reference.bridge, app.store.has_stays(right).await?).map_err(|fault| match fault {
        BridgeEditionFault::NotTheNext => Fault::ChangedMeanwhile,
        fault => Fault::BreaksARule(fault.into()),
    })?;
    let (id, version) = (edition.bridge.id.clone(), edition.bridge.version);
    keep(&app, right, EditionText { kind: EditionKind::Bridge, id, version, text: written(&edition)? }).await
}

/// Makes the next version of a code list.
#[utoipa::path(
    put, path = "/api/v1/administration/lists/{id}", tag = "administration", request_body = CodeList,
    params(("id" = String, Path, description = "The list")),
    responses(
        (status = 204, description = "It is the newest"),
        (status = 404, description = "There is no such list", body = Problem),
        (status = 409, description = "Another version was made meanwhile", body = Problem),
        (status = 422, description = "A rule is broken; the message names the field", body = Problem),
    )
)]
pub(in crate::http) async fn keep_list(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(list): Body<CodeList>,
) -> Result<StatusCode, Fault> {
    let right = right_of(&session)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    let before = reference.code_list(&id).ok_or(Fault::NotHere)?;
    if list == *before {
        return Ok(StatusCode::NO_CONTENT);
    }
    list_follows(&list, before).map_err(|fault| match fault {
        ListEditionFault::NotTheNext => Fault::ChangedMeanwhile,
        fault => Fault::BreaksARule(fault.into()),
    })?;
    let (id, version) = (list.id.clone(), list.version);
    keep(&app, right, EditionText { kind: EditionKind::List, id, version, text: written(&list)? }).await
}

/// Takes the file of a questionnaire in, or only checks it.
#[utoipa::path(
    post, path = "/api/v1/administration/instruments", tag = "administration", request_body = InstrumentFile,
    responses(
        (status = 200, description = "What the file says", body = InstrumentLine),
        (status = 409, description = "This version is there with other content", body = Problem),
        (status = 422, description = "The file breaks a rule; the message names the field and the line", body = Problem),
    )
)]
pub(in crate::http) async fn bring_instrument(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(InstrumentFile { text, check_only }): Body<InstrumentFile>,
) -> Result<Json<InstrumentLine>, Fault> {
    let right = right_of(&session)?;
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let instrument = Instrument::read(&text).map_err(Fault::BreaksARule)?;
    let reference = app.reference.now(&app.store, right.association()).await?;
    // Answers to the program's own questions can be compared everywhere: nobody words them anew.
    if reference.instruments.first().is_some_and(|own| own.id == instrument.id && *own != instrument) {
        let what = "this is the name of the questionnaire that ships with the program; give yours another one";
        return Err(Fault::BreaksARule(FileError::Field { field: "id".into(), what: what.into() }));
    }
    match reference.instrument(&instrument.reference()) {
        Some(known) if *known == instrument => return Ok(Json(line(&instrument))),
        Some(_) => return Err(Fault::ChangedMeanwhile),
        None => {}
    }
    if !check_only {
        let (id, version): (Code, u32) = (instrument.id.clone(), instrument.version);
        keep(&app, right, EditionText { kind: EditionKind::Instrument, id, version, text }).await?;
    }
    Ok(Json(line(&instrument)))
}

fn written<T: Serialize>(edition: &T) -> Result<String, Fault> {
    serde_json::to_string(edition).map_err(|error| Fault::Broken(error.to_string()))
}

async fn keep(app: &App, right: AssociationRight, edition: EditionText) -> Result<StatusCode, Fault> {
    match app.store.keep_edition(right, edition, app.clock.now()).await? {
        Edited::New | Edited::Unchanged => Ok(StatusCode::NO_CONTENT),
        Edited::Conflicting => Err(Fault::ChangedMeanwhile),
    }
}
