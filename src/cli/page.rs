//! Predictions as a page: articles with each sentence shaded by its label, and beside it who states it.
//!
//! One file without script or network. A label is told by words, colour only repeats it; what can be operated
//! is native (radio buttons, details), so that keyboard and screen reader work.

use std::fmt::Write;

use standpoint::Classifier;
use standpoint::article::Kind;

use super::answers::{Answer, Models, UNCERTAIN, note};
use super::formats::{Layout, Row, explained};

/// Colours there are; with more labels they come again.
const COLORS: usize = 6;

/// The rows of one article, and how often the first model gave each label (and none, last).
pub struct Page {
    title: String,
    rows: String,
    counts: Vec<usize>,
}

/// What stands before all articles.
pub fn head(models: &Models) -> String {
    let mut rules = String::new();
    let mut choices =
        String::from("<label><input type=\"radio\" name=\"show\" id=\"all\" checked> all sentences</label>");
    for (place, name) in names(models).iter().enumerate() {
        let _ = writeln!(rules, "body:has(#show{place}:checked) li:not(.label{place}) {{ opacity: .22; }}");
        let _ = write!(
            choices,
            "<label class=\"{}\"><input type=\"radio\" name=\"show\" id=\"show{place}\"> <span class=\"key\"></span>{}</label>",
            color(place, models),
            escaped(name)
        );
    }
    let column = models.classifiers.first().map_or("", |model| model.description().label_column.as_str());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'\">\n<title>standpoint: {column}</title>\n<style>\n{}{rules}</style>\n</head>\n\
         <body>\n<header>\n<h1>Whose position does each sentence state?</h1>\n<p>Shaded by {column}: the stronger, the surer. \
         Labels are a model's guesses; the percentages are its probabilities.</p>\n<fieldset><legend>Show</legend>{choices}</fieldset>\n\
         </header>\n<main>\n",
        include_str!("page.css"),
        column = escaped(column),
    )
}

/// What stands after all articles.
pub fn foot(models: &Models) -> String {
    let model = |model: &Classifier| {
        let about = model.description();
        format!(
            "{} (trained on {} sentences)",
            escaped(&about.label_column),
            about.label_counts.iter().sum::<usize>()
        )
    };
    let models: Vec<String> = models.classifiers.iter().map(model).collect();
    format!(
        "</main>\n<footer>Made by standpoint {}; models: {}.</footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        models.join(", ")
    )
}

/// The names of the first model's labels, and of none where it may abstain.
fn names(models: &Models) -> Vec<String> {
    let labels = models.classifiers.first().map_or(&[][..], |model| model.labels());
    labels.iter().map(|name| spoken(name)).chain(models.abstain().then(|| UNCERTAIN.into())).collect()
}

/// The class of a label's colour; that behind the last label is none.
fn color(place: usize, models: &Models) -> String {
    match models.classifiers.first() {
        Some(model) if place < model.labels().len() => format!("c{}", place % COLORS),
        _ => "cu".into(),
    }
}

impl Page {
    /// An article without rows yet.
    pub fn new(title: &str, models: &Models) -> Self {
        let k = models.classifiers.first().map_or(0, |model| model.labels().len());
        Self { title: title.to_owned(), rows: String::new(), counts: vec![0; k + 1] }
    }

    /// Adds a sentence.
    pub fn row(&mut self, row: &Row, layout: &Layout, models: &Models) {
        let kind = row.place.map_or(Kind::Sentence, |place| place.item.kind);
        let (Some(answer), Some(model)) = (row.answers.first(), models.classifiers.first()) else { return };
        let text = escaped(row.text);
        let text = if kind == Kind::Heading { format!("<h3>{text}</h3>") } else { text };
        if kind == Kind::Boilerplate {
            let _ = writeln!(self.rows, "<li class=\"furniture\"><div class=\"text\">{text}</div></li>");
            return;
        }
        let k = model.labels().len();
        let place = if answer.doubt.is_some() { k } else { answer.label };
        self.counts[place] += 1;
        let class = format!("label{place} {}", color(place, models));
        // Nothing at the probability of a blind guess, everything at 1.
        let guess = 1.0 / k as f64;
        let strength = ((answer.probabilities[answer.label] - guess) / (1.0 - guess)).clamp(0.0, 1.0);
        let _ = writeln!(
            self.rows,
            "<li class=\"{class}\" style=\"--strength: {strength:.2}\"><div class=\"text\">{text}</div>\n<div class=\"note\">{}</div></li>",
            beside(row, layout, models)
        );
    }

    /// The article.
    pub fn finish(&self, models: &Models) -> String {
        let n: usize = self.counts.iter().sum();
        let (mut bar, mut keys, mut words) = (String::new(), String::new(), Vec::new());
        let counted =
            names(models).into_iter().zip(&self.counts).enumerate().filter(|(_, (_, count))| **count > 0);
        for (place, (name, &count)) in counted {
            let class = color(place, models);
            let percent = 100.0 * count as f64 / n as f64;
            let _ = write!(bar, "<span class=\"{class}\" style=\"flex: {count}\"></span>");
            let _ = write!(
                keys,
                "<span class=\"{class}\"><span class=\"key\"></span>{} {percent:.0}\u{a0}% ({count})</span>",
                escaped(&name)
            );
            words.push(format!("{} {percent:.0} percent", escaped(&name)));
        }
        let figure = if n == 0 {
            String::new()
        } else {
            format!(
                "<figure><div class=\"bar\" role=\"img\" aria-label=\"Shares of sentences: {}\">{bar}</div><figcaption>{keys}<span>of {n} \
                 sentences and headings, as counted</span></figcaption></figure>\n",
                words.join(", ")
            )
        };
        format!(
            "<article>\n<h2>{}</h2>\n{figure}<ol role=\"list\">\n{}</ol>\n</article>\n",
            escaped(&self.title),
            self.rows
        )
    }
}

/// What is said beside a sentence: labels, who states it, what is doubtful, and all probabilities on demand.
fn beside(row: &Row, layout: &Layout, models: &Models) -> String {
    let mut lines = String::new();
    for (number, (answer, model)) in row.answers.iter().zip(&models.classifiers).enumerate() {
        let shown = escaped(&spoken(answer.shown(model)));
        let percent = format!(" {:.0}\u{a0}%", 100.0 * answer.probabilities[answer.label]);
        let percent = if answer.doubt.is_some() { "" } else { &percent };
        let _ = match number {
            0 => write!(lines, "<b>{shown}</b>{percent}"),
            _ => write!(lines, "<br>{}: {shown}{percent}", escaped(&model.description().label_column)),
        };
    }
    if let (Some(speaker), side) = layout.speaker(row.place.and_then(|place| place.attribution)) {
        let side = side.map_or(String::new(), |side| format!(" ({})", escaped(side)));
        let _ = write!(lines, "<br>stated by {}{side}", escaped(speaker));
    }
    // Why a model abstains is long, and stands with the probabilities.
    let note = escaped(&note(models, row.answers, row.language));
    let why = if models.abstain() && !note.is_empty() { format!("<p>{note}</p>") } else { String::new() };
    if why.is_empty() && !note.is_empty() {
        let _ = write!(lines, "<br>{note}");
    }
    let tables: String = row
        .answers
        .iter()
        .zip(&models.classifiers)
        .map(|(answer, model)| probabilities(answer, model))
        .collect();
    let summary = if why.is_empty() { "probabilities" } else { "why, and probabilities" };
    format!("{lines}<details><summary>{summary}</summary>{why}{tables}</details>")
}

/// All probabilities of an answer, and what moved it if that was asked for.
fn probabilities(answer: &Answer, model: &Classifier) -> String {
    let mut table = format!("<table><caption>{}</caption>", escaped(&model.description().label_column));
    for (label, probability) in model.labels().iter().zip(&answer.probabilities) {
        let _ = write!(
            table,
            "<tr><th scope=\"row\">{}</th><td>{:.1} %</td></tr>",
            escaped(&spoken(label)),
            100.0 * probability
        );
    }
    table += "</table>";
    if !answer.contributions.is_empty() {
        let _ = write!(table, "<p>{}</p>", escaped(&explained(answer, ", ")));
    }
    table
}

/// A label as words.
fn spoken(label: &str) -> String {
    label.replace('_', " ")
}

/// A text as HTML has it, inside attributes too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            _ => escaped.push(c),
        }
    }
    escaped
}
