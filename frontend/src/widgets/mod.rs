//! The kit: small components that own the classes of the style sheets. Pages compose them and hold no styling.
//! A widget is a function of its properties; it knows no page.

mod action;
mod bridge_picture;
mod bridge_way;
mod chart;
mod choose;
mod edited;
mod entrances;
mod failure;
mod field;
mod form_fields;
mod how;
mod month;
mod notice;
mod pictogram;
mod pin;
mod plan_steps;
mod progress;
mod read_aloud;
mod rescue;
mod shell;
mod sign_in;
mod sync_line;
mod tornado;
mod two_views;
mod typed;
mod waterfall;
mod wide_table;

pub use action::{Action, ActionKind, LinkAction};
pub use bridge_picture::{LevelPicture, PathPicture, PathPoint};
pub use bridge_way::BridgeWay;
pub use chart::{
    Bar, BarRow, BarRows, ChartFrame, Curve, CurveStep, Dumbbell, Dumbbells, HeatCell, HeatTable, Key, Part, Plot,
    Scale, StackedBar, StackedBars, Whisker, Whiskers, ticks, whole_ticks, written,
};
pub use choose::{Choose, Words};
pub use edited::{EditBox, EditChoice, EditLine};
pub use entrances::{OwnEntrances, SignOut, entrance_words};
pub use failure::{StoreFailure, store_fault_text};
pub use field::Field;
pub use form_fields::{ChoiceField, DateField, SelectField, TextField};
pub use how::How;
pub use month::{month_after_day, month_and_year, month_in_short, month_name};
pub use notice::{Notice, NoticeKind};
pub use pictogram::Pictogram;
pub use pin::{ChoosePin, GivePin, SignInAgain};
pub use plan_steps::PlanSteps;
pub use progress::Progress;
pub use read_aloud::ReadAloud;
pub use rescue::SaveUnsent;
pub use shell::{Foot, Heading, Shell};
pub use sign_in::{SignIn, Welcome};
pub use sync_line::{PassageLine, SyncLine, refusal_text};
pub use tornado::{Gust, Tornado};
pub use two_views::{Seen, TwoDots, TwoLines, TwoViewsLegend};
pub use typed::typed;
pub use waterfall::{Fall, Waterfall};
pub use wide_table::WideTable;
