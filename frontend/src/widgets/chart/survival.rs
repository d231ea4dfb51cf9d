//! To how large a share something has happened, month after month, with its band: a Kaplan-Meier curve turned upwards.

use super::frame::Plot;
use super::scale::{Scale, whole_ticks, written};
use std::fmt::Write as _;
use yew::prelude::*;

/// One step of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurveStep {
    /// Months since the beginning.
    pub month: u16,
    /// The share to whom it has happened by then.
    pub share: f64,
    /// The band's lower end.
    pub low: f64,
    /// The band's upper end.
    pub high: f64,
}

/// Properties of [`Curve`].
#[derive(PartialEq, Properties)]
pub struct CurveProps {
    /// The steps, in the order of the months.
    pub steps: Vec<CurveStep>,
    /// What the axis along the bottom counts.
    pub months: AttrValue,
}

/// The curve in its plot. The line stands for the share, the shade for its band, the broken line for one half.
#[component]
pub fn Curve(props: &CurveProps) -> Html {
    let last = props.steps.last().map_or(0, |step| step.month);
    let months = whole_ticks(u32::from(last));
    let end = months.last().copied().unwrap_or(1);
    let drawing = Drawing {
        x: Scale::new((0.0, f64::from(end)), (0.0, 1000.0)),
        y: Scale::new((0.0, 1.0), (1000.0, 0.0)),
        last: f64::from(last),
    };
    let half = drawing.y.at(0.5);
    html! {
        <Plot
            upright={["100 %", "50 %", "0 %"].map(AttrValue::from).to_vec()}
            along={months.iter().map(|month| AttrValue::from(month.to_string())).collect::<Vec<_>>()}
            along_name={&props.months}
        >
            <path class="band" d={drawing.band(&props.steps)} />
            <line class="half" x1="0" x2="1000" y1={half.clone()} y2={half} />
            <path class="curve" d={drawing.stairs(&props.steps, |step| step.share)} />
        </Plot>
    }
}

struct Drawing {
    x: Scale,
    y: Scale,
    /// The last month that is drawn.
    last: f64,
}

impl Drawing {
    /// Level up to each month, and then up: nothing happens between two months.
    fn stairs(&self, steps: &[CurveStep], of: fn(&CurveStep) -> f64) -> String {
        let mut path = format!("M {} {}", self.x.at(0.0), self.y.at(0.0));
        for step in steps {
            // Writing into a text does not fail.
            let _ = write!(path, " H {} V {}", self.x.at(f64::from(step.month)), self.y.at(of(step)));
        }
        let _ = write!(path, " H {}", self.x.at(self.last));
        path
    }

    /// Along the upper end, and back along the lower one.
    fn band(&self, steps: &[CurveStep]) -> String {
        let mut path = self.stairs(steps, |step| step.high);
        let mut before = steps.iter().rev().skip(1).map(|step| step.low).chain([0.0]);
        if let Some(last) = steps.last() {
            let _ = write!(path, " V {}", self.y.at(last.low));
        }
        for step in steps.iter().rev() {
            let low = before.next().unwrap_or(0.0);
            let _ = write!(path, " H {} V {}", self.x.at(f64::from(step.month)), written(self.y.place(low)));
        }
        path + " Z"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_level_between_months_and_its_band_goes_back_below_it() {
        let step = |month, share, low, high| CurveStep { month, share, low, high };
        let steps = [step(1, 0.2, 0.1, 0.4), step(3, 0.5, 0.3, 0.8)];
        let drawing =
            Drawing { x: Scale::new((0.0, 4.0), (0.0, 1000.0)), y: Scale::new((0.0, 1.0), (1000.0, 0.0)), last: 3.0 };
        assert_eq!(
            drawing.stairs(&steps, |step| step.share),
            "M 0.00 1000.00 H 250.00 V 800.00 H 750.00 V 500.00 H 750.00"
        );
        assert_eq!(
            drawing.band(&steps),
            "M 0.00 1000.00 H 250.00 V 600.00 H 750.00 V 200.00 H 750.00 V 700.00 H 750.00 V 900.00 H 250.00 V 1000.00 Z"
        );
    }
}
