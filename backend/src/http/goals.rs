//! The goal matrix: said by the association's analyst, seen by leaders and boards.

use super::App;
use super::fault::Fault;
use super::signed_in::{SeesDashboards, SignedIn};
use super::wire::Body;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shared::figures::Goal;
use shared::goal_matrix::{GoalForm, GoalLine, GoalMatrix, goals_outside};
use shared::policy::{Action, may};
use shared::sync::wire::Problem;
use std::sync::Arc;

/// The goals of the association, and of interventions as far as they are the own. Whoever has counted an outcome, or runs
/// the intervention, sees it; of the others, what no small count can be worked out from.
#[utoipa::path(
    get, path = "/api/v1/goals", tag = "goals",
    responses((status = 200, description = "The newest version of each goal", body = GoalMatrix))
)]
pub(super) async fn matrix(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    SeesDashboards(right): SeesDashboards,
) -> Result<Json<GoalMatrix>, Fault> {
    let may_change = may(session.role(), Action::AdministerReferenceData);
    let own = right.interventions();
    let runs = |goal: &Goal| right.releases().is_none() && goal.intervention.is_some();
    let is_seen = |goal: &Goal| goal.intervention.is_none_or(|id| own.iter().any(|one| one.id == id));
    let all = app.store.goals_until(right.figures(), app.clock.now()).await?;
    let released = match right.releases() {
        Some(release) if !may_change => app.registry().remembered(release).await?,
        _ => Arc::default(),
    };
    // What of all goals may leave is decided together, whichever of them are shown; it takes a processor for a while.
    let outside = tokio::task::block_in_place(|| goals_outside(&all, own, released.released()));
    let line = |(goal, outside): (&Goal, GoalLine)| {
        if may_change || runs(goal) { GoalLine::in_full(goal, own) } else { outside }
    };
    let seen = all.iter().zip(outside).rev().filter(|(goal, _)| is_seen(goal));
    let goals = seen.map(line).collect();
    Ok(Json(GoalMatrix { goals, may_change }))
}

/// Says a goal, or what has become of it. A goal is known by what it is called, of whom and when it speaks; other numbers
/// make a new version of it.
#[utoipa::path(
    put, path = "/api/v1/administration/goals", tag = "goals", request_body = GoalForm,
    responses(
        (status = 204, description = "It is so"),
        (status = 404, description = "No such intervention", body = Problem),
        (status = 422, description = "A rule is broken; the message names the field", body = Problem),
    )
)]
pub(super) async fn keep(
    State(app): State<Arc<App>>,
    SignedIn(session): SignedIn,
    Body(form): Body<GoalForm>,
) -> Result<StatusCode, Fault> {
    let right = session.administers_association(Action::AdministerReferenceData).ok_or(Fault::NotYourRole)?;
    let goal = form.goal().map_err(Fault::BreaksARule)?;
    let is_there = app.store.keep_goal(right, goal, app.clock.now()).await?;
    is_there.then_some(StatusCode::NO_CONTENT).ok_or(Fault::NotHere)
}
