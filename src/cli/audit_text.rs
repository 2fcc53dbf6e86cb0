//! An audit, to read.

use comfy_table::Table;
use standpoint::article::folded;
use standpoint::evaluation::Interval;
use standpoint::evaluation::audit::{
    Audit, BAND, CueRates, Finding, FormFigures, LabelRows, Lost, Place, SIGNIFICANCE, Severity, Shortcuts,
    Suspect,
};

use super::figures::table;

/// Tables, then findings, then the rows that are worth a look; of each kind at most `show`.
pub fn text(audit: &Audit, show: usize) -> String {
    let articles = audit.n_articles.map_or(String::new(), |articles| format!(" in {articles} articles"));
    let head = format!(
        "'{}' of {} rows{articles}; errors: {}, warnings: {}",
        audit.label_column, audit.n, audit.n_errors, audit.n_warnings
    );
    let mut parts = vec![head, labels(audit).to_string()];
    parts.extend(
        audit
            .headings_between
            .map(|rate| format!("headings with one of the two labels: {} ({})", rate.n, percent(rate.rate))),
    );
    parts.push(cues(audit));
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

fn labels(audit: &Audit) -> Table {
    let mut labels = table(&["label", "rows", "share", "headings", "median words", "over 30 words"]);
    for LabelRows { label, n, share, headings, median_words, over_30_words } in
        audit.labels.iter().chain([&audit.all])
    {
        labels.add_row([
            label.clone(),
            n.to_string(),
            percent(*share),
            headings.to_string(),
            median_words.to_string(),
            percent(*over_30_words),
        ]);
    }
    labels
}

/// The rate of each cue with each label, and the ratio of two.
fn cues(audit: &Audit) -> String {
    let pair = match audit.cues.first().map(|cue| &cue.contrasts[..]) {
        Some([contrast]) => Some(contrast.labels.join(" / ")),
        _ => None,
    };
    let mut header = vec!["cue", "rows"];
    header.extend(audit.labels.iter().map(|rows| rows.label.as_str()));
    header.extend(["ratio", "p"]);
    header.extend(pair.is_none().then_some("of"));
    let mut cues = table(&header);
    for cue in &audit.cues {
        let mut row = vec![cue.title(), cue.n.to_string()];
        row.extend(cue.labels.values().map(|rate| percent(rate.rate)));
        row.extend(contrast(cue, pair.is_none()));
        cues.add_row(row);
    }
    let of = pair.as_deref().unwrap_or("the two labels that differ most");
    let [low, high] = BAND;
    format!(
        "{cues}\n\nratio: {of}; * outside of {low} to {high}, with enough rows to tell (p below {SIGNIFICANCE})"
    )
}

fn contrast(cue: &CueRates, name_labels: bool) -> Vec<String> {
    let Some(contrast) = cue.widest() else { return Vec::new() };
    let mark = if contrast.outside { "*" } else { "" };
    let ratio = contrast.ratio.map_or("inf".into(), |ratio| format!("{ratio:.2}"));
    let mut cells = vec![format!("{mark}{ratio}"), format!("{:.3}", contrast.p)];
    if name_labels {
        cells.push(contrast.labels.join(" / "));
    }
    cells
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
    let mut header = vec!["text", "accuracy", "change, 95 % interval", "macro-F1", "told apart"];
    header.extend(shortcuts.plain.recall.keys().map(String::as_str));
    let mut forms = table(&header);
    let mut form = |name: &str, figures: &FormFigures, change: Option<Interval>| {
        let change = change.map_or(String::new(), |Interval { low, high }| {
            format!("{:+.1} to {:+.1}", 100.0 * low, 100.0 * high)
        });
        let figures_in_order =
            [percent(figures.accuracy), change, percent(figures.macro_f1), percent(figures.told_apart)];
        let recall = figures.recall.values().map(|&recall| percent(recall));
        forms.add_row(std::iter::once(name.to_owned()).chain(figures_in_order).chain(recall));
    };
    form("as it stands", &shortcuts.plain, None);
    form("actors exchanged", &shortcuts.swapped, shortcuts.change_when_swapped);
    form("names masked", &shortcuts.masked, shortcuts.change_when_masked);
    let [sides, labels] = [&shortcuts.sides, &shortcuts.labels].map(|two| two.join(" and "));
    format!(
        "{forms}\n\nexchanged: actors of {sides}, labels {labels}; rows with names: {}; told apart: rows of the two labels, \
         by their probabilities; under each label its recall",
        shortcuts.rows_with_names
    )
}
