//! Tables of figures, to read.

use comfy_table::{CellAlignment, Table, presets};

/// An empty table; all columns but the first are set to the right.
pub fn table(header: &[impl AsRef<str>]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.iter().map(AsRef::as_ref));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A figure, or why there is none.
pub fn or_undefined(value: Option<f64>, why: &str) -> String {
    value.map_or_else(|| format!("n/a ({why})"), |value| format!("{value:.3}"))
}
