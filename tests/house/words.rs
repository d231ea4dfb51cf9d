//! No words for people in the app's code: every visible or audible text is in the language files or in reference data.
//! Knows no Rust beyond strings, comments and braces.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// Attributes and properties whose values people read or hear.
const READ_OR_HEARD: [&str; 11] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "caption",
    "hint",
    "label",
    "placeholder",
    "title",
    "words",
];
/// The product's own name is the same in every language.
const NAME: &str = "Stegvis";

#[test]
fn no_text_that_a_person_sees_is_outside_the_language_files() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../frontend/src");
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    ensure!(files.iter().any(|file| file.ends_with("widgets/shell.rs")), "the app is not in {}", folder.display());
    let (mut faults, mut pages) = (Vec::new(), 0);
    for file in files {
        let code = fs::read_to_string(&file)?;
        pages += pages_in(&code).len();
        faults.extend(words_in(&code).into_iter().map(|words| format!("{}: “{words}”", file.display())));
    }
    ensure!(pages > 50, "only {pages} pages were found");
    ensure!(faults.is_empty(), "texts that belong in assets/texts:\n{}", faults.join("\n"));
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The texts in the pages of a file.
fn words_in(code: &str) -> Vec<String> {
    pages_in(code).into_iter().flat_map(words_in_page).collect()
}

/// What stands between the braces of each `html!`, up to the tests of the file.
fn pages_in(code: &str) -> Vec<&str> {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let begins = code.match_indices("html! {").map(|(at, found)| at + found.len());
    begins.filter_map(|begin| Some(&code[begin..begin + length(&code[begin..])?])).collect()
}

/// How far it is to the brace that closes.
fn length(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, piece) in (Pieces { code, at: 0 }) {
        match piece {
            Piece::Other('{') => depth += 1,
            Piece::Other('}') if depth == 0 => return Some(at),
            Piece::Other('}') => depth -= 1,
            Piece::Other(_) | Piece::Text(_) => {}
        }
    }
    None
}

fn words_in_page(page: &str) -> Vec<String> {
    let texts = Pieces { code: page, at: 0 }.filter_map(|(at, piece)| match piece {
        Piece::Text(text) => Some((at, text)),
        Piece::Other(_) => None,
    });
    let is_said = |(at, text): &(usize, &str)| {
        let before = page[..*at].trim_end();
        let before = before.strip_suffix("format!(").map_or(before, str::trim_end);
        let block = before.strip_suffix('{').map(str::trim_end);
        let is_node = before.ends_with('>') && !before.ends_with("=>")
            || block.is_some_and(|outside| outside.ends_with(['>', '}', '{']) && !outside.ends_with("=>"));
        let of = block.unwrap_or(before);
        let is_heard = of.strip_suffix('=').is_some_and(|of| {
            let name = of.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).next();
            READ_OR_HEARD.contains(&name.unwrap_or_default())
        });
        (is_node || is_heard) && says_something(text)
    };
    texts.filter(is_said).map(|(_, text)| text.to_owned()).collect()
}

/// Whether letters are left when the name and what is filled in are taken away.
fn says_something(text: &str) -> bool {
    let mut depth = 0_usize;
    text.replace(NAME, "").chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_alphabetic()
    })
}

/// A string of the code, without its quotes; or another character outside comments.
enum Piece<'a> {
    Text(&'a str),
    Other(char),
}

/// The pieces of code with their places.
struct Pieces<'a> {
    code: &'a str,
    at: usize,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (usize, Piece<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.code.get(self.at..)?;
            let begin = self.at;
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            // The character of a quote is no string.
            if rest.starts_with("'\"'") {
                self.at += 3;
                continue;
            }
            let first = rest.chars().next()?;
            if first != '"' {
                self.at += first.len_utf8();
                return Some((begin, Piece::Other(first)));
            }
            let mut is_escaped = false;
            let end = rest[1..].find(|c: char| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            });
            let length = end.unwrap_or(rest.len() - 1);
            self.at += length + 2;
            return Some((begin, Piece::Text(&rest[1..=length])));
        }
    }
}

#[test]
fn texts_in_pages_are_found_where_people_see_or_hear_them() {
    for (page, expected) in [
        (r#"<p>{"Hej"}</p>"#, vec!["Hej"]),
        (r#"<p>{texts.hello()}{" du"}</p>"#, vec![" du"]),
        (r#"<p>{format!("{} av {}", a, b)}</p>"#, vec!["{} av {}"]),
        (r#"<img alt="En bild" />"#, vec!["En bild"]),
        (r#"<Action label={"Spara"} />"#, vec!["Spara"]),
        (r#"if x { {"Hej"} }"#, vec!["Hej"]),
        (r#"<p>{"Hej"}</p> // {"ord"}"#, vec!["Hej"]),
    ] {
        assert_eq!(words_in(&format!("html! {{ {page}\n }}")), expected, "{page}");
    }
}

#[test]
fn names_signs_and_what_no_person_sees_are_let_be() {
    for page in [
        r#"<span class="brand">{"Stegvis"}</span>"#,
        r#"<p class={if wide { "page wide" } else { "page" }}>{" – "}{format!(" – {words}")}</p>"#,
        r#"<input type="text" autocomplete="off" aria-label={texts.name()} />"#,
        r#"<p class={format!("step {rank}")}></p>"#,
        r#"<p>{match x { A => { "a" } }}</p>"#,
    ] {
        assert_eq!(words_in(&format!("html! {{ {page} }}")), Vec::<String>::new(), "{page}");
    }
    assert_eq!(words_in("const TEXT: &str = \"Hej\";"), Vec::<String>::new());
}
