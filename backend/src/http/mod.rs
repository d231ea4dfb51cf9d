//! HTTP in: routes, and for each of them what is read from a request and what is answered. It knows the store's
//! functions, not SQL.

mod administration;
mod arrival_cookie;
mod arriving;
mod audit;
mod beginning;
mod connections;
mod cookie;
mod dashboard_figures;
mod dashboard_part;
mod dashboards;
mod deviations;
mod device_keys;
mod entrances;
mod fault;
mod files;
mod goals;
mod guard;
mod headers;
mod health;
mod invitations;
mod openapi;
mod openid;
mod own_record;
mod passkeys;
mod peer;
mod quarantine;
mod rate_limit;
mod readers;
mod reminder;
mod reports;
mod rescue;
mod serve;
mod session;
mod signed_in;
mod sync;
mod time_limit;
mod tries;
mod trusted_request;
mod wire;

pub(crate) use administration::imports::AT_ONCE as FILES_AT_ONCE;
pub(crate) use files::{AppFiles, FilesError};
pub(crate) use rate_limit::RateLimit;
pub(crate) use serve::{ServeError, bind, serve};
pub(crate) use tries::Tries;

use crate::audit::Signing;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::openers::Openers;
use crate::origin::Origin;
use crate::projection::Projection;
use crate::providers::Providers;
use crate::push::Sending;
use crate::reference::Current;
use crate::release::{Memories, Registry};
use crate::relying_party::RelyingParty;
use crate::store::Store;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::routing::{any, get};
use axum::{Router, middleware};
use fault::Fault;
use guard::Guarded;
use shared::policy::Action;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower_http::trace::TraceLayer;
use utoipa_axum::routes;

/// The largest body that is read.
const LARGEST_BODY: usize = 1024 * 1024;

/// What is asked of whoever makes a report of figures.
const FIGURES: &[Action] = &[Action::SeeMemberFigures, Action::SeeReleasedFigures];

/// Everything that handlers work with.
pub(crate) struct App {
    /// The store.
    pub(crate) store: Store,
    /// What dashboards are computed from.
    pub(crate) projection: Projection,
    /// What is remembered of what was released.
    pub(crate) memories: Memories,
    /// What opens what phones have sealed.
    pub(crate) openers: Arc<Openers>,
    /// Questions, lists and the bridge.
    pub(crate) reference: Current,
    /// The time.
    pub(crate) clock: Clock,
    /// Randomness.
    pub(crate) entropy: Entropy,
    /// How browsers reach this server.
    pub(crate) origin: Origin,
    /// What passkeys are bound to, where the address has a name.
    pub(crate) relying_party: Option<RelyingParty>,
    /// The identity providers that staff may come in by.
    pub(crate) providers: Providers,
    /// The pages and programs.
    pub(crate) files: AppFiles,
    /// How often somebody has tried to be let in.
    pub(crate) tries: Tries,
    /// The header in which the operator's proxy says who asks.
    pub(crate) address_header: Option<String>,
    /// How much one session or address may ask for.
    pub(crate) rate_limit: RateLimit,
    /// What signs how far the audit log goes.
    pub(crate) audit: Signing,
    /// What reminds people on their phones.
    pub(crate) reminders: Sending,
    /// How many more files can be taken in at the same time.
    pub(crate) files_at_work: Arc<Semaphore>,
}

impl App {
    /// Where releases are kept.
    const fn registry(&self) -> Registry<'_> {
        Registry { store: &self.store, memories: &self.memories, clock: self.clock }
    }
}

/// Every route, with what all of them have in common.
fn router(app: Arc<App>) -> Router {
    Router::new()
        .merge(api(app.clone()))
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .fallback(files::answer)
        .layer(middleware::from_fn(time_limit::hold))
        .layer(middleware::from_fn_with_state(app.clone(), headers::add))
        .layer(TraceLayer::new_for_http().make_span_with(serve::span))
        .with_state(app)
}

fn api(app: Arc<App>) -> Router<Arc<App>> {
    let limiting = middleware::from_fn_with_state(app.clone(), rate_limit::hold);
    let trusting = middleware::from_fn_with_state(app.clone(), trusted_request::check);
    let (api, description) = Guarded::new(app, openapi::outline())
        .open(routes!(session::begin, session::end))
        .open(routes!(session::keys_again))
        .open(routes!(invitations::accept))
        .open(routes!(device_keys::challenge))
        .open(routes!(device_keys::renew))
        .open(routes!(arriving::ways_in))
        .open(routes!(arriving::invitation))
        .open(routes!(passkeys::make_as_invited))
        .open(routes!(passkeys::make_anew))
        .open(routes!(passkeys::made))
        .open(routes!(passkeys::show))
        .open(routes!(passkeys::shown))
        .open(routes!(openid::accept))
        .open(routes!(openid::ask))
        .open(routes!(openid::answered))
        .open(routes!(arriving::proven))
        .open(routes!(arriving::arrive))
        .asking(Action::KeepOwnAccount, routes!(arriving::own_roles))
        .asking(Action::KeepOwnAccount, routes!(arriving::change_role))
        .asking(Action::KeepOwnAccount, routes!(session::current))
        .asking(Action::KeepOwnAccount, routes!(entrances::own))
        .asking(Action::KeepOwnAccount, routes!(entrances::end_own))
        .asking(Action::InviteParticipant, routes!(invitations::invite))
        .asking(Action::InviteParticipant, routes!(entrances::of_participant, entrances::end_of_participant))
        .asking(Action::SendRecords, routes!(sync::push))
        .asking(Action::FetchReferenceData, routes!(sync::pull))
        .asking(Action::HandInUnsentFile, routes!(rescue::rescue))
        .asking(Action::ReviewQuarantine, routes!(quarantine::list))
        .asking(Action::ReviewQuarantine, routes!(quarantine::accept))
        .asking(Action::ReviewQuarantine, routes!(quarantine::close))
        .asking(Action::SeeOwnRecord, routes!(own_record::record))
        .asking(Action::EraseOwnRecord, routes!(own_record::erase))
        .asking(Action::BeReminded, routes!(reminder::state, reminder::start, reminder::stop))
        .asking_one_of(&[Action::SeeMemberFigures, Action::SeeReleasedFigures], routes!(dashboards::movement))
        .asking_one_of(FIGURES, routes!(reports::annual))
        .asking_one_of(FIGURES, routes!(reports::follow_up))
        .asking_one_of(FIGURES, routes!(reports::follow_up_file))
        .asking_one_of(FIGURES, routes!(reports::saved, reports::save))
        .asking_one_of(FIGURES, routes!(reports::again))
        .asking_one_of(FIGURES, routes!(reports::again_as_file))
        .asking(Action::GatherDeviations, routes!(deviations::gathered))
        .asking(Action::GatherDeviations, routes!(deviations::release))
        .asking(Action::SeeReleasedDeviations, routes!(deviations::released))
        .asking(Action::FollowUpDeviations, routes!(deviations::follow_up))
        .asking_one_of(&[Action::SeeMemberFigures, Action::SeeReleasedFigures], routes!(goals::matrix))
        .asking(Action::AdministerReferenceData, routes!(goals::keep))
        .asking_one_of(&[Action::SeeMemberFigures, Action::SeeReleasedFigures], routes!(dashboards::effect))
        .asking(Action::KeepPricesAndCosts, routes!(administration::money::costs, administration::money::keep_cost))
        .asking(Action::KeepPricesAndCosts, routes!(administration::money::prices, administration::money::keep_prices))
        .asking(Action::KeepPricesAndCosts, routes!(administration::money::try_prices))
        .asking_one_of(FIGURES, routes!(dashboard_figures::figures))
        .asking(Action::ReadAudit, routes!(audit::page))
        .asking(Action::SeeOwnRecord, routes!(readers::readers))
        .asking(Action::AdministerMembers, routes!(administration::members::list))
        .asking(Action::AdministerMembers, routes!(administration::members::keep))
        .asking(Action::AdministerMembers, routes!(administration::members::first_administrator))
        .asking(Action::AdministerInterventions, routes!(administration::interventions::list))
        .asking(Action::AdministerInterventions, routes!(administration::interventions::keep))
        .asking(Action::AdministerStaff, routes!(administration::people::list))
        .asking(Action::AdministerStaff, routes!(administration::people::take_on, administration::people::let_go))
        .asking(Action::AdministerStaff, routes!(administration::people::give_role, administration::people::take_role))
        .asking(Action::AdministerStaff, routes!(administration::people::invite_again))
        .asking(Action::ImportFiles, routes!(administration::imports::list))
        .asking_with_files(Action::ImportFiles, routes!(administration::imports::look_at))
        .asking_with_files(Action::ImportFiles, routes!(administration::imports::trial))
        .asking_with_files(Action::ImportFiles, routes!(administration::imports::take_in))
        .asking(Action::ImportFiles, routes!(administration::imports::undo))
        .asking(Action::AdministerReferenceData, routes!(administration::editions::all))
        .asking(Action::AdministerReferenceData, routes!(administration::editions::keep_bridge))
        .asking(Action::AdministerReferenceData, routes!(administration::editions::keep_list))
        .asking(Action::AdministerReferenceData, routes!(administration::editions::bring_instrument))
        .finish();
    let description = openapi::text(&description);
    api.route("/api/openapi.json", get(async || ([(header::CONTENT_TYPE, "application/json")], description)))
        .method_not_allowed_fallback(async || Fault::WrongMethod)
        .route("/api", any(async || Fault::UnknownAddress))
        .route("/api/{*rest}", any(async || Fault::UnknownAddress))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(trusting)
        .layer(limiting)
        .layer(middleware::from_fn(headers::never_stored))
}
