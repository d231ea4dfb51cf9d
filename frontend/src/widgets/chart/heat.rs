//! A table of counts whose cells are the darker the greater they are beside the others of their row. It is a table: each
//! cell has its number, so that the shade says nothing that is not read.

use super::super::wide_table::WideTable;
use yew::prelude::*;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// What stands in it.
    pub words: AttrValue,
    /// Its share of the row, 0 to 1; none where that is not known.
    pub share: Option<f64>,
    /// Whether it lies where nothing changes.
    pub is_marked: bool,
}

/// Properties of [`HeatTable`].
#[derive(PartialEq, Properties)]
pub struct HeatTableProps {
    /// What the table shows.
    pub name: AttrValue,
    /// What stands above the names of the rows.
    pub corner: AttrValue,
    /// The names of the columns.
    pub columns: Vec<AttrValue>,
    /// The rows by name.
    pub rows: Vec<(AttrValue, Vec<HeatCell>)>,
}

/// The shades, from nothing on.
const SHADES: [&str; 6] = ["shade-0", "shade-1", "shade-2", "shade-3", "shade-4", "shade-5"];

/// The shade of a share: none for nothing, and then five of equal width.
fn shade(share: Option<f64>) -> &'static str {
    let share = share.filter(|share| *share > 0.0);
    share.map_or(SHADES[0], |share| SHADES[((share * 5.0).ceil() as usize).clamp(1, SHADES.len() - 1)])
}

/// The table.
#[component]
pub fn HeatTable(props: &HeatTableProps) -> Html {
    let cell = |cell: &HeatCell| {
        let class = classes!("heat", shade(cell.share), cell.is_marked.then_some("marked"));
        html! { <td {class}>{&cell.words}</td> }
    };
    let row = |(name, cells): &(AttrValue, Vec<HeatCell>)| {
        html! { <tr><th scope="row">{name}</th>{for cells.iter().map(cell)}</tr> }
    };
    html! {
        <WideTable name={&props.name}>
            <thead><tr>
                <th scope="col">{&props.corner}</th>
                {for props.columns.iter().map(|name| html! { <th scope="col">{name}</th> })}
            </tr></thead>
            <tbody>{for props.rows.iter().map(row)}</tbody>
        </WideTable>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_shade_and_everything_the_darkest() {
        let shares = [None, Some(0.0), Some(0.01), Some(0.2), Some(0.21), Some(1.0)];
        assert_eq!(shares.map(shade), ["shade-0", "shade-0", "shade-1", "shade-1", "shade-2", "shade-5"]);
    }
}
