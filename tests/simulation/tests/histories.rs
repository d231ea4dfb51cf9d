//! A bounded number of histories on every run: the same ones each time, and others.

#![expect(clippy::panic, reason = "what fails here fails its test")]

use simulation::{Campaign, Sabotage, Script, explain, play};
use std::hash::{BuildHasher, Hasher, RandomState};

/// How many histories of each kind.
const HISTORIES: u64 = 1_000;

fn all_is_well(seed: u64) {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let campaign = Campaign::run(HISTORIES, seed, threads, Sabotage::None);
    println!("seed {seed}: {campaign}");
    if let Some((_, history)) = campaign.failed {
        panic!("seed {seed}: {}", explain(history, Sabotage::None));
    }
    assert_eq!(campaign.histories, HISTORIES);
}

#[test]
fn nothing_is_lost_doubled_or_diverged_in_the_same_histories_each_time() {
    all_is_well(1);
}

#[test]
fn nothing_is_lost_doubled_or_diverged_in_other_histories_each_time() {
    all_is_well(RandomState::new().build_hasher().finish());
}

#[test]
fn a_history_happens_the_same_way_each_time() {
    for seed in 0..20 {
        let script = Script::of(seed);
        let (once, again) = (play(&script, Sabotage::None, true), play(&script, Sabotage::None, true));
        assert_eq!(once.told, again.told);
        assert_eq!(once.injected, again.injected);
    }
}
