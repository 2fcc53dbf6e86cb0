//! Predictions as a table to read on a terminal.

use std::fmt::Write;
use std::io::IsTerminal;

use anstyle::{AnsiColor, Color, Style};
use standpoint::Classifier;
use standpoint::article::Kind;

use super::answers::{Models, UNCERTAIN, note};
use super::formats::{Row, explained};

/// When output is in colour.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How a table is drawn.
pub struct TableStyle {
    width: usize,
    color: bool,
}

/// The first model's labels, in alphabetical order, take these in turn: French blue, neutral plain,
/// Russian red. Other models' labels stay plain, so that a colour has one meaning.
const COLORS: [Option<AnsiColor>; 6] = [
    Some(AnsiColor::Blue),
    None,
    Some(AnsiColor::Red),
    Some(AnsiColor::Green),
    Some(AnsiColor::Magenta),
    Some(AnsiColor::Cyan),
];

/// The narrowest that texts are wrapped to.
const NARROWEST: usize = 24;

impl TableStyle {
    /// The style for standard output.
    pub fn new(choice: ColorChoice) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let wanted = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
        Self { width, color: choice == ColorChoice::Always || (choice == ColorChoice::Auto && wanted) }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// The line above an article's sentences.
    pub fn title(&self, name: &str) -> String {
        format!("\n{}\n", self.paint(Style::new().bold().underline(), name))
    }

    /// The names of the columns.
    pub fn header(&self, models: &Models) -> String {
        let mut line = String::new();
        for classifier in &models.classifiers {
            let _ = write!(
                line,
                "{:width$}    p  ",
                classifier.description().label_column,
                width = label_width(models, classifier)
            );
        }
        self.paint(Style::new().bold(), &format!("{line}text")) + "\n"
    }

    /// One row: labels with their probabilities, the text wrapped beside them.
    pub fn row(&self, row: &Row, models: &Models) -> String {
        let mut lead = String::new();
        let mut lead_width = 0;
        for (place, (answer, classifier)) in row.answers.iter().zip(&models.classifiers).enumerate() {
            let width = label_width(models, classifier);
            let label = answer.shown(classifier);
            let padding = " ".repeat(width - textwrap::core::display_width(label));
            let color =
                if place == 0 && answer.doubt.is_none() { COLORS[answer.label % COLORS.len()] } else { None };
            let style = Style::new().fg_color(color.map(Color::Ansi));
            let percent = (answer.probabilities[answer.label] * 100.0).round();
            let _ = write!(lead, "{}{padding} {percent:>3}%  ", self.paint(style, label));
            lead_width += width + 7;
        }
        let heading = row.place.is_some_and(|place| place.item.kind == Kind::Heading);
        let furniture = row.place.is_some_and(|place| place.item.kind == Kind::Boilerplate);
        let style = match (heading, furniture) {
            (true, _) => Style::new().bold(),
            (_, true) => Style::new().dimmed(),
            _ => Style::new(),
        };
        let width = self.width.saturating_sub(lead_width).max(NARROWEST);
        let indent = " ".repeat(lead_width);
        let mut lines: Vec<String> =
            textwrap::wrap(row.text, width).iter().map(|line| self.paint(style, line)).collect();
        let dim = Style::new().dimmed();
        let explanations =
            row.answers.iter().map(|answer| explained(answer, ", ")).filter(|line| !line.is_empty());
        let remark = Some(note(models, row.answers, row.language)).filter(|note| !note.is_empty());
        for line in explanations.chain(remark.map(|note| format!("({note})"))) {
            lines.extend(textwrap::wrap(&line, width).iter().map(|line| self.paint(dim, line)));
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        format!("{lead}{}\n", lines.join(&format!("\n{indent}")))
    }
}

fn label_width(models: &Models, classifier: &Classifier) -> usize {
    let labels = classifier.labels().iter().chain([&classifier.description().label_column]);
    labels
        .map(String::as_str)
        .chain(models.abstain().then_some(UNCERTAIN))
        .map(textwrap::core::display_width)
        .max()
        .unwrap_or(0)
}
