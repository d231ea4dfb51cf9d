//! Making the app folder: two programs for the browser and all that their pages load.

mod bundle;
mod compress;
mod cut;
mod folder;
mod hashed_file;
mod page;
mod precache;
mod program;
mod remembered;
mod script;
mod shared_files;
mod short_names;
mod style;

pub(crate) use bundle::{Bundle, bundle, bundle_changed};
pub(crate) use compress::Effort;
pub(crate) use folder::Shipped;

/// One of the two apps that the folder holds. Neither loads anything of the other.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum App {
    /// For the people in rehabilitation, on their phones.
    Participant,
    /// For those who work with them.
    Staff,
}

impl App {
    /// Both, in the order in which they are built.
    pub(crate) const ALL: [Self; 2] = [Self::Participant, Self::Staff];

    /// The name that the app's files carry.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Staff => "staff",
        }
    }

    /// The address of the app's page, which is also the scope of its service worker.
    pub(crate) fn scope(self) -> &'static str {
        match self {
            Self::Participant => "/",
            Self::Staff => "/staff/",
        }
    }

    /// The address of a file that lies beside the app's page.
    fn beside_page(self, file: &str) -> String {
        format!("{}{file}", self.scope())
    }
}
