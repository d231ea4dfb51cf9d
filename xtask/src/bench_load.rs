//! `cargo xtask bench load`: how soon the participant's app is there, a new version of it has come, and a tap is on the disk, beside a page of React,
//! Dexie and Workbox, in one run.

use anyhow::Result;

use crate::app::{self, Effort};
use crate::tools::{browsers, react_page};
use crate::{bench_server, process, workspace};

/// Times loads, starts without a server, updates, and taps, on a slow network and a slow processor.
#[derive(clap::Args)]
pub(crate) struct Load;

impl Load {
    /// Prints a line for each time, ours beside the peer's.
    pub(crate) fn run(&self) -> Result<()> {
        browsers::ensure()?;
        app::bundle(Effort::Best)?;
        let changed = app::bundle_changed(Effort::Best)?;
        let peer = react_page::built()?;
        let mut bench = bench_server::prepare("bench-load", Some(&peer.page))?;
        bench.env("STEGVIS_APP", workspace::app_folder()).env("STEGVIS_APP_CHANGED", changed);
        bench.env("STEGVIS_LOAD_PEER", &peer.page).env("STEGVIS_LOAD_PEER_CHANGED", &peer.changed);
        process::run(&mut bench, "timing loads and taps")
    }
}
