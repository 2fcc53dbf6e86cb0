//! Tables of figures, to read.

use comfy_table::{CellAlignment, Table, presets};
use standpoint::evaluation;

/// An empty table; all columns but the first are set to the right.
pub fn table(header: &[impl AsRef<str>]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.iter().map(AsRef::as_ref));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A table in columns; all but the first are set to the right.
pub fn laid_out(table: &evaluation::Table) -> String {
    let mut columns = self::table(&table.header);
    for row in &table.rows {
        columns.add_row(row.iter().map(|cell| shortened(cell)));
    }
    columns.trim_fmt()
}

/// The beginning of a text that is too long for a column.
fn shortened(cell: &str) -> String {
    const LONGEST: usize = 60;
    match cell.char_indices().nth(LONGEST) {
        None => cell.to_owned(),
        Some((end, _)) => format!("{}…", cell[..end].trim_end()),
    }
}

/// A figure, or why there is none.
pub fn or_undefined(value: Option<f64>, why: &str) -> String {
    value.map_or_else(|| format!("n/a ({why})"), |value| format!("{value:.3}"))
}
