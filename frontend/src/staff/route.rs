//! The staff's addresses. They hold ids, never an alias.

use super::dashboard::Page;
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

/// Why somebody has to sign in, or was not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhyNot {
    /// Nothing on this device opens what it keeps.
    EachTime,
    /// The browser has emptied what was kept.
    Emptied,
    /// The identity provider knows the person, and nobody here is known by that.
    NotKnown,
    /// An invitation could not be accepted by way of an identity provider.
    NotBound,
    /// The identity provider did not say who it is.
    NotDone,
}

impl WhyNot {
    /// Those that the server sends a browser back with, by their names in addresses.
    const IN_ADDRESSES: [(Self, &str); 3] =
        [(Self::NotKnown, "not-known"), (Self::NotBound, "not-bound"), (Self::NotDone, "not-done")];
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = Self::IN_ADDRESSES.into_iter().find(|(why, _)| why == self);
        f.write_str(named.map_or("again", |(_, name)| name))
    }
}

impl FromStr for WhyNot {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::IN_ADDRESSES.into_iter().find(|(_, name)| *name == text).map(|(why, _)| why).ok_or(())
    }
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
    #[at("/sign-in/:why")]
    NotSignedIn { why: WhyNot },
    #[at("/join")]
    Join,
    #[at("/recover")]
    Recover,
    #[at("/proven")]
    Proven,
    #[at("/roles")]
    Roles,
    #[at("/person/:id")]
    Person { id: StayInAddress },
    #[at("/enrol")]
    Enrol,
    #[at("/enrol/:id")]
    GoOnEnrolling { id: StayInAddress },
    #[at("/person/:id/enrolled")]
    Enrolled { id: StayInAddress },
    #[at("/person/:id/stay")]
    Stay { id: StayInAddress },
    #[at("/person/:id/correct")]
    Correct { id: StayInAddress },
    #[at("/person/:id/exit")]
    Exit { id: StayInAddress },
    #[at("/person/:id/hand-over")]
    HandOver { id: StayInAddress },
    #[at("/ended")]
    Ended,
    #[at("/person/:id/plan")]
    Plan { id: StayInAddress },
    #[at("/person/:id/deviation")]
    NoteDeviation { id: StayInAddress },
    #[at("/person/:id/versions")]
    TwoVersions { id: StayInAddress },
    #[at("/aside")]
    Aside,
    #[at("/person/:id/invite")]
    Invite { id: StayInAddress },
    #[at("/deviations")]
    Deviations,
    #[at("/goals")]
    Goals,
    #[at("/effect")]
    Effect,
    #[at("/costs")]
    Costs,
    #[at("/prices")]
    Prices,
    #[at("/sign-ins")]
    OwnEntrances,
    #[at("/reports")]
    Reports,
    #[at("/reports/national-follow-up")]
    NationalFollowUp,
    #[at("/person/:id/follow-up/:month")]
    FollowUp { id: StayInAddress, month: MonthInAddress },
    #[at("/members")]
    Members,
    #[at("/bridge")]
    Bridge,
    #[at("/lists")]
    Lists,
    #[at("/questionnaires")]
    Questionnaires,
    #[at("/interventions")]
    Interventions,
    #[at("/people")]
    People,
    #[at("/files")]
    Files,
    #[at("/figures/:page")]
    Figures { page: Page },
    #[not_found]
    #[at("/404")]
    Elsewhere,
}
