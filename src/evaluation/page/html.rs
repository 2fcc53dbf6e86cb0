//! Words and tables as HTML.

use std::fmt::Write;

use crate::evaluation::tables::Table;

/// Text as it may stand between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A paragraph of plain text.
pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escape(text))
}

/// A section and the link to it; none if it would be empty.
pub fn section(id: &str, title: &str, body: &str) -> Option<(String, String)> {
    let link = format!("<li><a href=\"#{id}\">{title}</a></li>");
    let section = format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n{body}</section>\n"
    );
    (!body.is_empty()).then_some((link, section))
}

/// A table whose first column names its rows.
pub fn table(table: &Table) -> String {
    let rows = table.rows.iter().map(|cells| cells.iter().map(|cell| escape(cell)).collect());
    framed(&table.title, &table.header, rows)
}

/// A table of cells that are HTML. It scrolls where the page is narrower, also by keyboard.
pub fn framed(title: &str, header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let title = escape(title);
    let mut text = format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">\n<table>\n<caption>{title}</caption>\n<thead><tr>"
    );
    for name in header {
        let _ = write!(text, "<th scope=\"col\">{}</th>", escape(name));
    }
    text += "</tr></thead>\n<tbody>\n";
    for cells in rows {
        text += "<tr>";
        for (place, cell) in cells.iter().enumerate() {
            let _ = match place {
                0 => write!(text, "<th scope=\"row\">{cell}</th>"),
                _ if cell.starts_with("<td") => write!(text, "{cell}"),
                _ => write!(text, "<td>{cell}</td>"),
            };
        }
        text += "</tr>\n";
    }
    text + "</tbody>\n</table>\n</div>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_tag() {
        assert_eq!(escape("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
        assert_eq!(section("a", "A", ""), None);
    }
}
