//! The kinds of files that hold a table, and the columns of each.

use super::columns::Field;
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Stays: when, who, what they lived on.
    Participations,
    /// Ratings.
    Measurements,
    /// Places on the bridge.
    Steps,
    /// What structural interventions counted.
    Volume,
    /// Goals, which are the association's and not a member's to take in.
    Goals,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Participations, Self::Measurements, Self::Steps, Self::Volume, Self::Goals];

    /// Those that a member takes in.
    pub const OF_A_MEMBER: [Self; 4] = [Self::Participations, Self::Measurements, Self::Steps, Self::Volume];

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participations => "participations",
            Self::Measurements => "measurements",
            Self::Steps => "steps",
            Self::Volume => "volume",
            Self::Goals => "goals",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The columns that it has, in the order in which they are usually written.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        let names: &'static [&'static str] = match self {
            Self::Participations => &[
                "association",
                "member",
                "intervention",
                "focus",
                "participation",
                "participant",
                "gender",
                "birth_year",
                "municipality",
                "education",
                "started",
                "ended",
                "exit_reason",
                "supervisor",
                "support_before",
                "support_after",
                "months_in_support_before",
                "occupation_before",
                "occupation_after",
                "anonymous",
            ],
            Self::Measurements => &["participation", "month", "instrument", "by", "item", "value"],
            Self::Steps => &["participation", "month", "step"],
            Self::Volume => {
                &["association", "member", "intervention", "date", "month", "activity", "occasions", "attendances"]
            }
            Self::Goals => &[
                "association",
                "member",
                "intervention",
                "period",
                "goal",
                "indicator",
                "target",
                "n",
                "of",
                "unit",
                "direction",
            ],
        };
        names.iter().map(|name| Field::known(name))
    }

    /// The columns without which a file that a member takes in holds nothing of this kind. Which association and which
    /// member it is about, is the one who takes it in.
    pub const fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Participations => &["intervention", "participation", "participant", "gender", "started"],
            Self::Measurements => &["participation", "month", "instrument", "item", "value"],
            Self::Steps => &["participation", "month", "step"],
            Self::Volume => &["intervention", "activity"],
            Self::Goals => &["period", "goal", "indicator", "target"],
        }
    }

    /// Whether a column is needed.
    pub fn needs(self, field: Field) -> bool {
        self.needed().contains(&field.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_known_and_every_needed_one_is_a_column() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::parse(kind.as_str()), Some(kind));
            let fields: Vec<Field> = kind.fields().collect();
            assert!(fields.iter().all(|field| Field::parse(field.as_str()) == Some(*field)), "{kind:?}");
            for name in kind.needed() {
                assert!(fields.iter().any(|field| field.as_str() == *name), "{kind:?} {name}");
            }
        }
    }
}
