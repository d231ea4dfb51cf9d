//! A report as cells: each leaf of its figures with the path that leads to it, so that a table carries what the
//! structured file carries.

use serde_json::Value;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRow {
    /// The names that lead to it, from the outside in; places in lists count from 1.
    pub path: Vec<String>,
    /// The figure: a number, a text, or nothing.
    pub value: Value,
}

/// Every figure of a report's figures, in their order.
pub fn cells(figures: &Value) -> Vec<CellRow> {
    let mut rows = Vec::new();
    walk(figures, &mut Vec::new(), &mut rows);
    rows
}

fn walk(value: &Value, path: &mut Vec<String>, rows: &mut Vec<CellRow>) {
    let mut step = |name: String, inner: &Value| {
        path.push(name);
        walk(inner, path, rows);
        path.pop();
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| step(name.clone(), inner)),
        Value::Array(list) => list.iter().enumerate().for_each(|(place, inner)| step((place + 1).to_string(), inner)),
        leaf => rows.push(CellRow { path: path.clone(), value: leaf.clone() }),
    }
}
