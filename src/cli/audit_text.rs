//! An audit, to read.

use standpoint::article::folded;
use standpoint::evaluation::audit::{Audit, Finding, Lost, Place, Severity, Shortcuts, Suspect};

use super::figures::laid_out;

/// Tables, then findings, then the rows that are worth a look; of each kind at most `show`.
pub fn text(audit: &Audit, show: usize) -> String {
    let articles = audit.n_articles.map_or(String::new(), |articles| format!(" in {articles} articles"));
    let head = format!(
        "'{}' of {} rows{articles}; errors: {}, warnings: {}",
        audit.label_column, audit.n, audit.n_errors, audit.n_warnings
    );
    let mut parts = vec![head, laid_out(&audit.labels_table())];
    parts.extend(
        audit
            .headings_between
            .map(|rate| format!("headings with one of the two labels: {} ({})", rate.n, percent(rate.rate))),
    );
    parts.push(format!("{}\n\n{}", laid_out(&audit.cues_table()), audit.cues_note()));
    parts.extend(audit.shortcuts.as_ref().map(shortcuts));
    let findings = audit.findings.chunk_by(|a, b| (a.severity, a.check) == (b.severity, b.check));
    parts.extend(findings.map(|findings| first(findings, show, finding)));
    let suspects = audit.suspects.iter().map(|suspects| &suspects.rows[..]).filter(|rows| !rows.is_empty());
    parts.extend(suspects.map(|rows| format!("perhaps mislabelled:\n{}", first(rows, show, suspect))));
    let lost = audit.shortcuts.iter().map(|shortcuts| &shortcuts.lost[..]).filter(|rows| !rows.is_empty());
    parts.extend(lost.map(|rows| {
        format!("right as they stand, wrong with the actors exchanged:\n{}", first(rows, show, lost_row))
    }));
    parts.join("\n\n") + "\n"
}

/// The first of some items, a line or more each, and how many there are besides.
fn first<T>(items: &[T], show: usize, text: impl Fn(&T) -> String) -> String {
    let mut lines: Vec<String> = items.iter().take(show).map(text).collect();
    if items.len() > show {
        lines.push(format!("... and {} more", items.len() - show));
    }
    lines.join("\n")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut lines = vec![format!("{severity}: {}", finding.message)];
    lines.extend(finding.rows.iter().map(at));
    lines.join("\n")
}

/// A row, to be found again.
fn at(place: &Place) -> String {
    let line = place.line.map_or(String::new(), |line| format!("line {line}, "));
    let article = place.article.as_ref().map_or(String::new(), |article| format!("{article}, "));
    format!("    {line}{article}'{}': {}", place.label, folded(&place.text))
}

fn suspect(Suspect { place, p, likelier, p_likelier }: &Suspect) -> String {
    format!("'{likelier}' {:.0} % against {:.0} %\n{}", 100.0 * p_likelier, 100.0 * p, at(place))
}

fn lost_row(Lost { place, swapped, expected, predicted, p }: &Lost) -> String {
    let swapped = folded(swapped);
    format!("'{predicted}' {:.0} %, not '{expected}': {swapped}\n{}", 100.0 * p, at(place))
}

/// The figures on the text in its three forms.
fn shortcuts(shortcuts: &Shortcuts) -> String {
    let [sides, labels] = [&shortcuts.sides, &shortcuts.labels].map(|two| two.join(" and "));
    format!(
        "{}\n\nexchanged: actors of {sides}, labels {labels}; rows with names: {}; told apart: rows of the two labels, \
         by their probabilities; under each label its recall",
        laid_out(&shortcuts.table()),
        shortcuts.rows_with_names
    )
}
