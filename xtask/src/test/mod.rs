//! `cargo xtask test`: every check that a change must pass, in the order of what fails soonest.

mod api;
mod browser;
mod faults;
mod fmt;
mod licences;
mod lint;
mod preparation;
mod schema;
mod step;
mod sync;
mod test_targets;
mod unit;
mod wasm;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use step::Step;

/// Runs every check that a change must pass.
#[derive(clap::Args)]
pub(crate) struct Test {
    /// Leave out what needs a browser.
    #[arg(long, conflicts_with = "names")]
    quick: bool,
    /// Run only these steps.
    #[arg(value_enum, value_name = "NAME")]
    names: Vec<Step>,
    /// With the step `sync`: simulate so many histories instead.
    #[arg(long, value_name = "N")]
    histories: Option<u64>,
    /// With the step `sync`: the seed of the histories; another one each time where it is left out.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// With the step `faults`: kill the server so many times under load instead.
    #[arg(long, value_name = "N")]
    kills: Option<u64>,
}

impl Test {
    /// Runs the steps one after the other, up to the first that fails.
    pub(crate) fn run(&self) -> Result<()> {
        if self.histories.is_some() || self.seed.is_some() {
            ensure!(self.names == [Step::Sync], "--histories and --seed belong to `cargo xtask test sync`");
            return sync::simulate(self.histories, self.seed);
        }
        if self.kills.is_some() {
            ensure!(self.names == [Step::Faults], "--kills belongs to `cargo xtask test faults`");
        }
        let steps = self.steps();
        let mut times = vec![("tools", timed("tools", || preparation::prepare(&steps))?)];
        for step in steps {
            let time = timed(step.name(), || self.run_step(step))
                .with_context(|| format!("{0} failed; run it alone with `cargo xtask test {0}`", step.name()))?;
            times.push((step.name(), time));
        }
        print_table(&times);
        Ok(())
    }

    fn run_step(&self, step: Step) -> Result<()> {
        match (step, self.kills) {
            (Step::Faults, Some(kills)) => faults::run(kills),
            _ => step.run(),
        }
    }

    fn steps(&self) -> Vec<Step> {
        let wanted = |step: &Step| match (self.names.is_empty(), self.quick) {
            (false, _) => self.names.contains(step),
            (true, quick) => !(quick && step.needs_browser()),
        };
        Step::ALL.into_iter().filter(wanted).collect()
    }
}

fn timed(name: &str, work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    println!("── {name}");
    let started = Instant::now();
    work()?;
    let time = started.elapsed();
    println!("── {name}: passed in {:.1} s\n", time.as_secs_f64());
    Ok(time)
}

fn print_table(times: &[(&str, Duration)]) {
    let total = times.iter().map(|(_, time)| *time).sum();
    println!("{:<10} {:>8}", "step", "seconds");
    for (name, time) in times.iter().chain(&[("all", total)]) {
        println!("{name:<10} {:>8.1}", time.as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_needs_no_browser() {
        let quick = Test { quick: true, names: Vec::new(), histories: None, seed: None, kills: None };
        assert!(!quick.steps().iter().any(|step| step.needs_browser()));
        assert!(quick.steps().contains(&Step::Api));
    }

    #[test]
    fn named_steps_run_in_their_own_order() {
        let named = Test { quick: false, names: vec![Step::Wasm, Step::Fmt], histories: None, seed: None, kills: None };
        assert!(named.steps() == [Step::Fmt, Step::Wasm]);
    }
}
