//! The plural rules of a language file, in the notation of the Unicode CLDR, made into Rust: which category a whole number
//! belongs to. Knows no language. Of CLDR's operands there are `n` and `i`, which are the same for whole numbers.

use std::fmt::Write as _;

/// A category and its rule; the one without a rule takes every number that no other takes.
pub(crate) type Rules = Vec<(String, String)>;

/// The categories that there are in any language.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The expression that gives the category of a number `n`.
pub(crate) fn expression(rules: &Rules) -> Result<String, String> {
    if let Some((unknown, _)) = rules.iter().find(|(name, _)| !CATEGORIES.contains(&name.as_str())) {
        return Err(format!("“{unknown}” is no category: they are {CATEGORIES:?}"));
    }
    let (with_rule, without): (Vec<_>, Vec<_>) = rules.iter().partition(|(_, rule)| !rule.is_empty());
    let [(otherwise, _)] = without.as_slice() else {
        return Err("exactly one category has an empty rule: the one for every other number".into());
    };
    let mut code = String::new();
    for (name, rule) in with_rule {
        write!(code, "if {} {{ {name:?} }} else ", condition(rule)?).map_err(|error| error.to_string())?;
    }
    Ok(if code.is_empty() { format!("{otherwise:?}") } else { format!("{code}{{ {otherwise:?} }}") })
}

fn condition(rule: &str) -> Result<String, String> {
    let any: Result<Vec<String>, String> = rule.split(" or ").map(all).collect();
    Ok(any?.join(" || "))
}

fn all(rule: &str) -> Result<String, String> {
    let all: Result<Vec<String>, String> = rule.split(" and ").map(relation).collect();
    Ok(all?.join(" && "))
}

/// Such as `i % 100 != 12..14`.
fn relation(text: &str) -> Result<String, String> {
    let fault = || format!("“{text}” is no relation such as “i % 10 = 2..4”");
    let (left, right, is_not) = match (text.split_once("!="), text.split_once('=')) {
        (Some((left, right)), _) => (left, right, "!"),
        (None, Some((left, right))) => (left, right, ""),
        (None, None) => return Err(fault()),
    };
    let mut operand = left.split_whitespace();
    let number = match (operand.next(), operand.next(), operand.next(), operand.next()) {
        (Some("n" | "i"), None, None, None) => "n".to_owned(),
        (Some("n" | "i"), Some("%"), Some(by), None) => format!("n % {}", whole(by).ok_or_else(fault)?),
        _ => return Err(fault()),
    };
    let ranges: Option<Vec<String>> = right.trim().split(',').map(range).collect();
    Ok(format!("{is_not}matches!({number}, {})", ranges.ok_or_else(fault)?.join(" | ")))
}

fn range(text: &str) -> Option<String> {
    match text.split_once("..") {
        Some((from, to)) => Some(format!("{}..={}", whole(from)?, whole(to)?)),
        None => Some(whole(text)?.to_string()),
    }
}

fn whole(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}
