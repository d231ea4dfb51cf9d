//! Two people on one phone: the second sees nothing of the first, and the first finds everything again.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::people::invited::Inviting;
use anyhow::{Result, ensure};

#[tokio::test]
async fn the_second_person_sees_nothing_of_the_first_and_the_first_finds_everything_again() -> Result<()> {
    let server = house::open().await?;
    let inviting = Inviting::at(&server).await?;
    ensure!(inviting.people.len() > 1, "two people are on the caseload");
    let phone = Browser::fresh(Engine::Chromium, Window::PHONE).await?;
    phone.come_in_anew(&inviting.invite(0).await?.link).await?;
    phone.press("Börja").await?;
    phone.answer(1, 4).await?;
    phone.answer(2, 4).await?;
    phone.answer(3, 4).await?;

    phone.come_in_anew(&inviting.invite(1).await?.link).await?;
    phone.see_no("har svarat på").await?;
    phone.see("Allt är mottaget.").await?;
    phone.open_my_phone().await?;
    phone.see("Den här telefonen eller datorn").await?;
    phone.see_no("En annan telefon eller dator").await?;
    phone.come_back().await?;
    phone.see_no("har svarat på").await?;

    // The first one's PIN opens the first one's store again, once the first one is let in.
    phone.come_in(&inviting.invite(0).await?.link).await?;
    phone.see("har svarat på 3 av 11. Svaren finns kvar.").await
}
