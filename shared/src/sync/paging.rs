//! How a pull goes through a log: where a record stands for somebody, where a page begins and where the next one does.
//! It does not know how a store finds the records.

use super::wire::Cursor;

/// The most records in one answer.
pub const MOST_DELIVERED: usize = 500;

/// How many records to deliver to a device that wants `limit`: at least one, so that every page leads on.
pub fn delivered(limit: usize) -> usize {
    limit.clamp(1, MOST_DELIVERED)
}

impl Cursor {
    /// Where a record at `position` stands for an account that was given access at `granted`.
    pub fn of(position: u64, granted: u64) -> Self {
        Self { seen_at: position.max(granted), position }
    }

    /// Where to go on from in a log that ends at `head`. A cursor from beyond the log is from no life of this store:
    /// begin anew rather than skip.
    pub fn within(self, head: u64) -> Self {
        if self.seen_at > head { Self::default() } else { self }
    }

    /// Where the next page begins, after a page that began here and ended with `last`.
    pub fn next(self, head: u64, last: Option<Self>, more: bool) -> Self {
        match (more, last) {
            // Nothing up to here is left, and whatever comes will have a position beyond.
            (false, _) => Self { seen_at: head, position: head },
            (true, Some(last)) => last,
            (true, None) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_before_access_was_given_is_seen_when_it_is_given() {
        assert_eq!(Cursor::of(3, 9), Cursor { seen_at: 9, position: 3 });
        assert_eq!(Cursor::of(12, 9), Cursor { seen_at: 12, position: 12 });
    }

    #[test]
    fn a_page_leads_on_from_its_last_record_and_the_last_page_from_the_end() {
        let (begin, last) = (Cursor::default(), Cursor { seen_at: 4, position: 2 });
        assert_eq!(begin.next(9, Some(last), true), last);
        assert_eq!(begin.next(9, Some(last), false), Cursor { seen_at: 9, position: 9 });
        assert_eq!(last.next(9, None, true), last);
    }

    #[test]
    fn a_cursor_from_beyond_the_log_begins_anew() {
        let cursor = Cursor { seen_at: 4, position: 4 };
        assert_eq!((cursor.within(4), cursor.within(3)), (cursor, Cursor::default()));
    }
}
