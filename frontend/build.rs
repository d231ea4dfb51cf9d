//! Makes the typed texts: one method for each key of `assets/texts/*/*.json`. The build fails where a language lacks a
//! text, has one too many, or fills other places than Swedish does.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The language that the others are held against.
const MODEL: &str = "sv";

type Texts = BTreeMap<String, String>;

/// The texts of a folder by language.
type Languages = BTreeMap<String, Texts>;

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let of_both = read("participant")?;
    fs::write(out.join("texts.rs"), methods_of(&of_both, Methods::Inherent)? + &languages(&of_both, "LANGUAGES")?)?;
    let of_staff = read("staff")?;
    if let Some(tag) = of_staff.keys().find(|tag| !of_both.contains_key(*tag)) {
        return Err(format!("assets/texts/participant/{tag}.json is missing: staff see those texts, too").into());
    }
    let both = of_both.into_iter().filter(|(tag, _)| of_staff.contains_key(tag)).collect();
    fs::write(
        out.join("staff_texts.rs"),
        methods_of(&of_staff, Methods::Trait)? + &languages(&both, "STAFF_LANGUAGES")?,
    )?;
    Ok(())
}

/// Reads a folder of language files, and refuses those that differ from the model.
fn read(name: &str) -> Result<Languages, Box<dyn Error>> {
    let folder = Path::new("../assets/texts").join(name);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut languages = BTreeMap::new();
    for file in fs::read_dir(&folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let texts: Texts = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            languages.insert(tag, texts);
        }
    }
    let model = model_of(&languages)?;
    for (language, texts) in &languages {
        compare(&format!("assets/texts/{name}/{language}.json"), texts, model)?;
    }
    Ok(languages)
}

fn model_of(languages: &Languages) -> Result<&Texts, Box<dyn Error>> {
    Ok(languages.get(MODEL).ok_or_else(|| format!("a folder of assets/texts lacks {MODEL}.json"))?)
}

/// Refuses a language that differs from the model in its keys or in the places to be filled.
fn compare(file: &str, texts: &Texts, model: &Texts) -> Result<(), Box<dyn Error>> {
    for (key, text) in model {
        let own = texts.get(key).ok_or_else(|| format!("{file} lacks “{key}”"))?;
        if own.trim().is_empty() {
            return Err(format!("{file}: “{key}” is empty").into());
        }
        if places(own) != places(text) {
            return Err(format!("{file}: “{key}” must fill the places {:?}", places(text)).into());
        }
    }
    match texts.keys().find(|key| !model.contains_key(*key)) {
        Some(key) => Err(format!("{file} has “{key}”, which Swedish lacks").into()),
        None => Ok(()),
    }
}

/// The names between braces: the parameters of the method, in the order of the model's text.
fn places_in_order(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn places(text: &str) -> BTreeSet<&str> {
    places_in_order(text).into_iter().collect()
}

/// How the methods are found.
#[derive(Clone, Copy, PartialEq)]
enum Methods {
    /// By everybody who has the texts.
    Inherent,
    /// By those who can name the trait.
    Trait,
}

fn methods_of(languages: &Languages, methods: Methods) -> Result<String, Box<dyn Error>> {
    let (mut declared, mut defined) = (String::new(), String::new());
    let visible = if methods == Methods::Inherent { "pub " } else { "" };
    for (key, text) in model_of(languages)?.iter().filter(|(key, _)| !key.starts_with('_')) {
        let names = places_in_order(text);
        let parameters: String = names.iter().map(|name| format!(", {name}: impl Display")).collect();
        let signature = format!("fn {key}(&self{parameters}) -> AttrValue");
        let filled: String = names.iter().map(|name| format!("({name:?}, &{name}), ")).collect();
        let body = match names.is_empty() {
            true => format!("self.text({key:?})"),
            false => format!("self.fill({key:?}, &[{filled}])"),
        };
        let shown = text.replace('\n', " ");
        match methods {
            Methods::Inherent => writeln!(defined, "/// “{shown}”")?,
            Methods::Trait => writeln!(declared, "/// “{shown}”\n{signature};")?,
        }
        writeln!(defined, "{visible}{signature} {{ {body} }}")?;
    }
    Ok(match methods {
        Methods::Inherent => format!("impl Texts {{\n{defined}}}\n\n"),
        Methods::Trait => format!(
            "/// What only staff are told.\npub(crate) trait StaffTexts {{\n{declared}}}\n\n\
             impl StaffTexts for Texts {{\n{defined}}}\n\n"
        ),
    })
}

fn languages(languages: &Languages, called: &str) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("/// The languages that there are: tag, own name, direction of writing.\n");
    writeln!(code, "pub(crate) const {called}: &[Language] = &[")?;
    for (tag, texts) in languages {
        let of = |key: &str| {
            texts.get(key).cloned().ok_or_else(|| format!("assets/texts/participant/{tag}.json lacks “{key}”"))
        };
        let (name, direction, reviewed) = (of("_name")?, of("_direction")?, of("_reviewed")? == "yes");
        writeln!(code, "Language {{ tag: {tag:?}, name: {name:?}, direction: {direction:?}, reviewed: {reviewed} }},")?;
    }
    code.push_str("];\n");
    Ok(code)
}
