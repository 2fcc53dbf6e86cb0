//! The figures of a report as Markdown, for the model card.

use std::fmt::Write;

use super::intervals::{DRAWS, Interval};
use super::report::{Method, PartAlone, Report};

/// Where the figures come from, in a few words.
pub(super) fn origin(report: &Report) -> String {
    match report.method {
        Method::CrossValidation { folds } => format!("{folds}-fold cross-validation"),
        Method::Model if report.rows_trained_on > 0 => "partly or wholly on training rows".into(),
        Method::Model => "on rows it was not trained on".into(),
    }
}

/// The scores with their intervals, how they were found, and the baseline beside them.
pub(super) fn scores(report: &Report) -> String {
    let units = match report.n_articles {
        Some(articles) => format!("{} rows in {articles} articles", report.n),
        None => format!("{} rows", report.n),
    };
    let method = match report.method {
        Method::CrossValidation { folds } => format!(
            "Cross-validated with {folds} folds on {units}: each row was labelled by a model with the same settings that \
             had not seen its {}.",
            if report.n_articles.is_some() { "article" } else { "row" }
        ),
        Method::Model => format!("The model itself on {units}."),
    };
    let warning = if report.rows_trained_on > 0 {
        format!(
            "\n\n**{} of these {} rows were training rows. The figures say how well the model remembers, not how well it \
             labels new text.**",
            report.rows_trained_on, report.n
        )
    } else {
        String::new()
    };
    let baseline = &report.majority_baseline;
    let parts = &report.baselines;
    let names: Vec<String> = parts.iter().map(|part| format!(" {} |", part.name)).collect();
    let names = names.concat();
    let mut table = format!(
        "## Scores\n\n{method}{warning}\n\nIntervals are bootstrap percentiles over {DRAWS} draws of {}.\n\n| score | value | \
         95 % interval | always `{}` |{names}\n|---|---:|---:|---:|{}\n",
        if report.n_articles.is_some() { "whole articles" } else { "rows" },
        baseline.label,
        "---:|".repeat(parts.len())
    );
    let mut row = |name: &str, value: f64, interval: Option<Interval>, baseline: f64, alone: &[f64]| {
        let interval = interval.map_or(String::new(), |i| format!("{:.3} to {:.3}", i.low, i.high));
        let alone: Vec<String> = alone.iter().map(|value| format!(" {value:.3} |")).collect();
        let blanks = if alone.is_empty() { " |".repeat(parts.len()) } else { alone.concat() };
        let _ = writeln!(table, "| {name} | {value:.3} | {interval} | {baseline:.3} |{blanks}");
    };
    let all = |part: fn(&PartAlone) -> f64| -> Vec<f64> { parts.iter().map(part).collect() };
    let interval = Some(report.accuracy_interval);
    row("accuracy", report.accuracy, interval, baseline.accuracy, &all(|part| part.accuracy));
    let balanced = all(|part| part.balanced_accuracy);
    let interval = Some(report.balanced_accuracy_interval);
    row("balanced accuracy", report.balanced_accuracy, interval, baseline.balanced_accuracy, &balanced);
    let interval = Some(report.macro_f1_interval);
    row("macro-F1", report.macro_f1, interval, baseline.macro_f1, &all(|part| part.macro_f1));
    row("log-loss", report.log_loss, None, baseline.log_loss, &[]);
    table
}

/// The figures of each label, and which was taken for which.
pub(super) fn confusion(report: &Report) -> String {
    let mut table = "| label | precision | recall | F1 | rows |\n|---|---:|---:|---:|---:|\n".to_owned();
    for figures in &report.labels {
        let [precision, recall, f1] = [figures.scores.precision, figures.scores.recall, figures.scores.f1]
            .map(|value| value.map_or_else(|| "n/a".into(), |value| format!("{value:.3}")));
        let support = figures.scores.support;
        let _ = writeln!(table, "| `{}` | {precision} | {recall} | {f1} | {support} |", figures.label);
    }
    let names: Vec<String> = report.label_names.iter().map(|name| format!("`{name}`")).collect();
    let rule = "---:|".repeat(names.len());
    let _ = write!(table, "\n## Confusion\n\n| true \\ predicted | {} |\n|---|{rule}\n", names.join(" | "));
    for (name, row) in names.iter().zip(report.confusion.counts()) {
        let counts: Vec<String> = row.iter().map(u64::to_string).collect();
        let _ = writeln!(table, "| {name} | {} |", counts.join(" | "));
    }
    table
}
