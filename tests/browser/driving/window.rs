//! How large the window is, and the text in it.

/// A window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// In CSS pixels.
    pub(crate) width: u32,
    /// In CSS pixels.
    pub(crate) height: u32,
    /// Whether the person has set the browser's text to 200 %.
    pub(crate) text_is_twice_as_large: bool,
}

impl Window {
    /// A small phone.
    pub(crate) const PHONE: Self = Self::of(360, 740);
    /// A laptop.
    pub(crate) const DESK: Self = Self::of(1280, 800);

    /// A window with text of the usual size.
    pub(crate) const fn of(width: u32, height: u32) -> Self {
        Self { width, height, text_is_twice_as_large: false }
    }

    /// The same window for somebody who needs large text.
    pub(crate) const fn with_text_twice_as_large(self) -> Self {
        Self { text_is_twice_as_large: true, ..self }
    }
}
