//! From numbers to places in a drawing, and the round numbers that an axis says. Pure: it knows no drawing.

/// A linear scale from numbers to places. A scale of no width puts everything at its beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// The numbers from `low` to `high`, drawn from `start` to `end`; `end` may lie before `start`.
    pub const fn new((low, high): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { low, high, start, end }
    }

    /// Where a number is drawn; what lies outside is drawn at the edge.
    pub fn place(&self, number: f64) -> f64 {
        let width = self.high - self.low;
        if width <= 0.0 || !number.is_finite() {
            return self.start;
        }
        self.start + (self.end - self.start) * ((number - self.low) / width).clamp(0.0, 1.0)
    }

    /// How long a bar from zero, or from the nearest edge, is to a number, and where it begins.
    pub fn bar(&self, number: f64) -> (f64, f64) {
        let (zero, tip) = (self.place(0.0), self.place(number));
        (zero.min(tip), (tip - zero).abs())
    }

    /// The place, as a drawing writes it.
    pub fn at(&self, number: f64) -> String {
        written(self.place(number))
    }
}

/// A length or place as a drawing writes it.
pub fn written(length: f64) -> String {
    let text = format!("{length:.2}");
    if text == "-0.00" { "0.00".into() } else { text }
}

/// Round numbers that hold all from `low` to `high`: equally far apart, by one, two or five times a power of ten, at
/// most `most` of them and at least two. Zero is among them, so that lengths can be compared.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let (low, high) = (low.min(0.0), high.max(0.0));
    let width = if high - low > 0.0 { high - low } else { 1.0 };
    let power = 10_f64.powf((width / most.max(2) as f64).log10().floor());
    let fits = |step: &f64| count(low, high, *step) <= most.max(3);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0].map(|times| times * power).into_iter().find(fits).unwrap_or(50.0 * power);
    let first = (low / step + 1e-9).floor();
    (0..count(low, high, step).max(2)).map(|place| (first + place as f64) * step).collect()
}

fn count(low: f64, high: f64, step: f64) -> usize {
    let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    (last - first) as usize + 1
}

/// Whole numbers from zero that hold `high`, for counts and months: equally far apart, at most six.
pub fn whole_ticks(high: u32) -> Vec<u32> {
    const MOST_GAPS: u32 = 5;
    let high = high.max(1);
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
    let step = steps.into_iter().find(|step| high.div_ceil(*step) <= MOST_GAPS).unwrap_or(high);
    (0..=high.div_ceil(step)).map(|place| place * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_the_middle_is_drawn_in_the_middle_and_one_outside_at_the_edge() {
        let scale = Scale::new((0.0, 10.0), (100.0, 300.0));
        assert_eq!([-1.0, 0.0, 5.0, 10.0, 11.0].map(|number| scale.place(number)), [100.0, 100.0, 200.0, 300.0, 300.0]);
        let upwards = Scale::new((0.0, 1.0), (80.0, 0.0));
        assert_eq!([0.0, 0.25, 1.0].map(|number| upwards.place(number)), [80.0, 60.0, 0.0]);
        assert_eq!(upwards.at(0.25), "60.00");
    }

    #[test]
    fn a_scale_of_nothing_puts_everything_at_its_beginning() {
        assert_eq!(Scale::new((3.0, 3.0), (7.0, 9.0)).place(3.0), 7.0);
        assert_eq!(Scale::new((0.0, 3.0), (7.0, 9.0)).place(f64::NAN), 7.0);
    }

    #[test]
    fn bars_begin_at_zero_to_either_side() {
        let scale = Scale::new((-10.0, 30.0), (0.0, 400.0));
        assert_eq!(scale.bar(20.0), (100.0, 200.0));
        assert_eq!(scale.bar(-5.0), (50.0, 50.0));
        assert_eq!(scale.bar(0.0), (100.0, 0.0));
    }

    #[test]
    fn an_axis_says_round_numbers_that_hold_everything() {
        assert_eq!(ticks(0.0, 97.0, 6), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(-120_000.0, 260_000.0, 6), [-200_000.0, -100_000.0, 0.0, 100_000.0, 200_000.0, 300_000.0]);
        assert_eq!(ticks(0.0, 0.0, 5).first(), Some(&0.0));
        for (low, high) in [(0.0, 1.0), (-3.0, 0.0), (0.0, 7.3), (-0.02, 0.9), (12.0, 13.0), (-1e7, 3e6)] {
            let all = ticks(low, high, 6);
            assert!((2..=6).contains(&all.len()), "{low}..{high}: {all:?}");
            assert!(all[0] <= low.min(1e-9) && all[all.len() - 1] >= high - 1e-6, "{low}..{high}: {all:?}");
            assert!(all.iter().any(|tick| tick.abs() < 1e-9), "{low}..{high}: {all:?}");
        }
    }

    #[test]
    fn months_and_counts_are_whole() {
        assert_eq!(whole_ticks(23), [0, 5, 10, 15, 20, 25]);
        assert_eq!(whole_ticks(0), [0, 1]);
        assert_eq!(whole_ticks(12), [0, 5, 10, 15]);
        for high in 1..3_000 {
            let all = whole_ticks(high);
            assert!(all.len() <= 6 && all.last().is_some_and(|last| *last >= high), "{high}: {all:?}");
        }
    }
}
