//! The only way to add an address to the API: together with what it asks of whoever calls it. A route without a line of
//! the policy does not compile; what it asks is written into the API's description, which the tests of rights read.

use super::App;
use super::administration::imports;
use super::fault::Fault;
use super::signed_in::presented;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use shared::audit::Reason;
use shared::id::AccountId;
use shared::policy::{Action, may};
use std::sync::Arc;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Where the description of an operation says what the policy asks.
const ASKS: &str = "x-stegvis-asks";
/// What it says of an operation that asks for nobody.
const NOBODY: &str = "nobody";

/// The API while it is put together.
pub(super) struct Guarded {
    app: Arc<App>,
    router: OpenApiRouter<Arc<App>>,
}

impl Guarded {
    /// An API without addresses.
    pub(super) fn new(app: Arc<App>, outline: OpenApi) -> Self {
        Self { app, router: OpenApiRouter::with_openapi(outline) }
    }

    /// Adds what anybody may call, signed in or not: what leads to a session, or ends one.
    pub(super) fn open(self, routes: UtoipaMethodRouter<Arc<App>>) -> Self {
        Self { router: self.router.routes(described(routes, NOBODY)), ..self }
    }

    /// Adds what only those may call whose role does this. To whom it may be done, the store decides.
    pub(super) fn asking(self, action: Action, routes: UtoipaMethodRouter<Arc<App>>) -> Self {
        self.asking_one_of(&[action], routes)
    }

    /// The same, where a file comes with what is asked, and may be larger than anything else.
    pub(super) fn asking_with_files(self, action: Action, routes: UtoipaMethodRouter<Arc<App>>) -> Self {
        let (schemas, paths, methods) = routes;
        let methods = methods.layer(DefaultBodyLimit::max(imports::LARGEST_BODY));
        self.asking(action, (schemas, paths, methods))
    }

    /// The same, where two roles ask for two things at one address.
    pub(super) fn asking_one_of(self, actions: &[Action], routes: UtoipaMethodRouter<Arc<App>>) -> Self {
        let (schemas, paths, methods) = routes;
        let names: Vec<&str> = actions.iter().map(|action| action.as_str()).collect();
        let actions: Arc<[Action]> = actions.into();
        let asked =
            from_fn_with_state(self.app.clone(), move |State(app): State<Arc<App>>, request: Request, next: Next| {
                ask(app, actions.clone(), request, next)
            });
        let routes = (schemas, paths, methods.route_layer(asked));
        Self { router: self.router.routes(described(routes, &names.join(" "))), ..self }
    }

    /// The addresses, and their description.
    pub(super) fn finish(self) -> (Router<Arc<App>>, OpenApi) {
        self.router.split_for_parts()
    }
}

/// What any operation may be answered, whatever it is about.
const EVERYWHERE: [(&str, &str); 5] = [
    ("400", "The request cannot be read"),
    ("403", "Another site asks, or the role does not do this"),
    ("415", "The body is not JSON"),
    ("429", "Too much in a minute; the answer says when to go on"),
    ("503", "Not now; the answer says when to try again"),
];

fn problem(description: &str) -> RefOr<utoipa::openapi::Response> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    RefOr::T(ResponseBuilder::new().description(description).content("application/json", content).build())
}

fn described((schemas, mut paths, methods): UtoipaMethodRouter<Arc<App>>, asks: &str) -> UtoipaMethodRouter<Arc<App>> {
    for item in paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            let signed_out = (asks != NOBODY).then_some(("401", "Nobody is signed in"));
            for (status, description) in EVERYWHERE.into_iter().chain(signed_out) {
                let answer = operation.responses.responses.entry(status.to_owned());
                answer.or_insert_with(|| problem(description));
            }
            operation.extensions = Some(ExtensionsBuilder::new().add(ASKS, asks).build());
        }
    }
    (schemas, paths, methods)
}

/// On an answer to somebody whose session was looked up and is good.
#[derive(Debug, Clone, Copy)]
pub(super) struct WasSignedIn;

/// Lets through whose role does this. The handler finds the session that was looked up.
async fn ask(app: Arc<App>, actions: Arc<[Action]>, request: Request, next: Next) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    let presented = presented(&parts, &app).await?;
    let account = presented.account();
    let Some(action) = actions.iter().copied().find(|action| may(presented.role(), *action)) else {
        if let Some(action) = actions.first() {
            refused(&app, account, *action, Reason::NotTheRole).await?;
        }
        return Err(Fault::NotYourRole);
    };
    parts.extensions.insert(presented);
    let mut answer = next.run(Request::from_parts(parts, body)).await;
    answer.extensions_mut().insert(WasSignedIn);
    match answer.status() {
        StatusCode::FORBIDDEN => refused(&app, account, action, Reason::NotTheRole).await?,
        StatusCode::NOT_FOUND => refused(&app, account, action, Reason::NotHere).await?,
        _ => {}
    }
    Ok(answer)
}

/// Notes a refusal before it is told.
async fn refused(app: &App, account: AccountId, action: Action, why: Reason) -> Result<(), Fault> {
    Ok(app.store.note_refused(account, action, why, app.clock.now()).await?)
}
