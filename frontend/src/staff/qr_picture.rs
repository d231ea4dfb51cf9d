//! An address as a picture that phones read. It is drawn here: no other program learns the address.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;
use yew::prelude::*;

/// Light modules round the picture, without which some phones do not find it.
const MARGIN: i32 = 4;

#[derive(PartialEq, Properties)]
pub(super) struct QrPictureProps {
    /// What it says.
    pub(super) address: String,
    /// What it is, for those who do not see it.
    pub(super) name: AttrValue,
}

/// The picture; nothing for an address that is too long for one, which none of ours is.
#[component]
pub(super) fn QrPicture(props: &QrPictureProps) -> Html {
    let Ok(code) = QrCode::encode_text(&props.address, QrCodeEcc::Medium) else { return Html::default() };
    let size = code.size() + 2 * MARGIN;
    html! {
        <svg class="qr" role="img" aria-label={&props.name} viewBox={format!("0 0 {size} {size}")} shape-rendering="crispEdges">
            <rect width={size.to_string()} height={size.to_string()} fill="#FFFFFF" />
            <path d={dark_modules(&code)} fill="#000000" />
        </svg>
    }
}

/// A square for each dark module.
fn dark_modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    path
}
