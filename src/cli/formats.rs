//! Predictions as CSV and JSON lines: which columns there are, and one row.

use std::io::Write;

use serde::ser::{Serialize, SerializeMap, Serializer};
use standpoint::Classifier;
use standpoint::article::{Attribution, Kind};

use super::Failure;
use super::answers::{Answer, Models, note};
use super::counted::Grouping;
use super::inputs::Item;
use super::speakers::{quotations, side};

/// The columns that stand first for sentences of articles.
const PLACE: [&str; 10] =
    ["article", "n", "kind", "start", "end", "char_start", "char_end", "text", "speaker", "side"];

/// The columns of the output.
pub struct Layout<'a> {
    models: &'a Models,
    /// Whether rows are sentences of articles.
    of_articles: bool,
    /// The input's own columns that are carried through, under their names in the output.
    carried: Vec<String>,
    /// For each model: the label column, one for each label's probability, one for the explanation.
    answers: Vec<AnswerColumns>,
    /// What rows are counted by.
    grouping: Grouping,
}

struct AnswerColumns {
    label: String,
    probabilities: Vec<String>,
    json_probabilities: String,
    json_set: String,
    explanation: String,
}

/// Where a sentence of an article stands, and who states it.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The name of the article.
    pub article: &'a str,
    /// The folder of its file.
    pub folder: &'a str,
    /// The sentence.
    pub item: &'a Item,
    /// Who states it, and by how much the spans there are moved.
    pub attribution: Option<(&'a Attribution, usize)>,
}

/// One row of the output.
pub struct Row<'a> {
    /// The article and the sentence's place in it, if rows are sentences of articles.
    pub place: Option<Place<'a>>,
    /// The input's own cells, one for each carried column.
    pub carried: Vec<&'a str>,
    /// The text that was classified.
    pub text: &'a str,
    /// The answer of each model.
    pub answers: &'a [Answer],
    /// The language of the article, in its first row.
    pub language: Option<&'static str>,
}

impl<'a> Layout<'a> {
    /// The layout for these models and carried columns. A label column that is named like one of the output's
    /// own becomes `NAME_label`, a carried column that is named like one of these `NAME_given`.
    pub fn new(models: &'a Models, of_articles: bool, carried: &[&str]) -> Self {
        let several = models.classifiers.len() > 1;
        let of_output =
            |name: &str| name == "note" || of_articles && (PLACE.contains(&name) || name == "quotations");
        let columns = |classifier: &Classifier| {
            let mut label = classifier.description().label_column.clone();
            if of_output(&label) {
                label += "_label";
            }
            let prefix = if several { format!("p_{label}_") } else { "p_".into() };
            AnswerColumns {
                probabilities: classifier.labels().iter().map(|name| format!("{prefix}{name}")).collect(),
                json_probabilities: format!("{label}_probabilities"),
                json_set: format!("{label}_set"),
                explanation: format!("{label}_explanation"),
                label,
            }
        };
        let answers: Vec<AnswerColumns> = models.classifiers.iter().map(columns).collect();
        let taken = |name: &str| {
            let own = |columns: &AnswerColumns| {
                columns.label == name
                    || columns.probabilities.iter().any(|column| column == name)
                    || columns.json_probabilities == name
                    || columns.json_set == name
                    || columns.explanation == name
            };
            of_output(name) || answers.iter().any(own)
        };
        let carried = carried
            .iter()
            .map(|&name| if taken(name) { format!("{name}_given") } else { name.to_owned() })
            .collect();
        Self { models, of_articles, carried, answers, grouping: Grouping::default() }
    }

    /// The same, for rows that are counted by some columns.
    pub fn grouped(self, grouping: Grouping) -> Self {
        Self { grouping, ..self }
    }

    /// What rows are counted by.
    pub fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// Whether rows are sentences of articles.
    pub fn of_articles(&self) -> bool {
        self.of_articles
    }

    /// The name and the side of who states a sentence.
    pub fn speaker<'b>(
        &'b self,
        attribution: Option<(&'b Attribution, usize)>,
    ) -> (Option<&'b str>, Option<&'b str>) {
        let source = attribution.and_then(|(attribution, _)| attribution.source.as_ref());
        let side =
            source.zip(self.models.lexicon()).and_then(|(source, lexicon)| side(&source.speaker, lexicon));
        (source.map(|source| &*source.speaker.name), side)
    }

    /// The header of the CSV.
    pub fn write_csv_header(&self, writer: &mut csv::Writer<Vec<u8>>) -> Result<(), Failure> {
        if self.of_articles {
            PLACE.iter().try_for_each(|column| writer.write_field(column))?;
        }
        self.carried.iter().try_for_each(|column| writer.write_field(column))?;
        for columns in &self.answers {
            writer.write_field(&columns.label)?;
            columns.probabilities.iter().try_for_each(|column| writer.write_field(column))?;
            if self.models.explain > 0 {
                writer.write_field(&columns.explanation)?;
            }
        }
        writer.write_field("note")?;
        writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// One row of the CSV.
    pub fn write_csv_row(&self, row: &Row, writer: &mut csv::Writer<Vec<u8>>) -> Result<(), Failure> {
        if let Some(Place { article, item, attribution, .. }) = row.place {
            writer.write_field(article)?;
            writer.write_field(item.n.to_string())?;
            writer.write_field(item.kind.name())?;
            for span in [&item.span, &item.char_span] {
                let ends = span.as_ref().map(|span| (span.start.to_string(), span.end.to_string()));
                let (start, end) = ends.unwrap_or_default();
                writer.write_field(start)?;
                writer.write_field(end)?;
            }
            writer.write_field(row.text)?;
            let (speaker, side) = self.speaker(attribution);
            writer.write_field(speaker.unwrap_or_default())?;
            writer.write_field(side.unwrap_or_default())?;
        }
        row.carried.iter().try_for_each(|cell| writer.write_field(cell))?;
        for (answer, classifier) in row.answers.iter().zip(&self.models.classifiers) {
            writer.write_field(answer.shown(classifier))?;
            for &probability in &answer.probabilities {
                writer.write_field(six_decimals(probability))?;
            }
            if self.models.explain > 0 {
                writer.write_field(explained(answer, "; "))?;
            }
        }
        writer.write_field(note(self.models, row.answers, row.language))?;
        writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// One row as a JSON object on a line.
    pub fn write_json_row(&self, row: &Row, mut output: impl Write) -> Result<(), Failure> {
        serde_json::to_writer(&mut output, &JsonRow { layout: self, row })?;
        output.write_all(b"\n").map_err(Failure::from)
    }
}

/// The contributions of an answer in words: `words 'moscow' +0.82`.
pub fn explained(answer: &Answer, between: &str) -> String {
    let parts =
        answer.contributions.iter().map(|part| format!("{} '{}' {:+.2}", part.block, part.gram, part.amount));
    parts.collect::<Vec<_>>().join(between)
}

/// A probability with six decimals. (Eight bytes, written without the machinery of `format!`.)
fn six_decimals(probability: f64) -> [u8; 8] {
    let mut millionths = (probability * 1e6).round() as u32;
    let mut digits = *b"0.000000";
    for digit in digits.iter_mut().rev().take(6) {
        *digit += (millionths % 10) as u8;
        millionths /= 10;
    }
    digits[0] += millionths as u8;
    digits
}

struct JsonRow<'a> {
    layout: &'a Layout<'a>,
    row: &'a Row<'a>,
}

impl Serialize for JsonRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { layout, row } = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(Place { article, item, attribution, .. }) = row.place {
            map.serialize_entry("article", article)?;
            map.serialize_entry("n", &item.n)?;
            map.serialize_entry::<_, Kind>("kind", &item.kind)?;
            map.serialize_entry("start", &item.span.as_ref().map(|span| span.start))?;
            map.serialize_entry("end", &item.span.as_ref().map(|span| span.end))?;
            map.serialize_entry("char_start", &item.char_span.as_ref().map(|span| span.start))?;
            map.serialize_entry("char_end", &item.char_span.as_ref().map(|span| span.end))?;
            map.serialize_entry("text", row.text)?;
            let (speaker, side) = layout.speaker(attribution);
            map.serialize_entry("speaker", &speaker)?;
            map.serialize_entry("side", &side)?;
            let quoted = attribution.zip(layout.models.lexicon());
            let quoted =
                quoted.map_or_else(Vec::new, |((found, shift), lexicon)| quotations(found, shift, lexicon));
            map.serialize_entry("quotations", &quoted)?;
        } else {
            map.serialize_entry("text", row.text)?;
        }
        for (column, cell) in layout.carried.iter().zip(&row.carried) {
            map.serialize_entry(column, cell)?;
        }
        for ((answer, classifier), columns) in
            row.answers.iter().zip(&layout.models.classifiers).zip(&layout.answers)
        {
            map.serialize_entry(&columns.label, answer.shown(classifier))?;
            map.serialize_entry(&columns.json_probabilities, &ByLabel { classifier, answer })?;
            if let Some(doubt) = &answer.doubt {
                let set: Vec<&String> = doubt.set.iter().map(|&label| &classifier.labels()[label]).collect();
                map.serialize_entry(&columns.json_set, &set)?;
            }
            if layout.models.explain > 0 {
                let parts: Vec<_> = answer.contributions.iter().map(JsonContribution::from).collect();
                map.serialize_entry(&columns.explanation, &parts)?;
            }
        }
        let note = note(layout.models, row.answers, row.language);
        map.serialize_entry("note", &(!note.is_empty()).then_some(note))?;
        map.end()
    }
}

struct ByLabel<'a> {
    classifier: &'a Classifier,
    answer: &'a Answer,
}

impl Serialize for ByLabel<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.classifier.labels().iter().zip(&self.answer.probabilities))
    }
}

#[derive(serde::Serialize)]
struct JsonContribution<'a> {
    block: &'a str,
    gram: &'a str,
    amount: f64,
}

impl<'a> From<&'a standpoint::explanation::Contribution> for JsonContribution<'a> {
    fn from(part: &'a standpoint::explanation::Contribution) -> Self {
        Self { block: part.block, gram: &part.gram, amount: part.amount }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_have_six_decimals() {
        for (probability, written) in
            [(0.0, "0.000000"), (1.0, "1.000000"), (0.999_999_6, "1.000000"), (0.031_234_5, "0.031235")]
        {
            assert_eq!(six_decimals(probability), written.as_bytes(), "{probability}");
        }
    }
}
