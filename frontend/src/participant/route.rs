//! The participant's addresses. None of them holds a name, an answer or a secret.

use shared::time::Month;
use std::fmt;
use std::str::FromStr;
use yew_router::prelude::*;

/// A month in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MonthInAddress(pub(super) Month);

impl fmt::Display for MonthInAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MonthInAddress {
    type Err = shared::time::TimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[derive(Debug, Clone, PartialEq, Routable)]
pub(super) enum Route {
    #[at("/")]
    ThisMonth,
    #[at("/sign-in")]
    SignIn,
    #[at("/month/:month/question/:number")]
    Question { month: MonthInAddress, number: usize },
    #[at("/month/:month/end")]
    End { month: MonthInAddress },
    #[at("/month/:month/receipt")]
    Receipt { month: MonthInAddress },
    #[at("/path")]
    MyPath,
    #[at("/phone")]
    MyPhone,
    #[at("/my-record")]
    MyRecord,
    #[at("/meeting")]
    Meeting,
    #[at("/settings")]
    Settings,
    #[at("/home-screen")]
    HomeScreen,
    #[at("/help")]
    Help,
    #[at("/accessibility")]
    Accessibility,
    #[not_found]
    #[at("/404")]
    Elsewhere,
}
