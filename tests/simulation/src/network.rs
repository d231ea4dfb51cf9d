//! What a network does to one exchange. It knows texts, not what they say.

use crate::dice::Dice;
use shared::sync::wire::Problem;

/// What a device is answered; `None` where the connection broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) const fn ok(body: String) -> Self {
        Self { status: 200, retry_after: None, body }
    }

    pub(crate) fn page(status: u16) -> Self {
        Self { status, retry_after: None, body: "<html>Log in to this network</html>".into() }
    }

    pub(crate) fn busy(status: u16, seconds: u64) -> Self {
        Self { retry_after: Some(seconds.to_string()), ..Self::page(status) }
    }

    /// The server's own refusal.
    pub(crate) fn problem(status: u16, code: &str) -> Self {
        let problem = Problem { code: code.into(), message: "words".into() };
        Self { status, retry_after: None, body: serde_json::to_string(&problem).unwrap_or_default() }
    }
}

/// What becomes of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It goes through.
    Through,
    /// The request does not arrive.
    Lost,
    /// The request arrives long after the device has given up.
    Stalls,
    /// The request arrives; the answer does not.
    AnswerLost,
    /// The answer ends in the middle, and looks complete.
    AnswerCut,
    /// The request arrives a second time.
    Twice,
    /// The request arrives a second time, much later.
    TwiceMuchLater,
    /// Something on the way answers in the server's place.
    Lie(Answer),
    /// Something on the way answers in the server's place after the server has acted.
    LieAfterwards(Answer),
    /// An answer to an earlier push arrives in its place.
    EarlierAnswer,
}

impl Fate {
    /// Draws a fate where so many of a hundred exchanges meet a fault.
    pub(crate) fn draw(dice: &mut Dice, storm: u8) -> Self {
        if !dice.percent(u64::from(storm)) {
            return Self::Through;
        }
        match dice.below(14) {
            0 | 1 => Self::Lost,
            2 => Self::Stalls,
            3..6 => Self::AnswerLost,
            6 => Self::AnswerCut,
            7 => Self::Twice,
            8 => Self::TwiceMuchLater,
            9 | 10 => Self::Lie(some_lie(dice)),
            11 | 12 => Self::LieAfterwards(some_lie(dice)),
            _ => Self::EarlierAnswer,
        }
    }
}

fn some_lie(dice: &mut Dice) -> Answer {
    match dice.below(9) {
        0 | 1 => Answer::page(200),
        2 => Answer::page(500),
        3 => Answer::page(401),
        4 => Answer::page(403),
        5 => Answer::busy(503, dice.below(600)),
        6 => Answer::busy(429, dice.below(100_000)),
        7 => Answer::page(413),
        _ => Answer::ok("{\"verdicts\":[],\"pages\":[],\"epoch\":\"00000000-0000-0000-0000-000000000000\"}".into()),
    }
}
