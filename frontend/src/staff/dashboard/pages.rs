//! The pages of figures: what each is called, which reports it is made of, and the way from one to another.

use super::selection::Choice;
use crate::staff::route::Route;
use crate::staff::texts::StaffTexts as _;
use crate::texts::Texts;
use shared::report::ReportName;
use std::fmt;
use std::str::FromStr;
use yew::prelude::*;
use yew_router::prelude::*;

/// A page beside the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::staff) enum Page {
    /// Steps, moves between steps, time to a step and to work, what stays led to.
    Movement,
    /// Support and occupation before and after, background, exits.
    BeforeAndAfter,
    /// What research connects with the way to work.
    Together,
    /// How much of what was asked for came in.
    Response,
}

impl Page {
    const ALL: [Self; 4] = [Self::Movement, Self::BeforeAndAfter, Self::Together, Self::Response];

    /// The name in addresses, and under which its last figures are kept.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Movement => "movement",
            Self::BeforeAndAfter => "before-and-after",
            Self::Together => "together",
            Self::Response => "response",
        }
    }

    /// What it is called.
    pub(super) fn title(self, texts: &Texts) -> AttrValue {
        match self {
            Self::Movement => texts.page_movement(),
            Self::BeforeAndAfter => texts.page_before_and_after(),
            Self::Together => texts.page_together(),
            Self::Response => texts.page_response(),
        }
    }

    /// The reports that it is made of.
    pub(super) const fn reports(self) -> &'static [ReportName] {
        match self {
            Self::Movement => &[
                ReportName::StepMovement,
                ReportName::Transitions,
                ReportName::TimeToStep,
                ReportName::TimeToWork,
                ReportName::Throughput,
            ],
            Self::BeforeAndAfter => &[
                ReportName::SupportChange,
                ReportName::SupportAfterByMunicipality,
                ReportName::OccupationChange,
                ReportName::Background,
                ReportName::Exits,
            ],
            Self::Together => &[ReportName::Conditions],
            Self::Response => &[ReportName::Response],
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Page {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|page| page.as_str() == name).ok_or(())
    }
}

/// The way to each page, with what is chosen; the one where the person is says so.
pub(super) fn tabs(texts: &Texts, here: Option<Page>, choice: &Choice) -> Html {
    let tab = |page: Option<Page>| {
        let name = page.map_or_else(|| texts.page_overview(), |page| page.title(texts));
        if page == here {
            return html! { <li><span class="here" aria-current="page">{name}</span></li> };
        }
        let to = page.map_or(Route::Home, |page| Route::Figures { page });
        html! {
            <li><Link<Route, Choice> {to} query={choice.clone()} classes={classes!("action", "quiet")}>{name}</Link<Route, Choice>></li>
        }
    };
    let pages = [None].into_iter().chain(Page::ALL.map(Some));
    html! { <nav class="places" aria-label={texts.pages_label()}><ul>{for pages.map(tab)}</ul></nav> }
}
