//! The app's own scripts as they are shipped: without the lines that are there for their readers.

use anyhow::{Result, bail};

/// Strips whole lines of comment, blank lines and indentation. A text that goes on over lines is not foreseen.
pub(super) fn without_comments(script: &str) -> Result<String> {
    let mut code = String::new();
    for line in script.lines().map(str::trim) {
        if line.matches('`').count() % 2 == 1 || line.ends_with('\\') {
            bail!("a script has a text that goes on in the next line: {line}");
        }
        if !line.is_empty() && !line.starts_with("//") {
            code.push_str(line);
            code.push('\n');
        }
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_on_lines_of_their_own_and_indentation_go() -> Result<()> {
        let script = "// why\nfunction f() {\n  // so\n  return \"//x\"; // here\n}\n\nf();\n";
        assert_eq!(without_comments(script)?, "function f() {\nreturn \"//x\"; // here\n}\nf();\n");
        Ok(())
    }

    #[test]
    fn a_text_over_several_lines_is_refused() {
        assert!(without_comments("const a = `x\n// y`;").is_err());
    }
}
