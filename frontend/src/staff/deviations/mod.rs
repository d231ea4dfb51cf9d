//! Deviations: noted from a person's page.

mod note;

pub(super) use note::NotePage;
