//! Large text and narrow windows: nothing on the participant's screens has to be scrolled sideways.

use crate::driving::{Browser, Engine, Window};
use crate::house;
use crate::walks;
use anyhow::{Result, ensure};

#[tokio::test]
async fn a_narrow_window_is_not_scrolled_sideways() -> Result<()> {
    fits(Window::of(320, 640)).await
}

/// As a window of 1280 by 1024 is at 400 %.
#[tokio::test]
async fn a_window_that_is_enlarged_four_times_is_not_scrolled_sideways() -> Result<()> {
    fits(Window::of(320, 256)).await
}

#[tokio::test]
async fn text_of_twice_the_size_is_not_scrolled_sideways() -> Result<()> {
    fits(Window::PHONE.with_text_twice_as_large()).await
}

async fn fits(window: Window) -> Result<()> {
    let server = house::open().await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    let mut faults = Vec::new();
    let mut look = async |browser: &Browser, name: &str| {
        faults.extend(browser.too_wide().await?.into_iter().map(|fault| format!("{name}: {fault}")));
        Ok(())
    };
    walks::participants(&browser, &server, &mut look).await?;
    let browser = Browser::fresh(Engine::Chromium, window).await?;
    walks::participants_first_file_alone(&browser, &server, &mut look).await?;
    ensure!(faults.is_empty(), "wider than the window:\n{}", faults.join("\n"));
    Ok(())
}
