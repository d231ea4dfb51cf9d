//! Files that are taken in on the screen: which columns there are and what they are usually called, what a file looks
//! like, why a row is refused, and what the app and the server say to each other about all this. It reads no file.

mod columns;
mod kind;
mod suggest;
mod why;
mod wire;

pub use columns::{Field, canonical};
pub use kind::FileKind;
pub use suggest::{Match, Suggestion, lacking, recognise, suggest};
pub use why::{FileFault, Why};
pub use wire::{
    HAVE_IN_ONE_FILE, ImportLine, ImportRequest, Imports, LARGEST_FILE, LookRequest, Looked, LookedColumn, MOST_TOLD,
    Refused, TakenBack, Told, UndoRequest, Undoing, Undone, Verdict, as_csv,
};
