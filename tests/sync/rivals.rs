//! Records that did not know each other, or came in another order: nothing is lost, and every fold is the same.

use crate::people::Participant;
use anyhow::{Context, Result};
use shared::code::Code;
use shared::fold::{Assessment, Held};
use shared::id::RecordId;
use shared::instrument::Answer;
use shared::record::Body;
use shared::sync::Cause;
use tests::phone::Phone;
use tests::proxy::Weather;
use tests::random::this_month;
use tests::records::self_assessed;

fn rating_of_this_month(phone: &Phone, someone: &Participant) -> Result<Held<Assessment>> {
    let mut months = phone.sees(someone.stay)?.months;
    months.remove(&this_month()).and_then(|month| month.self_assessment).context("this month is rated")
}

#[tokio::test]
async fn two_phones_that_rate_one_month_offline_agree_and_both_ratings_stay() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    let mut other = someone.another_phone()?;
    let first = someone.phone.save(someone.stay, self_assessed("energy", 2));
    let second = other.save(someone.stay, self_assessed("energy", 4));
    for _ in 0..2 {
        someone.phone.sync(Cause::Online).await?;
        other.sync(Cause::Online).await?;
    }
    let here = rating_of_this_month(&someone.phone, &someone)?;
    let there = rating_of_this_month(&other, &someone)?;
    assert_eq!(here, there);
    let mut both: Vec<RecordId> = here.rivals.iter().copied().chain([here.record]).collect();
    both.sort();
    let mut expected = [first, second];
    expected.sort();
    assert_eq!(both, expected);
    Ok(())
}

#[tokio::test]
async fn an_edit_after_an_unknown_outcome_is_what_holds() -> Result<()> {
    let mut someone = Participant::with_a_phone().await?;
    let first = someone.phone.save(someone.stay, self_assessed("energy", 2));
    someone.proxy.set(Weather::CutOnTheWayBack(0));
    someone.phone.sync(Cause::Saved).await?;
    let replacement = Box::new(self_assessed("energy", 5));
    let edit = Body::Corrected { target: first, replacement };
    let edit = someone.phone.save_knowing(someone.stay, edit, &[first]);
    someone.proxy.set(Weather::Fair);
    someone.phone.sync(Cause::Online).await?;

    assert_eq!(someone.phone.received().len(), 2);
    let fresh = &mut someone.another_phone()?;
    fresh.sync(Cause::Shown).await?;
    let held = rating_of_this_month(fresh, &someone)?;
    assert_eq!((held.record, held.rivals.len()), (edit, 0));
    assert_eq!(held.value.answers.get(&Code::new("energy")?), Some(&Answer::Rated(5)));
    Ok(())
}
