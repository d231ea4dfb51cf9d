//! The columns of the files, by the names that associations give them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Each column's own name, and what else it may be called; compared without case, with `_` for spaces.
const COLUMNS: &[(&str, &[&str])] = &[
    ("association", &["samordningsförbund", "förbund"]),
    ("member", &["medlem", "huvudman", "part"]),
    ("intervention", &["insats"]),
    ("focus", &["insatstyp", "inriktning"]),
    ("participation", &["deltagande"]),
    ("participant", &["deltagare"]),
    ("gender", &["kön"]),
    ("birth_year", &["födelseår"]),
    ("municipality", &["kommun"]),
    ("education", &["utbildning", "utbildningsnivå"]),
    ("started", &["start", "startdatum", "påbörjad"]),
    ("ended", &["slut", "slutdatum", "avslutad"]),
    ("exit_reason", &["avslutsorsak"]),
    ("supervisor", &["handledare"]),
    ("support_before", &["försörjning_före"]),
    ("support_after", &["försörjning_efter"]),
    ("months_in_support_before", &["månader_i_försörjning_före", "månader_med_försörjning_före"]),
    ("occupation_before", &["sysselsättning_före"]),
    ("occupation_after", &["sysselsättning_efter"]),
    ("anonymous", &["anonym"]),
    ("month", &["månad"]),
    ("instrument", &["formulär"]),
    ("by", &["av", "skattad_av"]),
    ("item", &["fråga"]),
    ("value", &["värde", "svar"]),
    ("step", &["steg"]),
    ("date", &["datum"]),
    ("activity", &["aktivitet", "aktivitetstyp"]),
    ("occasions", &["tillfällen", "antal_tillfällen"]),
    ("attendances", &["besök", "närvaro", "deltagartillfällen"]),
    ("period", &["år", "year"]),
    ("goal", &["mål"]),
    ("indicator", &["indikator"]),
    ("target", &["målvärde"]),
    ("n", &["antal", "utfall"]),
    ("of", &["totalt", "av_totalt"]),
    ("unit", &["enhet"]),
    ("direction", &["riktning"]),
    ("pre", &["före"]),
    ("post", &["efter"]),
];

/// The column's own name for what stands in a header row.
pub fn canonical(header: &str) -> Option<&'static str> {
    let header = header.trim().to_lowercase().replace(' ', "_");
    COLUMNS.iter().find(|(name, others)| *name == header || others.contains(&header.as_str())).map(|(name, _)| *name)
}

/// What a column is for, by its own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema), schema(value_type = String, example = "birth_year"))]
pub struct Field(&'static str);

impl Field {
    /// The column of that name, which is its own and none of its others.
    pub fn parse(name: &str) -> Option<Self> {
        COLUMNS.iter().find(|(own, _)| *own == name).map(|(own, _)| Self(own))
    }

    /// One that is known to be there.
    pub(super) const fn known(name: &'static str) -> Self {
        Self(name)
    }

    /// Its own name.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Everything that it may be called, its own name first.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let others = COLUMNS.iter().find(|(own, _)| *own == self.0).map_or(&[][..], |(_, others)| *others);
        std::iter::once(self.0).chain(others.iter().copied())
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let name = String::deserialize(reader)?;
        Self::parse(&name).ok_or_else(|| D::Error::custom(format!("“{name}” is no column of these files")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_headers_are_known() {
        assert_eq!(canonical("Födelseår"), Some("birth_year"));
        assert_eq!(canonical(" Försörjning före "), Some("support_before"));
        assert_eq!(canonical("started"), Some("started"));
        assert_eq!(canonical("skonummer"), None);
    }

    #[test]
    fn a_field_goes_by_its_own_name_alone() {
        assert_eq!(Field::parse("gender").map(Field::as_str), Some("gender"));
        assert_eq!(Field::parse("kön"), None);
        let field: Option<Field> = serde_json::from_str("\"step\"").ok();
        assert_eq!(field, Field::parse("step"));
    }
}
