//! Erasing from the command line, and by time: every night the server erases what is past the time that its member keeps
//! it. What is printed are ids and days, never what was recorded.

use crate::clock::Clock;
use crate::config::{Erase, RetentionCommand};
use crate::store::{ErasureReason, Kept, OperatorRight, StayId, Store, StoreError};
use shared::time::{DAY, HOUR};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// How often the server looks whether a night has begun.
const LOOKS_EVERY: Duration = Duration::from_secs(10 * 60);
/// The hour, in universal time, from which on a night's work is done: in Sweden it is between two and five then.
const NIGHT: (i64, i64) = (1, 3);

/// Why nothing was erased; each text is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ErasureError {
    /// Nothing of that name.
    #[error("there is no such participation here; its id is in the app's address and in reports of problems")]
    NoSuchStay,
    /// No member of that name.
    #[error("there is no member “{name}” here; there is {there}")]
    NoSuchMember {
        /// What was asked for.
        name: String,
        /// The names there are.
        there: String,
    },
    /// Several members of that name.
    #[error("members of several associations are called “{0}”; name one of them with --association")]
    SeveralMembers(String),
    /// The list.
    #[error("the list {} cannot be read ({}); give one that `stegvis erased` wrote", .0.display(), .1)]
    List(PathBuf, io::Error),
    /// A line of it.
    #[error("line {line} of the list {} is none that `stegvis erased` wrote; nothing was erased", .file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// From 1.
        line: usize,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// `stegvis erase`.
pub(crate) async fn erase(asked: &Erase, store: &Store, clock: Clock) -> Result<(), ErasureError> {
    let right = OperatorRight::at_the_machine();
    let stays = match (&asked.participation, &asked.list) {
        (_, Some(file)) => listed(file)?,
        (Some(participation), None) => store.stays_named(right, *participation).await?,
        (None, None) => Vec::new(),
    };
    if stays.is_empty() && asked.list.is_none() {
        return Err(ErasureError::NoSuchStay);
    }
    let erased = store.erase(right, stays, ErasureReason::Controller, clock.now()).await?;
    println!("erased {erased} stays; backups that were made before still hold them until they are deleted");
    Ok(())
}

/// `stegvis erased`: a line of JSON for each stay.
pub(crate) async fn list(store: &Store) -> Result<(), ErasureError> {
    for stay in store.erased(OperatorRight::at_the_machine()).await? {
        // Two ids can always be written.
        println!("{}", serde_json::to_string(&stay).unwrap_or_default());
    }
    Ok(())
}

fn listed(file: &PathBuf) -> Result<Vec<StayId>, ErasureError> {
    let text = std::fs::read_to_string(file).map_err(|error| ErasureError::List(file.clone(), error))?;
    let stay = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|_| ErasureError::Line { file: file.clone(), line: number + 1 })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(stay).collect()
}

/// `stegvis retention`.
pub(crate) async fn retention(asked: &RetentionCommand, store: &Store, clock: Clock) -> Result<(), ErasureError> {
    let right = OperatorRight::at_the_machine();
    match asked {
        RetentionCommand::Show { .. } => {
            for kept in store.kept(right).await? {
                match kept.months {
                    Some(months) => println!("{}, {}: {months} months after the end", kept.association, kept.name),
                    None => {
                        println!("{}, {}: not decided, so nothing is erased by time", kept.association, kept.name);
                    }
                }
            }
        }
        RetentionCommand::Set { member, months, association, .. } => {
            let all = store.kept(right).await?;
            let there = all.iter().map(|kept| format!("“{}”", kept.name)).collect::<Vec<_>>().join(", ");
            let is_meant = |kept: &Kept| {
                kept.name == *member && association.as_ref().is_none_or(|association| kept.association == *association)
            };
            let mut meant = all.into_iter().filter(is_meant);
            let kept = meant.next().ok_or_else(|| ErasureError::NoSuchMember { name: member.clone(), there })?;
            if meant.next().is_some() {
                return Err(ErasureError::SeveralMembers(member.clone()));
            }
            store.keep_for(right, kept.member, *months, clock.now()).await?;
            println!("{member}: {months} months after the end; the next night erases what is past that");
        }
        RetentionCommand::Run { dry_run, .. } => {
            let past = store.past_their_time(right, clock.now().date()).await?;
            for one in &past {
                println!("{} ended {}", one.stay.participation, one.ended);
            }
            if *dry_run {
                println!("{} stays would be erased; nothing was changed", past.len());
            } else {
                let stays = past.iter().map(|one| one.stay).collect();
                let erased = store.erase(right, stays, ErasureReason::Retention, clock.now()).await?;
                println!("erased {erased} stays");
            }
        }
    }
    Ok(())
}

/// Does each night's work, until it is dropped. Where several processes serve one store, the second finds nothing left.
pub(crate) async fn every_night(store: &Store, clock: Clock) {
    let mut done_on = None;
    loop {
        let now = clock.now();
        let hour = now.0.rem_euclid(DAY) / HOUR;
        if (NIGHT.0..NIGHT.1).contains(&hour) && done_on != Some(now.date()) {
            match one_night(store, clock).await {
                Ok(0) => done_on = Some(now.date()),
                Ok(erased) => {
                    tracing::info!(erased, "stays that were past their time are erased");
                    done_on = Some(now.date());
                }
                Err(error) => tracing::error!(%error, "what is past its time could not be erased; trying again soon"),
            }
        }
        tokio::time::sleep(LOOKS_EVERY).await;
    }
}

async fn one_night(store: &Store, clock: Clock) -> Result<usize, StoreError> {
    let right = OperatorRight::at_the_machine();
    let past = store.past_their_time(right, clock.now().date()).await?;
    let stays = past.iter().map(|one| one.stay).collect();
    store.erase(right, stays, ErasureReason::Retention, clock.now()).await
}
