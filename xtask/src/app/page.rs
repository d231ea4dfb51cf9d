//! Filling in the templates of the pages and manifests. Knows no HTML beyond the tags it adds.

use anyhow::{Context, Result, bail};

use super::hashed_file::HashedFile;
use crate::workspace;

/// Reads a template of `assets/` that has `{{name}}` where a value belongs.
pub(crate) fn template(path: &str) -> Result<String> {
    let path = workspace::asset(path);
    std::fs::read_to_string(&path).with_context(|| format!("could not read {}", workspace::shown(&path)))
}

/// Puts the values in their places; a place without a value, or a value without a place, is refused.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut filled = template.to_owned();
    for (name, value) in values {
        let place = format!("{{{{{name}}}}}");
        if !filled.contains(&place) {
            bail!("the template has no place {place}");
        }
        filled = filled.replace(&place, value);
    }
    if let Some((_, rest)) = filled.split_once("{{") {
        let name = rest.split("}}").next().unwrap_or(rest);
        bail!("the template has a place {{{{{name}}}}} that nothing fills");
    }
    Ok(filled)
}

/// The tags by which a program finds files whose names it cannot know.
pub(crate) fn file_tags<'a>(files: impl Iterator<Item = &'a HashedFile>) -> String {
    files
        .map(|file| format!("<meta name=\"file:{}\" content=\"{}\">\n", file.label, file.url))
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_gets_its_value() -> Result<()> {
        let filled = fill("<a href=\"{{x}}\">{{y}}{{x}}", &[("x", "1"), ("y", "2")])?;
        assert_eq!(filled, "<a href=\"1\">21");
        Ok(())
    }

    #[test]
    fn an_unfilled_place_is_refused_by_name() {
        let error = fill("{{boot}}", &[]).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("the template has a place {{boot}} that nothing fills"));
    }

    #[test]
    fn a_value_without_a_place_is_refused() {
        assert!(fill("", &[("boot", "/boot.js")]).is_err());
    }
}
