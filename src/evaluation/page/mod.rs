//! A report as one page that needs no network: to read in a browser, on paper, or aloud.

mod charts;
mod html;
mod sections;

use std::fmt::Write;

use self::charts::{confusion, learning_curve, scores};
use self::html::{escape, paragraph, section, table};
use self::sections::{audit, calibration};
use super::intervals::FEW_CLUSTERS;
use super::report::Report;
use crate::features::Unit;
use crate::model::Classifier;

/// How many features of each block and label are shown.
const STRONGEST: usize = 8;

/// The page of a report. `classifier` is the model that was evaluated or, for cross-validation, one that was
/// trained in the same way on all rows; `command` is what made the report.
///
/// The page has no script and loads nothing. The same report gives the same page.
pub fn page(report: &Report, classifier: &Classifier, command: &str) -> String {
    let comparison = paragraph(
        "The same rows, answered in simpler ways. “This has more” is the evaluated answers' figure minus the other's, with an \
         interval from draws that have the same rows for both. McNemar's exact test keeps articles (or what else is drawn) whole: \
         its p is how often a difference as large would come about if in each of them either answer could as well have been the other.",
    ) + &table(&report.others_table());
    let slices: String = report.slicing_tables().iter().map(table).collect();
    let sections = [
        section("scores", "Scores", &(summary(report) + &scores(report))),
        section("labels", "Labels", &table(&report.labels_table())),
        section("confusion", "Confusion", &confusion(report)),
        section("calibration", "How sure is it?", &calibration(report)),
        section("comparison", "Comparison", &comparison),
        section(
            "disagreements",
            "Disagreements",
            &report.disagreements_table().map_or_else(String::new, |rows| table(&rows)),
        ),
        section("slices", "Slices", &slices),
        section("learning-curve", "Learning curve", &learning_curve(report)),
        section("features", "Strongest features", &features(classifier)),
        section("errors", "Errors most worth reading", &mistakes(report)),
        section("audit", "The labelled rows", &report.audit.as_ref().map_or_else(String::new, audit)),
        section("reproduce", "How to reproduce", &reproduction(report, classifier, command)),
    ];
    let sections: Vec<&(String, String)> = sections.iter().flatten().collect();
    let links: String = sections.iter().map(|(link, _)| link.as_str()).collect();
    let bodies: String = sections.iter().map(|(_, body)| body.as_str()).collect();
    let title = format!("How good is “{}”?", escape(&report.label_column));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the \
         scores</a>\n<header>\n<h1>{title}</h1>\n<p>{headline}.</p>\n<nav aria-label=\"Sections\"><ul>{links}</ul></nav>\n\
         </header>\n<main id=\"main\">\n{bodies}</main>\n</body>\n</html>\n",
        style = include_str!("style.css"),
        headline = escape(&report.headline()),
    )
}

/// The accuracy in a sentence, and what is to be known before any figure is used.
fn summary(report: &Report) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let interval = report.scores.accuracy_interval.map_or_else(String::new, |interval| {
        format!(" (95 % interval: {} to {})", percent(interval.low), percent(interval.high))
    });
    let mut text = paragraph(&format!(
        "Of 100 rows, {} get the right label{interval}. Intervals rest on {} bootstrap draws of {} whole {}s.",
        percent(report.scores.figures.accuracy),
        report.draws,
        report.n_clusters,
        report.cluster,
    ));
    let mut warn = |warning: String| {
        let _ = writeln!(text, "<p class=\"warning\"><strong>Beware:</strong> {}</p>", escape(&warning));
    };
    if report.rows_trained_on > 0 {
        warn(format!(
            "{} of these {} rows were training rows. The figures say how well the model remembers, not how well it labels new \
             text.",
            report.rows_trained_on, report.n
        ));
    }
    if report.n_clusters < FEW_CLUSTERS {
        warn(format!(
            "fewer than {FEW_CLUSTERS} {}s; intervals are wide, and so few may not be like others.",
            report.cluster
        ));
    }
    text
}

/// The features with the largest weights for each label, block by block.
fn features(classifier: &Classifier) -> String {
    let (features, model) = (classifier.features(), classifier.model());
    let blocks: Vec<&str> = features.settings().blocks.iter().map(|block| block.grams.unit.name()).collect();
    let mut text =
        paragraph("What speaks most for each label: the largest weights of each block of features.");
    for (label, name) in classifier.labels().iter().enumerate() {
        let _ = write!(text, "<h3>{}</h3>\n<dl>\n", escape(name));
        for block in &blocks {
            let named = |column: usize| features.name(column).filter(|(of, _)| of == block);
            let mut weights: Vec<(f64, &str)> = (0..features.n_columns())
                .filter_map(|column| Some((model.weight(column, label), named(column)?.1)))
                .filter(|(weight, _)| *weight > 0.0)
                .collect();
            weights.sort_by(|a, b| b.0.total_cmp(&a.0));
            // A blank at an end of a gram of characters is the end of a word.
            let blank = if *block == Unit::Characters.name() { "␣" } else { " " };
            let item = |(weight, gram): &(f64, &str)| {
                format!("<li><code>{}</code> +{weight:.2}</li>", escape(gram).replace(' ', blank))
            };
            let items: String = weights.iter().take(STRONGEST).map(item).collect();
            let _ = writeln!(text, "<dt>{block}</dt><dd><ul class=\"grams\">{items}</ul></dd>");
        }
        text += "</dl>\n";
    }
    text
}

fn mistakes(report: &Report) -> String {
    if report.mistakes.is_empty() {
        return String::new();
    }
    let mut text = paragraph(
        "The wrong answers that were surest, first those with the highest probability. Read them before you trust the figures: \
         some may be errors of labelling, others tell what the model cannot know.",
    ) + "<ol class=\"mistakes\">\n";
    for mistake in &report.mistakes {
        let place = match &mistake.article {
            Some(article) => format!("Row {}, {article}.", mistake.row),
            None => format!("Row {}.", mistake.row),
        };
        let before = mistake.before.as_ref().map_or_else(String::new, |before| {
            format!("<p class=\"before\"><span class=\"hidden\">Before it: </span>{}</p>", escape(before))
        });
        let _ = writeln!(
            text,
            "<li>{before}<p>{}</p><p class=\"about\"><strong>{}</strong> ({:.0} %), but it is <strong>{}</strong> \
             ({:.0} %). {} <span class=\"place\">{}</span></p></li>",
            escape(&mistake.text),
            escape(&mistake.label),
            mistake.probability * 100.0,
            escape(&mistake.truth),
            mistake.truth_probability * 100.0,
            escape(&mistake.context),
            escape(&place),
        );
    }
    text + "</ol>\n"
}

fn reproduction(report: &Report, classifier: &Classifier, command: &str) -> String {
    let about = classifier.description();
    let settings = [
        ("standpoint", env!("CARGO_PKG_VERSION").to_owned()),
        ("labelled rows, SHA-256", report.data_sha256.clone()),
        ("training rows of the model, SHA-256", about.training_sha256.clone()),
        ("features", classifier.features().settings().to_string()),
        ("C", about.c.to_string()),
        ("seed of the folds", about.seed.to_string()),
        ("bootstrap draws", report.draws.to_string()),
    ];
    let mut text =
        paragraph("The same version, rows and options give the same page, on any number of threads.");
    let _ =
        write!(text, "<pre tabindex=\"0\"><code>{}</code></pre>\n<dl class=\"settings\">\n", escape(command));
    for (name, value) in settings.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
    text + "</dl>\n"
}
