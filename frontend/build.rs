//! Makes the typed texts: one method for each key of `assets/texts/*/*.json`. The build fails where a language lacks a
//! text, has one too many, fills other places than Swedish does, or says a number in other forms than its own.
//!
//! A text is a string; or an object with a string for each plural category of its language, where it says a number; or a
//! list of strings. The number is in the place `{count}`, else in the only place that the text has.

#[path = "build/plurals.rs"]
mod plurals;

use plurals::Rules;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The language that the others are held against.
const MODEL: &str = "sv";

/// A text as its file has it.
enum Text {
    Plain(String),
    /// By plural category.
    Counted(BTreeMap<String, String>),
    List(Vec<String>),
}

/// A language file.
struct File {
    /// What the file says of its language: the keys that begin with an underscore.
    said: BTreeMap<String, String>,
    /// Only in the folder that every program loads.
    rules: Rules,
    texts: BTreeMap<String, Text>,
}

/// The files of a folder by language.
type Languages = BTreeMap<String, File>;

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let of_both = read("participant")?;
    compare_all("participant", &of_both, &of_both)?;
    fs::write(
        out.join("texts.rs"),
        methods_of(&of_both, Methods::Inherent)? + &categories(&of_both)? + &languages(&of_both, "LANGUAGES")?,
    )?;
    let of_staff = read("staff")?;
    if let Some(tag) = of_staff.keys().find(|tag| !of_both.contains_key(*tag)) {
        return Err(format!("assets/texts/participant/{tag}.json is missing: staff see those texts, too").into());
    }
    compare_all("staff", &of_staff, &of_both)?;
    let both = of_both.into_iter().filter(|(tag, _)| of_staff.contains_key(tag)).collect();
    fs::write(
        out.join("staff_texts.rs"),
        methods_of(&of_staff, Methods::Trait)? + &languages(&both, "STAFF_LANGUAGES")?,
    )?;
    Ok(())
}

/// Reads a folder of language files.
fn read(name: &str) -> Result<Languages, Box<dyn Error>> {
    let folder = Path::new("../assets/texts").join(name);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut languages = BTreeMap::new();
    for file in fs::read_dir(&folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let file = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| error.to_string())
                .and_then(file_of)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            languages.insert(tag, file);
        }
    }
    Ok(languages)
}

fn file_of(content: Map<String, Value>) -> Result<File, String> {
    let mut file = File { said: BTreeMap::new(), rules: Rules::new(), texts: BTreeMap::new() };
    for (key, value) in content {
        match (key.as_str(), value) {
            ("_plurals", Value::Object(rules)) => file.rules = strings(&key, rules)?.into_iter().collect(),
            (said, Value::String(text)) if said.starts_with('_') => {
                file.said.insert(key, text);
            }
            (_, value) => {
                let text = text(&key, value)?;
                file.texts.insert(key, text);
            }
        }
    }
    Ok(file)
}

fn text(key: &str, value: Value) -> Result<Text, String> {
    Ok(match value {
        Value::String(text) => Text::Plain(text),
        Value::Object(forms) => Text::Counted(strings(key, forms)?),
        Value::Array(list) => {
            let list: Option<Vec<String>> = list.into_iter().map(|one| Some(one.as_str()?.to_owned())).collect();
            Text::List(list.ok_or_else(|| format!("“{key}” holds something else than texts"))?)
        }
        _ => return Err(format!("“{key}” is neither a text, nor texts by category, nor a list of texts")),
    })
}

fn strings(key: &str, of: Map<String, Value>) -> Result<BTreeMap<String, String>, String> {
    of.into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            _ => Err(format!("“{key}.{name}” is not a text")),
        })
        .collect()
}

fn model_of(languages: &Languages) -> Result<&File, Box<dyn Error>> {
    Ok(languages.get(MODEL).ok_or_else(|| format!("a folder of assets/texts lacks {MODEL}.json"))?)
}

/// Refuses languages that differ from the model; `of_both` has their plural rules.
fn compare_all(folder: &str, languages: &Languages, of_both: &Languages) -> Result<(), Box<dyn Error>> {
    let model = model_of(languages)?;
    for (tag, file) in languages {
        let categories: BTreeSet<&str> =
            of_both.get(tag).into_iter().flat_map(|file| &file.rules).map(|(name, _)| name.as_str()).collect();
        compare(file, model, &categories).map_err(|fault| format!("assets/texts/{folder}/{tag}.json: {fault}"))?;
    }
    Ok(())
}

/// Refuses a language that differs from the model in its keys or in the places to be filled.
fn compare(file: &File, model: &File, categories: &BTreeSet<&str>) -> Result<(), String> {
    for (key, text) in &model.texts {
        let own = file.texts.get(key).ok_or_else(|| format!("“{key}” is missing"))?;
        if own.all().iter().any(|text| text.trim().is_empty()) {
            return Err(format!("“{key}” is empty"));
        }
        compare_text(own, text, categories).map_err(|fault| format!("“{key}” {fault}"))?;
    }
    match file.texts.keys().find(|key| !model.texts.contains_key(*key)) {
        Some(key) => Err(format!("“{key}” is something that Swedish lacks")),
        None => Ok(()),
    }
}

fn compare_text(own: &Text, model: &Text, categories: &BTreeSet<&str>) -> Result<(), String> {
    let places = model.places();
    let own_places = own.places();
    match (own, model) {
        (Text::List(own), Text::List(model)) if own.len() == model.len() => Ok(()),
        (Text::List(_), _) | (_, Text::List(_)) => Err("must be a list as long as the Swedish one, or none".into()),
        _ if own_places != places => Err(format!("must fill the places {places:?}")),
        (Text::Plain(_), _) => Ok(()),
        (Text::Counted(forms), _) => {
            if forms.keys().map(String::as_str).collect::<BTreeSet<_>>() != *categories {
                return Err(format!("must have the categories {categories:?} of its language"));
            }
            let number = model.number().ok_or("has forms, and no place that is known to hold the number")?;
            let lacks = |form: &String| places.iter().any(|place| *place != number && !places_of(form).contains(place));
            if forms.values().any(lacks) {
                return Err(format!("must fill the places {places:?} in each form; only the number may be left out"));
            }
            Ok(())
        }
    }
}

impl Text {
    fn all(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Counted(forms) => forms.values().map(String::as_str).collect(),
            Self::List(list) => list.iter().map(String::as_str).collect(),
        }
    }

    fn is_counted(&self) -> bool {
        matches!(self, Self::Counted(_))
    }

    /// The names between braces: the parameters of the method, in the order of the text.
    fn places_in_order(&self) -> Vec<&str> {
        let mut places = Vec::new();
        for place in self.all().into_iter().rev().flat_map(places_of) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn places(&self) -> BTreeSet<&str> {
        self.places_in_order().into_iter().collect()
    }

    /// The place of the number that decides on the form.
    fn number(&self) -> Option<&str> {
        match self.places_in_order().as_slice() {
            [only] => Some(only),
            several => several.iter().find(|place| **place == "count").copied(),
        }
    }
}

fn places_of(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
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
    for (key, text) in &model_of(languages)?.texts {
        let is_counted = languages.values().any(|file| file.texts.get(key).is_some_and(Text::is_counted));
        let names = text.places_in_order();
        let number = text.number().filter(|_| is_counted);
        let mut parameters = String::new();
        for name in &names {
            let is_number = if number == Some(*name) { " + Copy + TryInto<u64>" } else { "" };
            write!(parameters, ", {name}: impl Display{is_number}")?;
        }
        let filled: String = names.iter().map(|name| format!("({name:?}, &{name}), ")).collect();
        let (parameters, body) = match (text, number) {
            (Text::List(_), _) => (", at: usize".to_owned(), format!("self.text(&format!(\"{key}.{{at}}\"))")),
            (_, Some(number)) => {
                (parameters, format!("self.fill_counted({key:?}, {number}.try_into().ok(), &[{filled}])"))
            }
            _ if names.is_empty() => (parameters, format!("self.text({key:?})")),
            _ => (parameters, format!("self.fill({key:?}, &[{filled}])")),
        };
        let signature = format!("fn {key}(&self{parameters}) -> AttrValue");
        let shown = text.all().last().copied().unwrap_or_default().replace('\n', " ");
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

/// The function that knows the plural rules of every language; languages with the same rules share them.
fn categories(languages: &Languages) -> Result<String, Box<dyn Error>> {
    let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (tag, file) in languages {
        let expression = plurals::expression(&file.rules)
            .map_err(|fault| format!("assets/texts/participant/{tag}.json: _plurals: {fault}"))?;
        by_rule.entry(expression).or_default().push(format!("{tag:?}"));
    }
    let mut code = String::from(
        "/// The plural category of a whole number in the language of that tag.\n\
         pub(crate) fn category(tag: &str, n: u64) -> &'static str {\nmatch tag {\n",
    );
    for (expression, tags) in by_rule {
        writeln!(code, "{} => {{ {expression} }}", tags.join(" | "))?;
    }
    code.push_str("_ => \"other\",\n}\n}\n\n");
    Ok(code)
}

fn languages(languages: &Languages, called: &str) -> Result<String, Box<dyn Error>> {
    let mut code = String::from("/// The languages that there are: tag, own name, direction of writing.\n");
    writeln!(code, "pub(crate) const {called}: &[Language] = &[")?;
    // The model comes first, then what is a form of it.
    let mut in_order: Vec<_> = languages.iter().collect();
    in_order.sort_by_key(|(tag, _)| (*tag != MODEL, !tag.starts_with(MODEL)));
    for (tag, file) in in_order {
        let of = |key: &str| {
            file.said.get(key).cloned().ok_or_else(|| format!("assets/texts/participant/{tag}.json lacks “{key}”"))
        };
        let (name, direction, reviewed) = (of("_name")?, of("_direction")?, of("_reviewed")? == "yes");
        if !["ltr", "rtl"].contains(&direction.as_str()) {
            return Err(format!("assets/texts/participant/{tag}.json: “_direction” is “ltr” or “rtl”").into());
        }
        writeln!(code, "Language {{ tag: {tag:?}, name: {name:?}, direction: {direction:?}, reviewed: {reviewed} }},")?;
    }
    code.push_str("];\n");
    Ok(code)
}
