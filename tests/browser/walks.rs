//! Walks through every screen of a path. Each test that looks at all screens takes the same walk, and looks where it
//! stops, so that no screen is forgotten in one of them.

use crate::driving::Browser;
use crate::people::invited::Inviting;
use crate::people::supervisor::first_of_month;
use crate::{house, imports_walk, second_file};
use anyhow::Result;
use shared::account::Role;
use tests::behind::{ADMINISTRATOR, make_administrator};
use tests::server::Server;

/// The way from the caseload to versions that wait for a decision.
pub(crate) const VERSIONS: &str = "(//main//li//a[starts-with(normalize-space(.), \"Välj version\")])[1]";
/// The way from the caseload to what was put aside.
pub(crate) const ASIDE: &str = "(//main//li//a[starts-with(normalize-space(.), \"Se det undanlagda\")])[1]";

/// What somebody does where the walk stops: given the browser and the screen's name.
pub(crate) trait Look: AsyncFnMut(&Browser, &str) -> Result<()> {}

impl<F: AsyncFnMut(&Browser, &str) -> Result<()>> Look for F {}

/// The participant's path, from the welcome to the own path and back.
pub(crate) async fn participants(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.open(server.origin()).await?;
    browser.heading().await?;
    look(browser, "participant-first-language").await?;
    browser.choose("Svenska").await?;
    browser.see("Välkommen till Stegvis").await?;
    look(browser, "participant-welcome").await?;
    browser.press("Jag har en kod").await?;
    browser.arrive_at("Jag har en kod").await?;
    browser.unfold_everything().await?;
    look(browser, "participant-code").await?;
    browser.open(&format!("{}/#i-0", server.origin())).await?;
    browser.open(&format!("{}/sign-in#l-0", server.origin())).await?;
    browser.arrive_at("Du är inbjuden").await?;
    browser.press("Kom in").await?;
    browser.see("Skriv de två orden").await?;
    browser.write("Orden från din handledare", "sol vind").await?;
    browser.press("Kom in").await?;
    browser.see("Det gick inte att komma in").await?;
    look(browser, "participant-invited").await?;
    browser.open(server.origin()).await?;
    browser.open(&server.link(Role::Participant).await?).await?;
    browser.arrive_at("Logga in").await?;
    look(browser, "participant-sign-in").await?;
    browser.press("Fortsätt").await?;
    browser.arrive_at("Det här är Stegvis").await?;
    look(browser, "participant-first-what").await?;
    browser.press("Nästa").await?;
    browser.arrive_at("Att vara med").await?;
    look(browser, "participant-first-consent").await?;
    browser.press("Jag vill vänta").await?;
    browser.arrive_at("Du bestämmer").await?;
    look(browser, "participant-first-wait").await?;
    browser.press("Tillbaka").await?;
    browser.arrive_at("Att vara med").await?;
    browser.press("Jag vill vara med").await?;
    browser.arrive_at("Välj en kod").await?;
    browser.unfold_everything().await?;
    look(browser, "participant-choose-pin").await?;
    browser.choose_pin().await?;
    browser.arrive_at("Lägg appen på hemskärmen").await?;
    look(browser, "participant-home-screen").await?;
    browser.press("Klart").await?;
    browser.see("Det tar ungefär tre minuter").await?;
    browser.see("Allt är mottaget.").await?;
    look(browser, "participant-this-month").await?;

    browser.press("Börja").await?;
    browser.see_question(1).await?;
    look(browser, "participant-question").await?;
    for number in 1..=9 {
        browser.answer(number, [3, 3, 2, 4, 3, 2, 2, 3, 3][number - 1]).await?;
    }
    look(browser, "participant-question-of-eleven").await?;
    browser.open(server.origin()).await?;
    browser.try_wrong_pin("271829").await?;
    browser.see("Det var inte rätt kod.").await?;
    browser.unfold_everything().await?;
    look(browser, "participant-give-pin").await?;
    browser.unlock().await?;
    browser.see("Svaren finns kvar.").await?;
    look(browser, "participant-draft").await?;
    browser.press("Fortsätt").await?;
    browser.answer(10, 6).await?;
    browser.answer(11, 7).await?;
    look(browser, "participant-answers").await?;
    browser.press("Skicka").await?;
    browser.see("Mottaget").await?;
    look(browser, "participant-receipt").await?;

    browser.press("Min väg").await?;
    browser.arrive_at("Min väg").await?;
    look(browser, "participant-path").await?;
    browser.unfold_everything().await?;
    look(browser, "participant-path-unfolded").await?;
    browser.press("Tillbaka").await?;
    browser.see("Se eller ändra svaren").await?;
    look(browser, "participant-answered").await?;
    browser.press("Inför nästa möte").await?;
    browser.arrive_at("Inför nästa möte").await?;
    browser.write("Det här vill jag säga", "Jag vill pröva fler dagar.").await?;
    browser.press("Spara på telefonen").await?;
    browser.see("Bara du ser det.").await?;
    look(browser, "participant-meeting").await?;
    browser.press("Tillbaka").await?;
    browser.press("Inställningar").await?;
    browser.arrive_at("Inställningar").await?;
    look(browser, "participant-settings").await?;
    browser.press("Min telefon").await?;
    browser.see("Den här telefonen eller datorn").await?;
    look(browser, "participant-phone").await?;
    browser.press("Tillbaka").await?;
    browser.arrive_at("Inställningar").await?;
    browser.press("Tillbaka").await?;
    browser.press("Hjälp och kontakt").await?;
    browser.arrive_at("Hjälp och kontakt").await?;
    look(browser, "participant-help").await?;
    browser.press("Tillgänglighet").await?;
    browser.arrive_at("Tillgänglighet").await?;
    look(browser, "participant-accessibility").await?;
    browser.press("Tillbaka").await?;
    browser.arrive_at("Hjälp och kontakt").await?;
    browser.press("Tillbaka").await?;
    browser.press("Mina uppgifter").await?;
    browser.see("Spara som data").await?;
    browser.unfold_everything().await?;
    look(browser, "participant-record").await
}

/// An answer that is changed without a network, from the screen of the own record.
pub(crate) async fn participants_without_a_network(browser: &Browser, look: &mut impl Look) -> Result<()> {
    browser.press("Tillbaka").await?;
    browser.press("Se eller ändra svaren").await?;
    browser.see("Skicka").await?;
    browser.block("*/api/v1/*").await?;
    browser.press("Skicka").await?;
    browser.see("Sparat på telefonen. Skickas när du har nät.").await?;
    look(browser, "participant-receipt-waiting").await
}

/// What somebody sees whose phone has the program's first file alone: while the second is on its way, and when it cannot come.
pub(crate) async fn participants_first_file_alone(
    browser: &Browser,
    server: &Server,
    look: &mut impl Look,
) -> Result<()> {
    let link = Inviting::at(server).await?.invite(0).await?.link;
    browser.block(second_file::ANY).await?;
    browser.come_in(&link).await?;
    browser.see("Inbjudan är kvar.").await?;
    look(browser, "participant-invited-too-early").await?;
    browser.open(server.origin()).await?;
    browser.arrive_at("Sidan är inte hämtad än").await?;
    look(browser, "participant-not-here").await?;
    browser.block("*/files/nothing-*").await?;
    browser.before_every_page(second_file::HOLD).await?;
    browser.open(server.origin()).await?;
    browser.see("Hämtar sidan …").await?;
    look(browser, "participant-on-its-way").await
}

/// The supervisor's path, from the link to a follow-up that was received.
pub(crate) async fn supervisors(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in_as_supervisor(server).await?;
    browser.see("Allt är mottaget.").await?;
    look(browser, "supervisor-caseload").await?;
    browser.press_first_person().await?;
    look(browser, "supervisor-person").await?;
    browser.press("Bjud in till appen").await?;
    browser.see("Ingen telefon är inloggad.").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-invite").await?;
    browser.press("Gör ett brev").await?;
    browser.see("Säg de här orden till personen:").await?;
    look(browser, "supervisor-letter").await?;
    browser.press("Tillbaka").await?;
    browser.see("Månad för månad").await?;
    browser.press_follow_up().await?;
    look(browser, "supervisor-follow-up").await?;
    for part in ["Timmar och aktiviteter", "Försörjning", "Steg på bron", "Din bedömning"] {
        browser.change_part(part).await?;
    }
    look(browser, "supervisor-follow-up-unfolded").await?;
    browser.write("Timmar i veckan i aktiviteter", "nitton").await?;
    browser.set_ticked("Sjukpenning eller rehabiliteringspenning", true).await?;
    browser.press("Spara").await?;
    browser.see("Inget är sparat än.").await?;
    look(browser, "supervisor-follow-up-refused").await?;
    browser.write("Timmar i veckan i aktiviteter", "19").await?;
    browser.write("Anteckning", "Vill pröva två dagar till.").await?;
    browser.press("Spara").await?;
    browser.see("Mottaget").await?;
    look(browser, "supervisor-follow-up-saved").await?;
    browser.press_at("Till personen", "(//main//a)[last()]").await?;
    browser.see("Månad för månad").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-person-unfolded").await?;
    house::write_two_versions_and_a_wrong_step(server).await?;
    browser.press("Mina deltagare").await?;
    browser.reload().await?;
    browser.see("Det du har sparat skickas även om du inte öppnar.").await?;
    look(browser, "supervisor-give-pin").await?;
    browser.unlock().await?;
    browser.see("Två versioner att välja mellan").await?;
    browser.see("En uppgift är undanlagd").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-caseload-needs").await?;
    browser.press_at("Välj version", VERSIONS).await?;
    browser.see("Samma uppgift har skrivits på två ställen.").await?;
    look(browser, "supervisor-versions").await?;
    browser.press("Tillbaka").await?;
    browser.press("Mina deltagare").await?;
    browser.press_at("Se det undanlagda", ASIDE).await?;
    browser.see("Inget är borta.").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-aside").await
}

/// The supervisor's path of a stay: from the enrolment by way of its correction to its end and whoever takes over.
pub(crate) async fn supervisors_stays(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in_as_supervisor(server).await?;
    browser.see("Allt är mottaget.").await?;
    browser.press("Registrera en deltagare").await?;
    browser.arrive_at("Registrera en deltagare").await?;
    browser.tick("Personen har skyddade personuppgifter").await?;
    look(browser, "supervisor-enrol-anonymous").await?;
    browser.tick("Ja, personen samtycker").await?;
    browser.write("Alias", "Sommar").await?;
    browser.tick("Sjukpenning eller rehabiliteringspenning").await?;
    browser.press("Spara registreringen").await?;
    browser.see("Inget är sparat än.").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-enrol").await?;
    browser.press("Mina deltagare").await?;
    browser.arrive_at("Mina deltagare").await?;
    browser.press("Registrera en deltagare").await?;
    browser.see("Påbörjade registreringar").await?;
    look(browser, "supervisor-enrol-unfinished").await?;
    browser.press_until("//a[starts-with(normalize-space(.), \"Fortsätt med Sommar\")]", "Ta bort den här").await?;
    browser.set_day("consented", &first_of_month()).await?;
    browser.fill_in_enrolment().await?;
    browser.press("Spara registreringen").await?;
    browser.arrive_at("Registreringen är sparad").await?;
    browser.see("Mottaget").await?;
    look(browser, "supervisor-enrolled").await?;
    browser.press("Mina deltagare").await?;
    browser.press_first_person().await?;
    browser.press("Deltagandet").await?;
    browser.see("Samtycke och registrering").await?;
    browser.unfold_everything().await?;
    look(browser, "supervisor-stay").await?;
    browser.press("Rätta registreringen").await?;
    browser.arrive_at("Rätta registreringen").await?;
    look(browser, "supervisor-correct").await?;
    browser.press("Tillbaka").await?;
    browser.press("Avsluta deltagandet").await?;
    browser.arrive_at("Avsluta deltagandet").await?;
    look(browser, "supervisor-exit").await?;
    browser.press("Tillbaka").await?;
    browser.press("Lämna över till en annan handledare").await?;
    browser.arrive_at("Lämna över").await?;
    look(browser, "supervisor-hand-over").await?;
    browser.press("Tillbaka").await?;
    browser.press("Tillbaka").await?;
    browser.press("Mina deltagare").await?;
    browser.press("Avslutade").await?;
    browser.arrive_at("Avslutade").await?;
    look(browser, "supervisor-ended").await
}

/// The log of a member's administrator.
pub(crate) async fn administrators(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    make_administrator(server).await?;
    browser.open(&server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    browser.enter_with_open_link().await?;
    browser.arrive_at("Loggen").await?;
    browser.see("Läste en persons uppgifter").await?;
    look(browser, "administrator-log").await?;
    browser.press("Visa bara detta").await?;
    browser.see("Visa allt").await?;
    look(browser, "administrator-log-of-one").await
}

/// What a member's administrator looks after.
pub(crate) async fn member_administration(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    make_administrator(server).await?;
    browser.open(&server.link_for(Role::MemberAdministrator, ADMINISTRATOR).await?).await?;
    browser.enter_with_open_link().await?;
    browser.arrive_at("Loggen").await?;
    browser.press("Insatser").await?;
    browser.arrive_at("Insatser").await?;
    browser.see("Individer, som registreras").await?;
    look(browser, "administrator-interventions").await?;
    browser.press("Ny insats").await?;
    browser.arrive_at("Insats").await?;
    browser.press("Spara").await?;
    browser.see("Skriv ett namn, högst 120 tecken.").await?;
    look(browser, "administrator-intervention").await?;
    browser.press("Personal").await?;
    browser.arrive_at("Personal").await?;
    browser.see("Handledare från en import").await?;
    look(browser, "administrator-people").await?;
    browser.press("Bjud in någon").await?;
    browser.arrive_at("Bjud in till Stegvis").await?;
    look(browser, "administrator-new-person").await?;
    browser.write("Namn", "Sara Ny").await?;
    browser.choose("Medlemmens administratör").await?;
    browser.press("Bjud in någon").await?;
    browser.see("Länken är till Sara Ny.").await?;
    look(browser, "administrator-invitation").await?;
    browser.press("Till listan").await?;
    browser.press("Ändra Sara Ny").await?;
    browser.arrive_at("Sara Ny").await?;
    browser.unfold_everything().await?;
    look(browser, "administrator-person").await?;
    imports_walk::imports(browser, server, look).await
}

/// What the association's analyst looks after.
pub(crate) async fn association_administration(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    browser.sign_in(server, Role::AssociationAnalyst).await?;
    browser.arrive_at("Stegförflyttning").await?;
    browser.press("Medlemmar").await?;
    browser.arrive_at("Medlemmar").await?;
    browser.see("Driver:").await?;
    look(browser, "analyst-members").await?;
    browser.press("Ändra Linköpings kommun").await?;
    browser.arrive_at("Medlem").await?;
    look(browser, "analyst-member").await?;
    browser.press("Bron").await?;
    browser.arrive_at("Bron").await?;
    browser.see("Så ser bron ut för deltagarna").await?;
    browser.choose("Pratbubbla").await?;
    browser.press("Lägg till ett steg").await?;
    browser.press("Granska ändringen").await?;
    browser.see("Steg 7: Skriv ett namn på svenska").await?;
    look(browser, "analyst-bridge-refused").await?;
    browser.write("Steg 7 på svenska", "Kvar i arbete").await?;
    browser.press("Granska ändringen").await?;
    browser.see("Vad ändringen betyder").await?;
    look(browser, "analyst-bridge").await?;
    browser.press("Kodlistor").await?;
    browser.arrive_at("Kodlistor").await?;
    browser.see("Försörjning").await?;
    look(browser, "analyst-lists").await?;
    browser.press("Ändra Avslutsorsak").await?;
    browser.arrive_at("Avslutsorsak").await?;
    browser.press("Lägg till en kod").await?;
    browser.press("Spara som version 3").await?;
    browser.see("Skriv både svenska och engelska").await?;
    look(browser, "analyst-list").await?;
    browser.press("Frågeformulär").await?;
    browser.arrive_at("Frågeformulär").await?;
    browser.see("stegvis-monthly").await?;
    look(browser, "analyst-questionnaires").await
}

/// The dashboards, one after the other.
pub(crate) async fn dashboards(browser: &Browser, server: &Server, look: &mut impl Look) -> Result<()> {
    for (role, name) in [(Role::ProjectLeader, "leader"), (Role::AssociationAnalyst, "analyst")] {
        browser.sign_in_to_dashboard(server, role).await?;
        look(browser, &format!("{name}-dashboard")).await?;
        browser.unfold_everything().await?;
        look(browser, &format!("{name}-dashboard-unfolded")).await?;
        for (page, called) in [
            ("Förflyttning", "movement"),
            ("Före och efter", "before-and-after"),
            ("Vad som hänger ihop", "together"),
            ("Svar", "response"),
        ] {
            browser.press(page).await?;
            browser.arrive_at(page).await?;
            browser.see("Siffrorna hämtades").await?;
            look(browser, &format!("{name}-{called}")).await?;
            browser.unfold_everything().await?;
            look(browser, &format!("{name}-{called}-unfolded")).await?;
        }
    }
    Ok(())
}
