//! Statements about several rows at once. How many rows there are is part of a statement's text, so only powers of two
//! are used: few texts are prepared, whatever comes.

/// The most rows in one statement.
const MOST: usize = 128;

/// Placeholders for so many rows of so many columns, the first of them `$1`: `($1, $2), ($3, $4)`.
pub(in crate::store) fn places(columns: usize, rows: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=columns).map(|place| format!("${}", row * columns + place)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Cuts rows into pieces of such sizes, the largest first.
pub(in crate::store) fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = 1 << rows.len().min(MOST).checked_ilog2()?;
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

/// Cuts what is looked for into as few pieces of such sizes as can be; the last is filled up with its last one again,
/// which finds nothing twice.
pub(in crate::store) fn filled<T: Clone>(wanted: &[T]) -> impl Iterator<Item = Vec<T>> {
    wanted.chunks(MOST).map(|piece| {
        let mut filled = piece.to_vec();
        filled.extend(piece.last().cloned().into_iter().cycle().take(piece.len().next_power_of_two() - piece.len()));
        filled
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_piece_in_order() {
        for length in [0, 1, 2, 3, 100, 128, 300] {
            let rows: Vec<usize> = (0..length).collect();
            let cut: Vec<&[usize]> = pieces(&rows).collect();
            assert_eq!(cut.concat(), rows);
            assert!(cut.iter().all(|piece| piece.len().is_power_of_two() && piece.len() <= MOST));
        }
    }

    #[test]
    fn what_is_looked_for_is_filled_up_with_itself() {
        let sizes = |length: usize| filled(&vec![7; length]).map(|piece| piece.len()).collect::<Vec<_>>();
        assert_eq!((sizes(0), sizes(3), sizes(129)), (vec![], vec![4], vec![128, 1]));
        assert_eq!(filled(&[1, 2, 3]).collect::<Vec<_>>(), [[1, 2, 3, 3]]);
    }

    #[test]
    fn places_are_numbered_through() {
        assert_eq!(places(2, 2), "($1, $2), ($3, $4)");
        assert_eq!(places(1, 3), "($1), ($2), ($3)");
    }
}
