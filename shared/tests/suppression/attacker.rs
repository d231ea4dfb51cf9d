//! A reader who wants to know more than was shown: knows every shown count, every sum, that people are counted in
//! whole numbers, and what hidden counts can be. It shares no code with the protection.

/// What the reader knows: the least and most each count can be, and which signed sums are zero.
#[derive(Clone, Default)]
pub(crate) struct Reader {
    pub(crate) bounds: Vec<(i64, i64)>,
    sums: Vec<Vec<(usize, i64)>>,
    /// A table in which every sum holds: where to look first. The search is complete without it, only slower.
    guess: Vec<i64>,
    sums_of: Vec<Vec<usize>>,
}

/// Searches before one is given up.
const TURNS: usize = 24;

/// The answer to "can this count be that number?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Possible {
    Yes,
    No,
    /// The search was given up.
    Unknown,
}

impl Reader {
    pub(crate) fn count(&mut self, low: i64, high: i64, truth: i64) -> usize {
        assert!(low <= truth && truth <= high, "the reader believes something false: {truth} in {low}..={high}");
        self.bounds.push((low, high));
        self.guess.push(truth);
        self.sums_of.push(Vec::new());
        self.bounds.len() - 1
    }

    /// Both sides add up to the same.
    pub(crate) fn sum(&mut self, left: &[usize], right: &[usize]) {
        let signed = |cells: &[usize], sign| cells.iter().map(|cell| (*cell, sign)).collect::<Vec<(usize, i64)>>();
        let terms = [signed(left, 1), signed(right, -1)].concat();
        assert_eq!(terms.iter().map(|(cell, sign)| self.guess[*cell] * sign).sum::<i64>(), 0, "the sum is false");
        terms.iter().for_each(|(cell, _)| self.sums_of[*cell].push(self.sums.len()));
        self.sums.push(terms);
    }

    /// Narrows every count by every sum until nothing changes; false when no table is left.
    pub(crate) fn propagate(&mut self) -> bool {
        let all = (0..self.sums.len()).collect();
        propagate(&mut self.bounds, &self.sums, &self.sums_of, all)
    }

    /// Whether some table in whole numbers agrees with all that the reader knows and has `value` in `cell`.
    pub(crate) fn is_possible(&self, cell: usize, value: i64, patience: usize) -> Possible {
        let (low, high) = self.bounds[cell];
        if value < low || value > high {
            return Possible::No;
        }
        let mut bounds = self.bounds.clone();
        bounds[cell] = (value, value);
        if !propagate(&mut bounds, &self.sums, &self.sums_of, self.sums_of[cell].clone()) {
            return Possible::No;
        }
        // A search that loses its way starts again and takes other turns.
        for turn in 0..TURNS {
            let mut left = patience;
            match self.search(bounds.clone(), turn, &mut left) {
                true => return Possible::Yes,
                false if left > 0 => return Possible::No,
                false => {}
            }
        }
        Possible::Unknown
    }

    /// First what breaks the fewest sums, then one order after another.
    fn preference(&self, cell: usize, turn: usize) -> usize {
        if turn == 0 { self.sums_of[cell].len() } else { (cell + 1).wrapping_mul(2_654_435_761 * turn) % 1_009 }
    }

    /// Depth first: as guessed where sums allow it; else one count of a sum that does not hold takes each of its
    /// possible numbers in turn, those nearest to the guess first.
    fn search(&self, bounds: Vec<(i64, i64)>, turn: usize, left: &mut usize) -> bool {
        if *left == 0 {
            return false;
        }
        let value = |cell: usize| self.guess[cell].clamp(bounds[cell].0, bounds[cell].1);
        let is_open = |cell: usize| bounds[cell].0 < bounds[cell].1;
        let is_broken =
            |terms: &&Vec<(usize, i64)>| terms.iter().map(|(cell, sign)| value(*cell) * sign).sum::<i64>() != 0;
        let open = |terms: &Vec<(usize, i64)>| terms.iter().filter(|(cell, _)| is_open(*cell)).count();
        let Some(broken) = self.sums.iter().filter(is_broken).min_by_key(|terms| open(terms)) else { return true };
        let error: i64 = broken.iter().map(|(cell, sign)| value(*cell) * sign).sum();
        let candidates = broken.iter().filter(|(cell, _)| is_open(*cell));
        let Some((cell, sign)) = candidates.min_by_key(|(cell, _)| self.preference(*cell, turn)) else { return false };
        let wanted = value(*cell) - error * sign;
        let (low, high) = bounds[*cell];
        let mut reach = 0;
        while wanted - reach >= low || wanted + reach <= high {
            for number in [wanted - reach, wanted + reach] {
                if number < low || number > high || (reach == 0 && number != wanted) {
                    continue;
                }
                *left = left.saturating_sub(1);
                let mut narrowed = bounds.clone();
                narrowed[*cell] = (number, number);
                let is_left = propagate(&mut narrowed, &self.sums, &self.sums_of, self.sums_of[*cell].clone());
                if is_left && self.search(narrowed, turn, left) {
                    return true;
                }
                if *left == 0 {
                    return false;
                }
            }
            reach += 1;
        }
        false
    }
}

fn propagate(
    bounds: &mut [(i64, i64)],
    sums: &[Vec<(usize, i64)>],
    sums_of: &[Vec<usize>],
    mut waiting: Vec<usize>,
) -> bool {
    let mut is_waiting = vec![false; sums.len()];
    waiting.iter().for_each(|sum| is_waiting[*sum] = true);
    while let Some(number) = waiting.pop() {
        is_waiting[number] = false;
        let terms = &sums[number];
        let least: i64 =
            terms.iter().map(|(cell, sign)| if *sign > 0 { bounds[*cell].0 } else { -bounds[*cell].1 }).sum();
        let most: i64 =
            terms.iter().map(|(cell, sign)| if *sign > 0 { bounds[*cell].1 } else { -bounds[*cell].0 }).sum();
        for (cell, sign) in terms {
            let (low, high) = bounds[*cell];
            // The others lie between `least` and `most` without this term, and this term is what they lack to zero.
            let (own_least, own_most) = if *sign > 0 { (low, high) } else { (-high, -low) };
            let (from, to) = (-(most - own_most), -(least - own_least));
            let (from, to) = if *sign > 0 { (from, to) } else { (-to, -from) };
            let narrowed = (low.max(from), high.min(to));
            if narrowed.0 > narrowed.1 {
                return false;
            }
            if narrowed != (low, high) {
                bounds[*cell] = narrowed;
                for sum in &sums_of[*cell] {
                    if !std::mem::replace(&mut is_waiting[*sum], true) {
                        waiting.push(*sum);
                    }
                }
            }
        }
    }
    true
}
