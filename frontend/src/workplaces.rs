//! Where a supervisor works and with whom, as the server told last: kept in the device's store, so that somebody can be
//! enrolled or handed over without a network.

use crate::contacts::use_kept;
use crate::engine::Engine;
use crate::phone::use_phone;
use shared::account::InterventionName;
use shared::id::{AccountId, InterventionId};
use shared::sync::wire::PullResponse;
use shared::time::Date;
use shared::workplace::{Colleague, Workplace};
use yew::prelude::*;

const WORKPLACES: &str = "workplaces";

/// Keeps what an answer says. What it does not speak of stays as it was.
pub async fn keep(engine: &Engine, answer: &PullResponse) {
    if let Some(workplaces) = &answer.workplaces {
        engine.keep_seen(WORKPLACES, workplaces).await;
    }
}

/// Where a supervisor works, as far as this device knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// Since the last contact.
    told: Option<Vec<Workplace>>,
    /// Since the sign-in.
    signed_in_for: Vec<InterventionName>,
}

/// What is known; as sign-in had it until the server has told.
#[hook]
pub fn use_workplaces() -> Known {
    let phone = use_phone();
    let told = (*use_kept::<Vec<Workplace>>(WORKPLACES)).clone();
    Known { told, signed_in_for: phone.account.as_ref().map(|one| one.interventions.clone()).unwrap_or_default() }
}

impl Known {
    /// The interventions by name.
    pub fn interventions(&self) -> Vec<(InterventionId, AttrValue)> {
        let named = |id: InterventionId, name: &str| (id, AttrValue::from(name.to_owned()));
        match &self.told {
            Some(told) => told.iter().map(|one| named(one.intervention, &one.name)).collect(),
            None => self.signed_in_for.iter().map(|one| named(one.id, &one.name)).collect(),
        }
    }

    /// The same, where somebody can begin on one of the days from `first` to `last`, and the one that is chosen already.
    pub fn admitting(
        &self,
        first: Date,
        last: Date,
        chosen: Option<InterventionId>,
    ) -> Vec<(InterventionId, AttrValue)> {
        let admits = |id: InterventionId| {
            let told = self.told.iter().flatten().find(|one| one.intervention == id);
            chosen == Some(id) || told.is_none_or(|one| one.admits(first, last))
        };
        self.interventions().into_iter().filter(|(id, _)| admits(*id)).collect()
    }

    /// The name of an intervention.
    pub fn name_of(&self, intervention: InterventionId) -> Option<AttrValue> {
        self.interventions().into_iter().find(|(id, _)| *id == intervention).map(|(_, name)| name)
    }

    /// Who else supervises in an intervention; `None` until the server has told.
    pub fn colleagues(&self, intervention: InterventionId, but: AccountId) -> Option<Vec<Colleague>> {
        let there = self.told.as_ref()?.iter().find(|one| one.intervention == intervention);
        Some(there.map(|one| one.others(but).cloned().collect()).unwrap_or_default())
    }

    /// What somebody who supervises is called.
    pub fn name_of_colleague(&self, account: AccountId) -> Option<AttrValue> {
        let mut all = self.told.iter().flatten().flat_map(|one| &one.supervisors);
        all.find(|one| one.account == account).map(|one| AttrValue::from(one.name.to_string()))
    }
}
