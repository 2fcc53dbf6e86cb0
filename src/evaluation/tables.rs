//! A report as tables of words and figures, laid out alike as text, Markdown and HTML.

use super::comparison::Other;
use super::intervals::Interval;
use super::reliability::Reliability;
use super::report::{Method, Report};
use super::scores::{Difference, Scores};

/// How many of the rows on which two models differ a table shows.
const SHOWN: usize = 20;

/// One table. The first column holds names, the others figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(title: impl Into<String>, header: &[&str]) -> Self {
        let header = header.iter().map(|&name| name.to_owned()).collect();
        Self { title: title.into(), header, rows: Vec::new() }
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = format!("|---|{}\n", "---:|".repeat(self.header.len() - 1));
        let rows: Vec<String> = self.rows.iter().map(|cells| row(cells)).collect();
        row(&self.header) + &rule + &rows.concat()
    }
}

fn escaped(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    for c in cell.chars() {
        if matches!(c, '|' | '*' | '`' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

impl Report {
    /// Which figures these are: the label column, the method and the rows, as a sentence.
    pub fn headline(&self) -> String {
        let method = match self.method {
            Method::Model => "a finished model".to_owned(),
            Method::CrossValidation { folds, repeats: 1 } => format!("{folds}-fold cross-validation"),
            Method::CrossValidation { folds, repeats } => {
                format!("{folds}-fold cross-validation, {repeats} times")
            }
        };
        let articles = self.n_articles.map_or(String::new(), |n| format!(" in {n} articles"));
        let clusters = match self.cluster.as_str() {
            unit @ ("article" | "row") => format!("{unit}s"),
            column => format!("the {} values of '{column}'", self.n_clusters),
        };
        format!(
            "'{}' by {method}, on {} rows{articles}; 95 % intervals over {clusters}",
            self.label_column, self.n
        )
    }

    /// All tables of the report, in the order to read them.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables =
            vec![self.scores_table(), self.labels_table(), self.confusion_table(), self.others_table()];
        tables.extend(self.disagreements_table());
        tables.extend([self.trust_table(), self.bins_table()]);
        tables.extend(self.slicing_tables());
        tables.extend(self.learning_curve_table());
        tables
    }

    /// The figures of all rows.
    pub fn scores_table(&self) -> Table {
        let mut table = Table::new("Scores", &["score", "value", "95 % interval"]);
        if !self.repeats.is_empty() {
            table.header.push("range of the repeats".into());
        }
        let names = ["accuracy", "balanced accuracy", "macro-F1", "log-loss"];
        for (place, (name, (value, interval))) in names.into_iter().zip(each(&self.scores)).enumerate() {
            let mut row = vec![name.to_owned(), figure(value), self.interval(interval, self.n_clusters)];
            let repeats: Vec<f64> =
                self.repeats.iter().filter_map(|figures| figures.to_vec()[place]).collect();
            if !repeats.is_empty() {
                let low = repeats.iter().copied().fold(f64::INFINITY, f64::min);
                let high = repeats.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                row.push(format!("{low:.3} to {high:.3}"));
            }
            table.rows.push(row);
        }
        table
    }

    /// The figures of each label.
    pub fn labels_table(&self) -> Table {
        let mut table = Table::new("Labels", &["label", "precision", "recall", "F1", "rows"]);
        let cell = |value: Option<f64>, interval, why: &str| match value {
            None => format!("n/a ({why})"),
            Some(_) => with_interval(&figure(value), interval),
        };
        for label in &self.labels {
            table.rows.push(vec![
                label.label.clone(),
                cell(label.precision, label.precision_interval, "0 predicted"),
                cell(label.recall, label.recall_interval, "0 rows"),
                cell(label.f1, label.f1_interval, "0 rows, 0 predicted"),
                label.support.to_string(),
            ]);
        }
        table
    }

    /// Which label was given to which.
    pub fn confusion_table(&self) -> Table {
        let mut table = Table::new("Confusion", &["true \\ predicted"]);
        table.header.extend(self.label_names.iter().cloned());
        for (name, counts) in self.label_names.iter().zip(self.confusion.counts()) {
            table.rows.push(std::iter::once(name.clone()).chain(counts.iter().map(u64::to_string)).collect());
        }
        table
    }

    /// The baselines, and the model that is compared with: how much better are the evaluated answers?
    pub fn others_table(&self) -> Table {
        let header = ["compared with", "accuracy", "this has more", "macro-F1", "this has more", "McNemar p"];
        let mut table = Table::new("Comparison", &header);
        let against = self.against.iter().map(|against| &against.other);
        for other in std::iter::once(&self.majority_baseline.other).chain(&self.baselines).chain(against) {
            table.rows.push(other_row(other));
        }
        table
    }

    /// How far the probabilities can be believed.
    pub fn trust_table(&self) -> Table {
        let trust = &self.calibration;
        let mut table = Table::new("Calibration", &["probabilities", "value", "by chance alone"]);
        let (given, before) =
            (&trust.given.reliability, trust.before.as_ref().map(|before| &before.reliability));
        let errors = |of: &Reliability| figure(Some(of.expected_calibration_error));
        let brier = with_interval(&figure(Some(given.brier_score)), trust.brier_score_interval);
        table.rows = vec![
            vec!["expected calibration error".into(), errors(given), figure(Some(trust.error_by_chance))],
            vec!["Brier score".into(), brier, String::new()],
        ];
        if let (Some(before), Some(temperature)) = (before, trust.temperature) {
            table.header.insert(2, "before the temperature".into());
            table.rows[0].insert(2, errors(before));
            table.rows[1].insert(2, figure(Some(before.brier_score)));
            table.rows.push(vec![
                "temperature".into(),
                figure(Some(temperature)),
                figure(Some(1.0)),
                String::new(),
            ]);
        }
        table
    }

    /// The bins of the reliability diagram.
    pub fn bins_table(&self) -> Table {
        let trust = &self.calibration;
        let mut table = Table::new("Reliability", &["bin", "rows", "mean probability", "right"]);
        for (number, bin) in trust.given.bins.iter().enumerate() {
            let mut row = vec![(number + 1).to_string(), bin.n.to_string()];
            row.extend([bin.confidence, bin.accuracy].map(|share| figure(Some(share))));
            table.rows.push(row);
        }
        if let Some(before) = &trust.before {
            table.header.extend(["before: mean probability", "right"].map(str::to_owned));
            for (row, bin) in table.rows.iter_mut().zip(&before.bins) {
                row.extend([bin.confidence, bin.accuracy].map(|share| figure(Some(share))));
            }
        }
        table
    }

    /// The rows on which two models differ.
    pub fn disagreements_table(&self) -> Option<Table> {
        let against = self.against.as_ref().filter(|against| !against.disagreements.is_empty())?;
        let n = against.disagreements.len();
        let shown = if n > SHOWN { format!(", the {SHOWN} surest") } else { String::new() };
        let title = format!("{n} rows labelled differently by {}{shown}", against.other.name);
        let mut table = Table::new(title, &["text", "row", "true", "this", "p", "other", "p"]);
        for found in against.disagreements.iter().take(SHOWN) {
            table.rows.push(vec![
                found.text.clone(),
                found.row.to_string(),
                found.truth.clone(),
                found.label.clone(),
                format!("{:.2}", found.probability),
                found.other_label.clone(),
                format!("{:.2}", found.other_probability),
            ]);
        }
        Some(table)
    }

    /// The figures of parts of the rows.
    pub fn slicing_tables(&self) -> Vec<Table> {
        let unit = if self.cluster == "row" { "units" } else { &format!("{}s", self.cluster) };
        let table = |slicing: &super::slices::Slicing| {
            let by = if slicing.built_in { slicing.by.clone() } else { format!("column '{}'", slicing.by) };
            let mut table =
                Table::new(format!("By {by}"), &[&slicing.by, "rows", unit, "accuracy", "macro-F1"]);
            for slice in &slicing.slices {
                let [accuracy, _, macro_f1, _] =
                    each(&slice.scores).map(|(value, interval)| with_interval(&figure(value), interval));
                let counts = [slice.n.to_string(), slice.n_clusters.to_string()];
                table.rows.push(
                    [slice.value.clone()].into_iter().chain(counts).chain([accuracy, macro_f1]).collect(),
                );
            }
            table
        };
        self.slicings.iter().map(table).collect()
    }

    /// The figures with fewer training rows.
    pub fn learning_curve_table(&self) -> Option<Table> {
        let unit = format!("training {}s", self.cluster);
        let mut table = Table::new("Learning curve", &[&unit, "training rows", "accuracy", "macro-F1"]);
        for point in &self.learning_curve {
            let [accuracy, _, macro_f1, _] =
                each(&point.scores).map(|(value, interval)| with_interval(&figure(value), interval));
            let counts =
                [format!("{:.1}", point.n_clusters).replace(".0", ""), format!("{:.0}", point.n_rows)];
            table.rows.push(counts.into_iter().chain([accuracy, macro_f1]).collect());
        }
        (!table.rows.is_empty()).then_some(table)
    }

    /// An interval, or why there is none.
    fn interval(&self, interval: Option<Interval>, n_clusters: usize) -> String {
        match interval {
            Some(Interval { low, high }) => format!("{low:.3} to {high:.3}"),
            None if n_clusters < 2 => format!("n/a (1 {})", self.cluster),
            None => "n/a (no variation)".into(),
        }
    }
}

/// Accuracy, balanced accuracy, macro-F1 and log-loss with their intervals.
fn each(scores: &Scores) -> [(Option<f64>, Option<Interval>); 4] {
    let figures = scores.figures;
    [
        (Some(figures.accuracy), scores.accuracy_interval),
        (Some(figures.balanced_accuracy), scores.balanced_accuracy_interval),
        (Some(figures.macro_f1), scores.macro_f1_interval),
        (figures.log_loss, scores.log_loss_interval),
    ]
}

fn other_row(other: &Other) -> Vec<String> {
    let more =
        |difference: &Difference| with_interval(&format!("{:+.3}", difference.value), difference.interval);
    vec![
        other.name.clone(),
        figure(Some(other.figures.accuracy)),
        more(&other.difference.accuracy),
        figure(Some(other.figures.macro_f1)),
        more(&other.difference.macro_f1),
        match other.mcnemar.p_value {
            p if p < 0.0001 => "< 0.0001".into(),
            p => format!("{p:.4}"),
        },
    ]
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "n/a".into(), |value| format!("{value:.3}"))
}

fn with_interval(value: &str, interval: Option<Interval>) -> String {
    match interval {
        Some(Interval { low, high }) => format!("{value} ({low:.3} to {high:.3})"),
        None => format!("{value} (n/a)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_keeps_cells_whole() {
        let mut table = Table::new("t", &["a", "b"]);
        table.rows.push(vec!["x|y\nz".into(), "1".into()]);
        assert_eq!(table.markdown(), "| a | b |\n|---|---:|\n| x\\|y z | 1 |\n");
    }
}
