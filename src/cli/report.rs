//! A report as text to read on a terminal.

use comfy_table::{CellAlignment, ContentArrangement, presets};
use standpoint::evaluation::{Report, Table};

/// The headline and all tables.
pub fn text(report: &Report) -> String {
    let tables: Vec<String> =
        report.tables().iter().map(|table| format!("\n{}\n", laid_out(table))).collect();
    format!("{}\n{}", report.headline(), tables.concat())
}

/// A table in columns; all but the first are set to the right. A title that its first column does not tell
/// stands above.
fn laid_out(table: &Table) -> String {
    let mut columns = comfy_table::Table::new();
    columns.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    columns.set_header(&table.header);
    for row in &table.rows {
        columns.add_row(row.iter().map(|cell| shortened(cell)));
    }
    for column in columns.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let title = if table.header[0] == "text" { format!(" {}:\n", table.title) } else { String::new() };
    title + &columns.trim_fmt()
}

/// The beginning of a text that is too long for a column.
fn shortened(cell: &str) -> String {
    const LONGEST: usize = 60;
    match cell.char_indices().nth(LONGEST) {
        None => cell.to_owned(),
        Some((end, _)) => format!("{}…", cell[..end].trim_end()),
    }
}
