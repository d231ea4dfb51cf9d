//! The columns of the files, by the names that associations give them.

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
pub(super) fn canonical(header: &str) -> Option<&'static str> {
    let header = header.trim().to_lowercase().replace(' ', "_");
    COLUMNS.iter().find(|(name, others)| *name == header || others.contains(&header.as_str())).map(|(name, _)| *name)
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
}
