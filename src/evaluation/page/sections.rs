//! Sections of the page that are words and tables: how sure the answers are, and what the rows are like.

use std::fmt::Write;

use super::charts::reliability;
use super::html::{escape, paragraph, table};
use crate::evaluation::audit::{Audit, Finding, Severity};
use crate::evaluation::reliability::BINS;
use crate::evaluation::report::Report;

/// How many findings of a kind, and how many rows of a finding, are shown.
const FINDINGS_SHOWN: usize = 10;
const ROWS_SHOWN: usize = 6;

/// Do the probabilities mean what they say, and what may a model leave open?
pub fn calibration(report: &Report) -> String {
    let trust = &report.calibration;
    let temperature = match trust.temperature {
        Some(temperature) => format!(
            "All scores are divided by one number, the temperature ({temperature:.2}), which was fitted to answers for rows \
             that were held out. The hollow dots are the same rows without it."
        ),
        None => "The probabilities are not calibrated.".into(),
    };
    let mut text = paragraph(&format!(
        "Of the rows that get 80 %, are four in five right? Rows are sorted by the probability of their label and parted into \
         {BINS} bins of equally many; a dot on the line means what it says, one below it is too sure. {temperature}"
    ));
    text += &table(&report.trust_table());
    text += &paragraph(
        "The expected calibration error is the mean distance of the dots from the line. It is not 0 by chance alone, since each \
         dot has few rows. The Brier score is the mean squared distance of all probabilities from 0 or 1. For both, less is better.",
    );
    text += &reliability(report);
    if let Some(abstention) = &report.abstention {
        let _ = write!(text, "<h3>Abstention</h3>\n{}", paragraph(&abstention.to_string()));
    }
    text
}

/// What is doubtful about the rows that all figures rest on.
pub fn audit(audit: &Audit) -> String {
    let mut text = paragraph(&format!(
        "Figures are worth as much as the rows that they rest on. Errors in these: {}, warnings: {}. What takes training, such \
         as the search for wrong labels, is left out; standpoint audit does it.",
        audit.n_errors, audit.n_warnings
    ));
    if !audit.findings.is_empty() {
        text += "<ul class=\"findings\">\n";
        for alike in audit.findings.chunk_by(|a, b| (a.severity, a.check) == (b.severity, b.check)) {
            alike.iter().take(FINDINGS_SHOWN).for_each(|found| text += &finding(found));
            if alike.len() > FINDINGS_SHOWN {
                let _ = writeln!(text, "<li>... and {} more of this kind</li>", alike.len() - FINDINGS_SHOWN);
            }
        }
        text += "</ul>\n";
    }
    text += &table(&audit.labels_table());
    let _ = write!(
        text,
        "<details>\n<summary>How often each cue stands with each label</summary>\n{}{}</details>\n",
        table(&audit.cues_table()),
        paragraph(&(audit.cues_note() + "."))
    );
    text
}

fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let mut text = format!("<li><strong>{severity}:</strong> {}", escape(&finding.message));
    if !finding.rows.is_empty() {
        text += "<ul>\n";
        for place in finding.rows.iter().take(ROWS_SHOWN) {
            let at = [place.line.map(|line| format!("line {line}")), place.article.clone()];
            let at: Vec<String> = at.into_iter().flatten().collect();
            let _ = writeln!(
                text,
                "<li>{} <span class=\"about\">{} ({})</span></li>",
                escape(&place.text),
                escape(&place.label),
                escape(&at.join(", "))
            );
        }
        if finding.rows.len() > ROWS_SHOWN {
            let _ = writeln!(text, "<li>and {} more</li>", finding.rows.len() - ROWS_SHOWN);
        }
        text += "</ul>";
    }
    text + "</li>\n"
}
