//! The style sheet of an app: what both share, then its own, without comments and blank lines.

use anyhow::{Result, bail};

use super::{App, page};

/// Reads and joins the style sheets of `app`.
pub(crate) fn style_of(app: App) -> Result<Vec<u8>> {
    let mut style = String::new();
    for name in ["base", app.name()] {
        let sheet = page::template(&format!("styles/{name}.css"))?;
        style.push_str(&without_comments(&sheet)?);
    }
    Ok(style.into_bytes())
}

/// Strips comments, blank lines and the white space round lines. Strings that hold `/*` are not foreseen.
fn without_comments(sheet: &str) -> Result<String> {
    let mut code = String::new();
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        let Some((_, after)) = comment.split_once("*/") else {
            bail!("a style sheet has a comment that does not end");
        };
        rest = after;
    }
    code.push_str(rest);
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_go() -> Result<()> {
        let sheet = "/* why\n   so */\n.a {\n  color: red; /* x */\n}\n\n.b{}\n";
        assert_eq!(without_comments(sheet)?, ".a {\ncolor: red;\n}\n.b{}\n");
        Ok(())
    }

    #[test]
    fn a_comment_without_end_is_refused() {
        assert!(without_comments(".a{} /* oh").is_err());
    }
}
