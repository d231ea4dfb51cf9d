//! `cargo xtask bench size`: the bytes that a browser downloads before a person can begin.

use anyhow::Result;

use crate::app::{self, App, Effort, Shipped};

/// Counts the bytes of an app's first load.
#[derive(clap::Args)]
pub(crate) struct Size {
    /// Which of the two apps.
    #[arg(long, value_enum, default_value_t = App::Participant)]
    app: App,
}

impl Size {
    /// Builds the app and prints a line for each file; the very last line is the sum.
    pub(crate) fn run(&self) -> Result<()> {
        for bundle in app::bundle(Effort::Best)? {
            if bundle.app == self.app {
                println!("{:>9} {:>10}  file", "raw", "compressed");
                bundle.first_load.iter().for_each(print);
                if !bundle.other_languages.is_empty() {
                    println!("in the place of the first language, where another is chosen; not in the total:");
                    bundle.other_languages.iter().for_each(print);
                }
                let (raw, compressed) = total(&bundle.first_load);
                println!("total: {raw} bytes raw, {compressed} bytes compressed");
            }
        }
        Ok(())
    }
}

fn print(file: &Shipped) {
    println!("{:>9} {:>10}  {}", file.raw, file.compressed, file.url);
}

fn total(files: &[Shipped]) -> (usize, usize) {
    files.iter().fold((0, 0), |(raw, compressed), file| (raw + file.raw, compressed + file.compressed))
}
