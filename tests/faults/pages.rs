//! Row 39: pulls cut at each page, with pages of every size that could be wrong by one.

use crate::crew::by_id;
use crate::history::There;
use crate::participant::Participant;
use crate::row::{Outcome, Row, Setting, Tally};
use anyhow::Result;
use shared::record::Record;
use simulation::Dice;
use tests::client::{Client, go_on_after, pull_request};
use tests::proxy::Weather;
use tests::records::{device, record, self_assessed};

/// Records beside those that a demonstration has.
const MORE: usize = 40;
/// The longest answer that is cut somewhere, in bytes.
const LONG: u64 = 4000;

pub(crate) const ROWS: [Row; 1] = [Row {
    number: "39",
    injected: "pull cut at each page; pages of 0, 1, n-1, n, n+1 records",
    run: |setting| Box::pin(cut_pages(setting)),
}];

async fn cut_pages(setting: Setting) -> Result<Outcome> {
    let someone = Participant::with_a_phone().await?;
    let device = device();
    let more = (0..MORE).map(|_| record(device, someone.client.account.id, someone.stay, self_assessed("energy", 2)));
    someone.client.push(device, &more.map(|one| Record::write(&one)).collect::<Vec<_>>()).await?;
    let all = by_id(someone.client.everything(500).await?)?;
    let mut dice = Dice::new(setting.seed);
    let mut tally = Tally::default();
    let client = someone.client.by_way_of(someone.proxy.origin());
    for limit in [0, 1, all.len() - 1, all.len(), all.len() + 1] {
        tally += one_size(&someone, &client, limit, &all, &mut dice).await?;
    }
    Ok(Outcome::Ran(tally))
}

/// Follows the log in pages of one size, each of which is cut before it comes whole.
async fn one_size(someone: &Participant, client: &Client, limit: usize, all: &There, dice: &mut Dice) -> Result<Tally> {
    let mut request = pull_request(limit);
    let (mut delivered, mut tally) = (Vec::new(), Tally::default());
    loop {
        someone.proxy.set(Weather::CutOnTheWayBack(usize::try_from(dice.below(LONG))?));
        // A page that is shorter than the cut comes whole, and is asked for again.
        drop(client.pull(&request).await);
        tally.times += 1;
        someone.proxy.set(Weather::Fair);
        let answer = client.pull(&request).await?;
        if !go_on_after(answer, &mut request, &mut delivered) {
            break;
        }
    }
    let there = by_id(delivered)?;
    tally.lost +=
        u64::try_from(all.iter().filter(|(id, (text, _))| there.get(id).is_none_or(|one| one.0 != *text)).count())?;
    tally.doubled += u64::try_from(there.values().filter(|(_, times)| *times > 1).count())?;
    Ok(tally)
}
