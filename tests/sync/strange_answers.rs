//! Answers that are not the server's, or not the ones hoped for: the outbox stays, and the person is told the truth.

use crate::people::Participant;
use anyhow::Result;
use shared::sync::{Activity, Cause};
use tests::proxy::{Weather, answer};
use tests::records::self_assessed;

/// Saves a record, syncs in this weather, and says what the person was told and how many records wait; then fair
/// weather must bring it through.
async fn told_in(weather: Weather) -> Result<(Option<Activity>, usize)> {
    let mut someone = Participant::with_a_phone().await?;
    someone.phone.save(someone.stay, self_assessed("energy", 4));
    someone.proxy.set(weather);
    someone.phone.sync(Cause::Saved).await?;
    let told = (someone.phone.activity, someone.phone.waiting());
    someone.proxy.set(Weather::Fair);
    someone.phone.sync(Cause::SignedIn).await?;
    assert_eq!((someone.phone.waiting(), someone.phone.received().len()), (0, 1));
    Ok(told)
}

#[tokio::test]
async fn a_captive_portals_page_is_no_answer() -> Result<()> {
    let page = answer("200 OK", "content-type: text/html\r\n", "<html>Log in to the train’s network</html>");
    assert_eq!(told_in(page).await?, (Some(Activity::Delayed), 1));
    Ok(())
}

#[tokio::test]
async fn an_answer_about_nothing_that_was_sent_is_no_answer() -> Result<()> {
    let epoch = tests::random::uuid();
    let empty =
        answer("200 OK", "content-type: application/json\r\n", &format!("{{\"epoch\":\"{epoch}\",\"verdicts\":[]}}"));
    assert_eq!(told_in(empty).await?, (Some(Activity::Delayed), 1));
    Ok(())
}

#[tokio::test]
async fn a_server_with_a_fault_is_asked_again() -> Result<()> {
    assert_eq!(told_in(answer("500 Internal Server Error", "", "")).await?, (Some(Activity::Delayed), 1));
    Ok(())
}

#[tokio::test]
async fn a_busy_server_is_given_time() -> Result<()> {
    for status in ["503 Service Unavailable", "429 Too Many Requests"] {
        let busy = answer(status, "retry-after: 30\r\n", "");
        assert_eq!(told_in(busy).await?, (Some(Activity::Delayed), 1), "{status}");
    }
    Ok(())
}

#[tokio::test]
async fn a_push_too_large_for_the_way_is_kept() -> Result<()> {
    assert_eq!(told_in(answer("413 Content Too Large", "", "")).await?, (Some(Activity::Delayed), 1));
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_over_keeps_everything_until_somebody_signs_in() -> Result<()> {
    for status in ["401 Unauthorized", "403 Forbidden"] {
        let problem =
            answer(status, "content-type: application/json\r\n", r#"{"code":"signed_out","message":"words"}"#);
        assert_eq!(told_in(problem).await?, (Some(Activity::SignedOut), 1), "{status}");
        // Only the server ends a session: what a proxy forbids is tried again.
        let page = answer(status, "content-type: text/html\r\n", "<html>Log in to the train’s network</html>");
        assert_eq!(told_in(page).await?, (Some(Activity::Delayed), 1), "{status}");
    }
    Ok(())
}
