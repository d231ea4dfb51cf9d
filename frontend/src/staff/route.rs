//! The staff's addresses. They hold ids, never an alias.

use shared::id::ParticipationId;
use shared::time::Month;
use std::fmt;
use std::str::FromStr;
use yew_router::prelude::*;

macro_rules! in_addresses {
    ($($name:ident($inner:ty) = $read:expr;)*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) struct $name(pub(super) $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                $read(text).map(Self).ok_or(())
            }
        }
    )*};
}

in_addresses! {
    StayInAddress(ParticipationId) = ParticipationId::parse;
    MonthInAddress(Month) = |text: &str| text.parse().ok();
}

#[derive(Debug, Clone, PartialEq, Routable)]
pub(super) enum Route {
    #[at("/")]
    Home,
    #[at("/sign-in")]
    SignIn,
    #[at("/person/:id")]
    Person { id: StayInAddress },
    #[at("/person/:id/invite")]
    Invite { id: StayInAddress },
    #[at("/sign-ins")]
    OwnEntrances,
    #[at("/person/:id/follow-up/:month")]
    FollowUp { id: StayInAddress, month: MonthInAddress },
    #[not_found]
    #[at("/404")]
    Elsewhere,
}
