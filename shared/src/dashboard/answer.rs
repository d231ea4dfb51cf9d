//! Reports as the pages of a dashboard are given them: the very figures of `stegvis report`, of one selection, for one
//! audience. It decides nothing about what may leave; that is [`crate::report::release`].

use super::Audience;
use crate::account::InterventionName;
use crate::figures::Period;
use crate::record::Gender;
use crate::report::ReportName;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reports of one selection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct DashboardFigures {
    /// The days they cover.
    pub period: Period,
    /// The interventions they cover.
    pub interventions: Vec<InterventionName>,
    /// The gender they are of, where one was singled out.
    pub gender: Option<Gender>,
    /// The municipality of residence they are of, where one was singled out.
    pub municipality: Option<String>,
    /// Who they were made for.
    pub audience: Audience,
    /// The municipalities that can be singled out.
    pub municipalities: Vec<String>,
    /// The figures of each report by its name, as `stegvis report` writes them. One that is not made for such a
    /// selection is not there.
    #[cfg_attr(not(target_family = "wasm"), schema(value_type = Object))]
    pub reports: BTreeMap<String, Value>,
}

impl DashboardFigures {
    /// The figures of a report, if it is made for this selection.
    pub fn report(&self, name: ReportName) -> Option<&Value> {
        self.reports.get(name.as_str())
    }
}
