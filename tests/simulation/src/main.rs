//! `simulation HISTORIES SEED`: plays histories on every core; `simulation history SEED` tells one that fails.

use simulation::{Campaign, Sabotage, explain};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["history", seed] => match seed.parse() {
            Ok(seed) => {
                println!("{}", explain(seed, Sabotage::None));
                ExitCode::SUCCESS
            }
            Err(_) => usage(),
        },
        [histories, seed] => match (histories.parse(), seed.parse()) {
            (Ok(histories), Ok(seed)) => run(histories, seed),
            _ => usage(),
        },
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: simulation HISTORIES SEED | simulation history SEED");
    ExitCode::FAILURE
}

fn run(histories: u64, seed: u64) -> ExitCode {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let campaign = Campaign::run(histories, seed, threads, Sabotage::None);
    if let Some((_, history)) = campaign.failed {
        println!("{}", explain(history, Sabotage::None));
    }
    println!("{campaign}");
    if campaign.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
