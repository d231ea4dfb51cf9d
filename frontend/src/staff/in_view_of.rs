//! What somebody had before them when they began to write. A colleague's record can come in while a form is open; what is
//! then recorded knows of what stood on the screen, and of nothing else, so that both are there to choose between.

use shared::fold::Participation;
use std::rc::Rc;
use yew::prelude::*;

/// A stay as it stood on the screen when its form was begun: the newest until then, and no newer one from then on. `now`
/// is the stay as it is known now, `begun` whether anything in the form is somebody's own.
#[hook]
pub(super) fn use_in_view_of(now: Option<Rc<Participation>>, begun: bool) -> Option<Rc<Participation>> {
    let kept = use_mut_ref(|| None::<Rc<Participation>>);
    let mut kept = kept.borrow_mut();
    *kept = in_view_of(kept.take(), now, begun);
    kept.clone()
}

fn in_view_of(
    before: Option<Rc<Participation>>,
    now: Option<Rc<Participation>>,
    begun: bool,
) -> Option<Rc<Participation>> {
    // A stay that was taken away is not written about any more.
    now.map(|now| before.filter(|_| begun).unwrap_or(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::trial::{month, stay_since};

    fn since(number: u8) -> Option<Rc<Participation>> {
        Some(Rc::new(stay_since(month(2026, number))))
    }

    #[test]
    fn what_came_after_the_first_letter_was_not_seen() {
        let seen = in_view_of(None, since(1), false);
        let seen = in_view_of(seen, since(2), false);
        assert_eq!(seen, since(2));
        let seen = in_view_of(seen, since(3), true);
        assert_eq!(seen, since(2));
        assert_eq!(in_view_of(seen, since(4), false), since(4));
    }

    #[test]
    fn a_form_that_opens_with_something_was_begun_in_view_of_what_was_known_then() {
        let seen = in_view_of(None, since(1), true);
        assert_eq!(in_view_of(seen, since(2), true), since(1));
    }

    #[test]
    fn nothing_is_written_about_a_stay_that_was_taken_away() {
        assert_eq!(in_view_of(since(1), None, true), None);
    }
}
