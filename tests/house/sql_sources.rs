//! Every piece of SQL in the project: the migrations, and what stands between quotation marks in the server's sources.
//! It does not know what may stand there.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// A piece of SQL and where it stands.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) place: String,
    pub(crate) text: String,
}

/// The words that a statement begins with.
const VERBS: [&str; 19] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "WITH",
    "CREATE",
    "ALTER",
    "DROP",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "SET",
    "LOCK",
    "LISTEN",
    "NOTIFY",
    "TRUNCATE",
    "PRAGMA",
];

/// Reads all of it.
pub(crate) fn all() -> Result<Vec<Piece>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pieces = Vec::new();
    for file in files(&root.join("migrations"), "sql")? {
        pieces.push(Piece { place: shown(&file), text: without_comments(&std::fs::read_to_string(&file)?) });
    }
    ensure!(!pieces.is_empty(), "there are no migrations");
    for file in files(&root.join("backend/src"), "rs")? {
        let literals = literals(&std::fs::read_to_string(&file)?);
        pieces.extend(literals.into_iter().filter(|text| is_sql(text)).map(|text| Piece { place: shown(&file), text }));
    }
    Ok(pieces)
}

fn shown(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|one| one == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// SQL in the house is written with its keywords in capitals; what is not is found by its shape.
fn is_sql(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches(';');
    VERBS.contains(&first) || is_sql_in_small_letters(text)
}

/// Whether somebody wrote a statement in small letters, where no rule would look for it.
pub(crate) fn is_sql_in_small_letters(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    match words.first() {
        Some(&"select") => has("from") || text.contains('('),
        Some(&"insert") => has("into"),
        Some(&"delete") => has("from"),
        Some(&"update") => has("set"),
        Some(&("create" | "drop" | "alter")) => has("table") || has("trigger") || has("sequence"),
        _ => false,
    }
}

/// What stands between quotation marks in Rust, outside comments.
pub(crate) fn literals(source: &str) -> Vec<String> {
    let characters: Vec<char> = source.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < characters.len() {
        let rest = &characters[at..];
        at += match rest {
            ['/', '/', ..] => rest.iter().position(|one| *one == '\n').unwrap_or(rest.len()),
            ['\'', '\\', _, '\'', ..] => 4,
            ['\'', _, '\'', ..] => 3,
            ['r', '"' | '#', ..] => raw(rest, &mut found),
            ['"', ..] => plain(rest, &mut found),
            _ => 1,
        };
    }
    found
}

fn plain(rest: &[char], found: &mut Vec<String>) -> usize {
    let (mut text, mut at) = (String::new(), 1);
    while at < rest.len() && rest[at] != '"' {
        if rest[at] == '\\' {
            at += 1;
        }
        text.extend(rest.get(at));
        at += 1;
    }
    found.push(text);
    at + 1
}

fn raw(rest: &[char], found: &mut Vec<String>) -> usize {
    let hashes = rest[1..].iter().take_while(|one| **one == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 1;
    }
    let text: String = rest[2 + hashes..].iter().collect();
    let end = format!("\"{}", "#".repeat(hashes));
    let text = text.split(&end).next().unwrap_or_default().to_owned();
    let length = text.chars().count();
    found.push(text);
    2 + hashes + length + end.len()
}
