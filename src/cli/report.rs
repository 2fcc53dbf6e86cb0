//! A report as text to read on a terminal.

use standpoint::evaluation::{Report, Table};

use super::figures::laid_out;

/// The headline, all tables, and what abstention does.
pub fn text(report: &Report) -> String {
    let tables: Vec<String> = report.tables().iter().map(titled).collect();
    let abstention = report.abstention.as_ref().map_or_else(String::new, |found| format!("\n{found}\n"));
    format!("{}\n{}{abstention}", report.headline(), tables.concat())
}

/// A table, below its title if its first column does not tell what it is.
fn titled(table: &Table) -> String {
    let title = if table.header[0] == "text" { format!(" {}:\n", table.title) } else { String::new() };
    format!("\n{title}{}\n", laid_out(table))
}
