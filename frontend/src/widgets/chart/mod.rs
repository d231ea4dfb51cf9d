//! Charts as own drawings on shared scales. Each part has words or a number beside its colour and pattern, and each
//! chart stands beside its table or has it one tap away.

mod bar_rows;
mod bars;
mod frame;
mod heat;
mod scale;
mod survival;
mod whiskers;

pub use bar_rows::{Bar, BarRow, BarRows};
pub use bars::{Dumbbell, Dumbbells, Part, StackedBar, StackedBars};
pub use frame::{ChartFrame, Key, Plot};
pub use heat::{HeatCell, HeatTable};
pub use scale::{Scale, ticks, whole_ticks, written};
pub use survival::{Curve, CurveStep};
pub use whiskers::{Whisker, Whiskers};
