//! `cargo xtask build`: the app folder, and one line that says what is in it.

use std::time::Instant;

use anyhow::Result;

use crate::app::{self, Bundle, Effort};
use crate::workspace;

/// Builds the app into `target/app`.
#[derive(clap::Args)]
pub(crate) struct Build {
    /// Compile and compress quickly rather than well: for trying a change out.
    #[arg(long)]
    fast: bool,
}

impl Build {
    /// Builds, and says where the app is and how large.
    pub(crate) fn run(&self) -> Result<()> {
        let started = Instant::now();
        let effort = if self.fast { Effort::Fast } else { Effort::Best };
        let bundles = app::bundle(effort)?;
        let sizes: Vec<_> = bundles.iter().map(size).collect();
        println!(
            "{}: {} compressed, in {:.1} s",
            workspace::shown(&workspace::app_folder()),
            sizes.join(", "),
            started.elapsed().as_secs_f64()
        );
        Ok(())
    }
}

fn size(bundle: &Bundle) -> String {
    let files = bundle.first_load.iter().chain(&bundle.afterwards).chain(&bundle.other_languages);
    let kilobytes = files.map(|file| file.compressed).sum::<usize>() / 1000;
    format!("{} {kilobytes} KB", bundle.app.name())
}
