//! Makes the typed texts: one method for each key of `assets/texts/*.json`. The build fails where a language lacks a
//! text, has one too many, or fills other places than Swedish does.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The language that the others are held against.
const MODEL: &str = "sv";

type Texts = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("../assets/texts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut languages = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let texts: Texts = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            languages.insert(name, texts);
        }
    }
    let model = languages.get(MODEL).ok_or("assets/texts/sv.json is missing")?;
    for (language, texts) in &languages {
        compare(language, texts, model)?;
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("texts.rs");
    fs::write(out, generate(model, &languages)?)?;
    Ok(())
}

/// Refuses a language that differs from the model in its keys or in the places to be filled.
fn compare(language: &str, texts: &Texts, model: &Texts) -> Result<(), Box<dyn Error>> {
    for (key, text) in model {
        let own = texts.get(key).ok_or_else(|| format!("assets/texts/{language}.json lacks “{key}”"))?;
        if own.trim().is_empty() {
            return Err(format!("assets/texts/{language}.json: “{key}” is empty").into());
        }
        if places(own) != places(text) {
            return Err(format!("assets/texts/{language}.json: “{key}” must fill the places {:?}", places(text)).into());
        }
    }
    match texts.keys().find(|key| !model.contains_key(*key)) {
        Some(key) => Err(format!("assets/texts/{language}.json has “{key}”, which Swedish lacks").into()),
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

fn generate(model: &Texts, languages: &BTreeMap<String, Texts>) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("impl Texts {\n");
    for (key, text) in model.iter().filter(|(key, _)| !key.starts_with('_')) {
        let names = places_in_order(text);
        writeln!(code, "/// “{}”", text.replace('\n', " "))?;
        if names.is_empty() {
            writeln!(code, "pub fn {key}(&self) -> AttrValue {{ self.text({key:?}) }}")?;
        } else {
            let parameters: String = names.iter().map(|name| format!(", {name}: impl Display")).collect();
            let filled: String = names.iter().map(|name| format!("({name:?}, &{name}), ")).collect();
            writeln!(code, "pub fn {key}(&self{parameters}) -> AttrValue {{ self.fill({key:?}, &[{filled}]) }}")?;
        }
    }
    code.push_str("}\n\n");
    writeln!(code, "/// The languages that there are: tag, own name, direction of writing.")?;
    writeln!(code, "pub const LANGUAGES: &[Language] = &[")?;
    for (tag, texts) in languages {
        let of = |key: &str| texts.get(key).cloned().ok_or_else(|| format!("assets/texts/{tag}.json lacks “{key}”"));
        let (name, direction, reviewed) = (of("_name")?, of("_direction")?, of("_reviewed")? == "yes");
        writeln!(code, "Language {{ tag: {tag:?}, name: {name:?}, direction: {direction:?}, reviewed: {reviewed} }},")?;
    }
    code.push_str("];\n");
    Ok(code)
}
