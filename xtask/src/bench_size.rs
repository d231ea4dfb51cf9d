//! `cargo xtask bench size`: the bytes that a browser downloads before a person can read and use the first screens, what they
//! are, how they stand against the budget, and what it fetches meanwhile, in the background.

use anyhow::Result;

use crate::app::{self, App, Effort, Shipped};

/// What a participant's first load may be, in compressed bytes of all files together.
const BUDGET: usize = 250_000;

/// Counts the bytes of an app's first load.
#[derive(clap::Args)]
pub(crate) struct Size {
    /// Which of the two apps.
    #[arg(long, value_enum, default_value_t = App::Participant)]
    app: App,
}

impl Size {
    /// Builds the app and prints a line for each file, then for each kind; the last lines are the sums.
    pub(crate) fn run(&self) -> Result<()> {
        for bundle in app::bundle(Effort::Best)? {
            if bundle.app == self.app {
                println!("{:>9} {:>10}  file", "raw", "compressed");
                println!("first load, before the first screens can be used:");
                bundle.first_load.iter().for_each(print);
                if !bundle.afterwards.is_empty() {
                    println!(
                        "in the background, once the first screen is shown, for all that comes after the first screens; not in the first load:"
                    );
                    bundle.afterwards.iter().for_each(print);
                }
                if !bundle.other_languages.is_empty() {
                    println!("in the place of the first language, where another is chosen; not in the first load:");
                    bundle.other_languages.iter().for_each(print);
                }
                println!("the first load is made of:");
                for kind in Kind::ALL {
                    let of_it = bundle.first_load.iter().filter(|file| Kind::of(&file.url) == kind);
                    let (raw, compressed) = total(of_it);
                    println!("{raw:>9} {compressed:>10}  {}", kind.words());
                }
                let (raw, compressed) = total(&bundle.first_load);
                if self.app == App::Participant {
                    println!("{}", against_the_budget(compressed));
                }
                println!("first load: {raw} bytes raw, {compressed} bytes compressed");
                let (raw, compressed) = total(bundle.first_load.iter().chain(&bundle.afterwards));
                println!(
                    "all that a phone downloads, with what follows in the background: {raw} bytes raw, {compressed} bytes compressed"
                );
            }
        }
        Ok(())
    }
}

/// What a file of the first load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Program,
    Glue,
    Texts,
    Scripts,
    Page,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Program, Self::Glue, Self::Texts, Self::Scripts, Self::Page];

    fn of(url: &str) -> Self {
        let name = url.rsplit('/').next().unwrap_or(url);
        let ends = |ending: &str| name.ends_with(ending);
        match name {
            _ if ends(".wasm") => Self::Program,
            _ if ends(".json") => Self::Texts,
            _ if ends(".js") && !["boot-", "pin-worker-", "sw."].iter().any(|start| name.starts_with(start)) => {
                Self::Glue
            }
            _ if ends(".js") => Self::Scripts,
            _ => Self::Page,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Program => "the program, or what it begins with",
            Self::Glue => "its glue",
            Self::Texts => "texts",
            Self::Scripts => "start script, worker, service worker",
            Self::Page => "page, style, icon, manifest",
        }
    }
}

fn against_the_budget(compressed: usize) -> String {
    match BUDGET.checked_sub(compressed) {
        Some(left) => format!("budget: {BUDGET} bytes compressed, {left} left"),
        None => format!("budget: {BUDGET} bytes compressed, {} over", compressed - BUDGET),
    }
}

fn print(file: &Shipped) {
    println!("{:>9} {:>10}  {}", file.raw, file.compressed, file.url);
}

fn total<'a>(files: impl IntoIterator<Item = &'a Shipped>) -> (usize, usize) {
    files.into_iter().fold((0, 0), |(raw, compressed), file| (raw + file.raw, compressed + file.compressed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_of_one_kind() {
        for (url, kind) in [
            ("/", Kind::Page),
            ("/manifest.webmanifest", Kind::Page),
            ("/sw.js", Kind::Scripts),
            ("/files/boot-0123456789abcdef.js", Kind::Scripts),
            ("/files/participant-0123456789abcdef.js", Kind::Glue),
            ("/files/participant-0123456789abcdef.wasm", Kind::Program),
            ("/files/participant-0123456789abcdef.css", Kind::Page),
            ("/files/sv-0123456789abcdef.json", Kind::Texts),
            ("/files/pin-worker-0123456789abcdef.js", Kind::Scripts),
        ] {
            assert_eq!(Kind::of(url), kind, "{url}");
        }
    }

    #[test]
    fn the_budget_says_what_is_left_and_what_is_over() {
        assert!(against_the_budget(BUDGET - 7).ends_with("7 left"));
        assert!(against_the_budget(BUDGET + 7).ends_with("7 over"));
    }
}
