//! What holds for every text, checked on random ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::corpus;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use standpoint::article::{
    Attribution, Lexicon, Quotations, Segment, extract, lines, segments, segments_with, split,
};
use standpoint::features::{FeatureSettings, Features, Samples, fold, pieces, words};
use standpoint::{Classifier, Corpus, TrainSettings, builtin, explain};
use unicode_normalization::UnicodeNormalization;

/// The built-in models, which have three and five labels, and one that has two.
static MODELS: LazyLock<Vec<Classifier>> = LazyLock::new(|| {
    let mood = corpus("tests/golden/sentences.csv", "mood");
    let mut models = builtin::all().unwrap();
    models.push(Classifier::train(&mood, &TrainSettings::default()).unwrap());
    models
});

/// Models of many labels, by words and by characters.
static WIDE: LazyLock<Vec<Classifier>> = LazyLock::new(|| {
    let row = |i: usize| {
        let words = (0..9).map(|at| TRICKY[(i * 7 + at * (i % 5 + 1)) % TRICKY.len()]);
        (words.collect::<Vec<_>>().join(" "), format!("label {}", i % 20))
    };
    let rows: Vec<(String, String)> = (0..200).map(row).collect();
    let corpus = Corpus::from_pairs(rows.iter().map(|(text, label)| (&**text, &**label))).unwrap();
    let train = |features: &str| {
        let settings = TrainSettings { features: features.parse().unwrap(), ..TrainSettings::default() };
        Classifier::train(&corpus, &settings).unwrap()
    };
    vec![train("words:1-2"), train("words:1-2,characters:3-5")]
});

/// The built-in tables.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::builtin().unwrap());

/// Cases for each property; the seed is fixed, so that a failure is the same everywhere.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Pieces of text that tokens, sentences and normal forms trip over.
const TRICKY: [&str; 40] = [
    "Moscow",
    "Paris",
    "Kremlin said",
    "the French president",
    "will",
    "a",
    "I",
    "7",
    "2,5",
    "x_1",
    "don't",
    "don’t",
    "cease-fire",
    ".",
    "!",
    "?",
    "…",
    ". ",
    "\n",
    "\r\n",
    "\u{a0}",
    "\u{2028}",
    "\u{85}",
    "\t",
    " ",
    "«",
    "»",
    "\"",
    "Élysée",
    "e\u{301}",
    "\u{301}",
    "İstanbul",
    "ΟΔΟΣ ",
    "ẞ",
    "ﬁ",
    "Россия",
    "й",
    "한국",
    "中文",
    "👍🏽",
];

/// Text as it comes: any characters, tricky pieces, and ordinary words.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        vec(any::<char>(), 0..40).prop_map(String::from_iter),
        vec(proptest::sample::select(&TRICKY[..]), 0..30).prop_map(|parts| parts.concat()),
        vec(proptest::sample::select(&TRICKY[..]), 0..30).prop_map(|parts| parts.join(" ")),
    ]
}

/// Rows that rules about lines look at.
const ROWS: [&str; 24] = [
    "Read also:\n",
    "Tags\n",
    "Related articles\n\n",
    "facebook twitter\n",
    "By Anna Berg, Paris\n",
    "March 2, 2019 / 14:05\n",
    "The Kremlin, Moscow\n\n",
    "* * *\n",
    "Question:\n",
    "Question (Lake Radio): And now?\n",
    "Anna Berg (in French): Thank you.\n\n",
    "Anna Berg:\n",
    "ANNA BERG\n",
    "PARIS, Sept 9 (AFP) - The ministers met on Monday.\n",
    "MOSCOW, May 1. /RNA/. \n",
    "Moscow, 2 November. \n",
    "© Anna Berg/RNA\n",
    "Name *\n",
    "• one more\n",
    "The two sides signed an agreement after nine years of quarrels about\n",
    "who pays for the pier, and nobody was satisfied in the end with it,\n",
    "as a spokeswoman said. The first ship will sail in June.\n\n",
    "What next?\n\n",
    "Copyright © 2020 The Ledger. All rights reserved.\n",
];

fn row() -> impl Strategy<Value = String> {
    let known = || proptest::sample::select(&ROWS[..]).prop_map(str::to_owned);
    prop_oneof![known(), known(), known(), text().prop_map(|text| text + "\n"), text()]
}

fn probabilities(model: &Classifier, text: &str) -> Vec<f64> {
    model.predictor().predict(text).probabilities.to_vec()
}

/// Spans are in order, apart from each other, not empty, and on character boundaries.
fn are_spans(text: &str, spans: &[Range<usize>]) -> bool {
    let inside = |span: &Range<usize>| span.start < span.end && text.get(span.clone()).is_some();
    spans.iter().all(inside) && spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

/// Spans are as they should be, begin and end with a character, and leave only white space out.
fn are_trimmed_and_cover(text: &str, spans: &[Range<usize>]) -> bool {
    let all: String = spans.iter().map(|span| &text[span.clone()]).collect();
    are_spans(text, spans)
        && spans.iter().all(|span| text[span.clone()].trim() == &text[span.clone()])
        && without_white_space(&all) == without_white_space(text)
}

/// Little but the marks that may part sentences, and what stands around them.
fn marks() -> impl Strategy<Value = String> {
    let piece = select(&MARKS[..]).prop_map(String::from);
    vec(prop_oneof![8 => piece, 1 => any::<char>().prop_map(String::from)], 0..40)
        .prop_map(|parts| parts.concat())
}

const MARKS: [&str; 40] = [
    ".", ".", "...", "…", ". . .", "!", "?", "\"", "\"", "“", "”", "„", "«", "»", "'", "’", "(", ")", "[",
    "]", "[1]", " ", " ", " ", "\n", "\u{a0}", "\u{2028}", "\u{0}", "A", "the", "The", "Mr", "p.m", "U.S",
    "1", "2", "•", "— ", "é", "İ",
];

const TAGS: [&str; 24] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<table>",
    "<td>",
    "</table>",
    "<ul>",
    "<li>",
    "<br>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<a href='x",
    "<p class=\"",
    ">",
    "<",
    "&amp;",
    "They met, and they left. ",
];

/// What the reading of who speaks trips over.
const SPEECH: [&str; 72] = [
    "Macron",
    "Lavrov",
    "Emmanuel Macron",
    "Sergei Lavrov",
    "the Kremlin",
    "Kremlin",
    "Paris",
    "Moscow",
    "Paris's",
    "the French president",
    "Russian",
    "French",
    "Anna Berg",
    "V. Petrov",
    "the minister",
    "minister",
    "spokesman",
    "his spokesman",
    "his French counterpart",
    "president of",
    "of France",
    "of the",
    "one of the",
    "both sides",
    "he",
    "she",
    "it",
    "we",
    "I",
    "they",
    "who",
    "which",
    "that",
    "said",
    "says",
    "told",
    "adding",
    "to say",
    "was told by",
    "rejected",
    "stressed",
    "according to",
    "in the view of",
    "in",
    "for",
    "and",
    "but",
    "while",
    ",",
    ",",
    ".",
    ". ",
    ":",
    ": ",
    ";",
    "-",
    " — ",
    "(",
    ")",
    "\"",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'s",
    "«",
    "»",
    "\n",
    "\n\n",
    "Question:",
    "* * *",
];

/// Articles in which somebody may speak.
fn speech() -> impl Strategy<Value = String> {
    let piece = || select(&SPEECH[..]).prop_map(String::from);
    prop_oneof![
        3 => vec(prop_oneof![12 => piece(), 1 => text()], 0..60).prop_map(|parts| parts.join(" ")),
        1 => vec(prop_oneof![12 => piece(), 1 => any::<char>().prop_map(String::from)], 0..60)
            .prop_map(|parts| parts.concat()),
        1 => vec(row(), 0..12).prop_map(|rows| rows.concat()),
        1 => text(),
        1 => marks(),
    ]
}

/// Spans lie inside their text, and quotations inside their segment, in order and apart.
fn spans_are_good(text: &str, segment: &Segment, attribution: &Attribution) -> bool {
    let quotations: Vec<_> = attribution.quotations.iter().map(|quotation| quotation.span.clone()).collect();
    let names: Vec<_> = attribution.names.iter().map(|(span, _)| span.clone()).collect();
    let inside = |span: &Range<usize>| segment.span.start <= span.start && span.end <= segment.span.end;
    let quoted = attribution.quotations.iter().filter_map(|quotation| quotation.speaker.as_ref());
    let source = attribution.source.as_ref().map(|source| &source.speaker);
    let speakers = quoted.chain(source).chain(&attribution.subject);
    let n_sides = LEXICON.sides().len();
    are_spans(text, &quotations)
        && are_spans(text, &names)
        && quotations.iter().chain(&names).all(inside)
        && speakers.into_iter().all(|speaker| {
            // Empty behind a reporter's short question.
            text.get(speaker.mention.clone()).is_some()
                && speaker.side.is_none_or(|side| usize::from(side) < n_sides)
        })
        && attribution.names.iter().all(|&(_, side)| usize::from(side) < n_sides)
        && attribution
            .quotations
            .iter()
            .all(|quotation| quotation.speaker.is_some() == quotation.evidence.is_some())
}

/// The text of a segment with its names that tell a side replaced by the side.
fn with_sides(text: &str, segment: &Segment, attribution: &Attribution) -> String {
    let (mut masked, mut at) = (String::new(), segment.span.start);
    for (name, side) in &attribution.names {
        masked += &text[at..name.start];
        masked += "side_";
        masked += &LEXICON.sides()[usize::from(*side)];
        at = name.end;
    }
    masked + &text[at..segment.span.end]
}

fn without_white_space(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn probabilities_are_finite_and_sum_to_one(text in text()) {
        for model in &*MODELS {
            let mut predictor = model.predictor();
            let prediction = predictor.predict(&text);
            prop_assert_eq!(prediction.probabilities.len(), model.labels().len());
            prop_assert!(prediction.probabilities.iter().all(|p| p.is_finite() && (0.0..=1.0).contains(p)));
            let sum: f64 = prediction.probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() <= 1e-12, "sum {}", sum);
            prop_assert!(prediction.probabilities.iter().all(|&p| p <= prediction.probabilities[prediction.label]));
        }
    }

    #[test]
    fn predictions_do_not_depend_on_the_texts_around(texts in vec(text(), 1..8), order in any::<proptest::sample::Index>()) {
        for model in &*MODELS {
            let alone: Vec<_> = texts.iter().map(|text| probabilities(model, text)).collect();
            let mut predictor = model.predictor();
            for step in 0..2 * texts.len() {
                let at = (order.index(texts.len()) + 3 * step) % texts.len();
                prop_assert_eq!(predictor.predict(&texts[at]).probabilities, &*alone[at]);
            }
        }
    }

    #[test]
    fn white_space_at_the_end_changes_no_prediction(text in text()) {
        for model in &*MODELS {
            let expected = probabilities(model, &text);
            for end in ["\n", "\r\n", " ", "\n\n"] {
                prop_assert_eq!(&probabilities(model, &format!("{text}{end}")), &expected);
            }
        }
    }

    #[test]
    fn normal_forms_have_the_same_prediction(text in text()) {
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        for model in &*MODELS {
            let expected = probabilities(model, &text);
            prop_assert_eq!(&probabilities(model, &composed), &expected, "composed");
            prop_assert_eq!(&probabilities(model, &decomposed), &expected, "decomposed");
        }
    }

    #[test]
    fn tokens_have_good_spans(text in text()) {
        let words: Vec<_> = words(&text).collect();
        let pieces: Vec<_> = pieces(&text).collect();
        prop_assert!(are_spans(&text, &words), "{:?}", words);
        prop_assert!(are_spans(&text, &pieces), "{:?}", pieces);
        prop_assert!(words.iter().all(|span| text[span.clone()].starts_with(|c: char| c.is_alphanumeric() || c == '_')));
        let all: String = pieces.iter().map(|span| &text[span.clone()]).collect();
        prop_assert_eq!(all, without_white_space(&text));
    }

    #[test]
    fn segments_cover_the_text(text in prop_oneof![text(), marks()]) {
        for quotations in [Quotations::Split, Quotations::Whole] {
            let spans: Vec<_> = segments_with(&text, quotations).into_iter().map(|segment| segment.span).collect();
            prop_assert!(are_trimmed_and_cover(&text, &spans), "{:?}: {:?}", quotations, spans);
            let spans: Vec<_> = split(&text, quotations).collect();
            prop_assert!(are_trimmed_and_cover(&text, &spans), "{:?}: {:?}", quotations, spans);
        }
    }

    #[test]
    fn whole_quotations_only_join_sentences(text in marks()) {
        let ends = |quotations| split(&text, quotations).map(|span| span.end).collect::<Vec<_>>();
        let split = ends(Quotations::Split);
        prop_assert!(ends(Quotations::Whole).iter().all(|end| split.contains(end)));
    }

    #[test]
    fn any_page_is_read_or_refused(parts in vec(prop_oneof![any::<String>(), select(&TAGS[..]).prop_map(String::from)], 0..60)) {
        if let Ok(page) = extract(&parts.concat()) {
            prop_assert_eq!(page.body.trim(), &page.body);
        }
    }

    #[test]
    fn lines_cover_the_text(rows in vec(row(), 0..24)) {
        let text = rows.concat();
        let lines = lines(&text);
        let spans: Vec<_> = lines.iter().map(|line| line.span.clone()).collect();
        prop_assert!(are_spans(&text, &spans), "{:?}", spans);
        let all: String = spans.iter().map(|span| &text[span.clone()]).collect();
        prop_assert_eq!(without_white_space(&all), without_white_space(&text));
        prop_assert!(lines.iter().all(|line| line.kind == line.rule.kind()));
        let kinds = |text: &str| standpoint::article::lines(text).into_iter().map(|line| line.rule).collect::<Vec<_>>();
        prop_assert_eq!(kinds(&format!("{text}\n \n")), kinds(&text));
    }

    #[test]
    fn attributions_stand_in_their_text(text in speech()) {
        let segments = segments(&text);
        let attributions = LEXICON.attribute(&text, &segments);
        prop_assert_eq!(attributions.len(), segments.len());
        for (segment, attribution) in segments.iter().zip(&attributions) {
            prop_assert!(spans_are_good(&text, segment, attribution), "{:?}: {:#?}", segment, attribution);
        }
        prop_assert_eq!(format!("{:?}", LEXICON.attribute(&text, &segments)), format!("{attributions:?}"));
        let whole = segments_with(&text, Quotations::Whole);
        prop_assert_eq!(LEXICON.attribute(&text, &whole).len(), whole.len());
    }

    #[test]
    fn samples_have_sides_in_place_of_names(text in speech()) {
        let settings: FeatureSettings = "words:1-2,context,cues".parse().unwrap();
        let segments = segments(&text);
        let attributions = LEXICON.attribute(&text, &segments);
        let samples = Samples::of_article(&text, &segments, &attributions, &LEXICON, &settings);
        prop_assert_eq!(samples.len(), segments.len());
        for (row, (segment, attribution)) in segments.iter().zip(&attributions).enumerate() {
            prop_assert_eq!(samples.get(row).words, with_sides(&text, segment, attribution));
        }
    }

    #[test]
    fn contributions_sum_to_the_logit(text in text()) {
        for model in &*MODELS {
            let mut predictor = model.predictor();
            let prediction = predictor.predict(&text);
            if prediction.nothing_known {
                prop_assert!(explain(model, &text, 0).contributions.is_empty());
                continue;
            }
            let logs: Vec<f64> = prediction.probabilities.iter().map(|p| p.ln()).collect();
            let logits: Vec<f64> = (0..logs.len()).map(|label| explain(model, &text, label).logit()).collect();
            // Two labels share one score: the logit of one is the logarithm of their odds.
            if let [first, second] = logits[..] {
                prop_assert!((second - (logs[1] - logs[0])).abs() <= 1e-6 && first == -second);
                continue;
            }
            for label in 1..logs.len() {
                let (found, expected) = (logits[label] - logits[0], logs[label] - logs[0]);
                prop_assert!((found - expected).abs() <= 1e-6, "{} and {}", found, expected);
            }
        }
    }

    #[test]
    fn a_stream_has_the_answers_of_single_texts(texts in vec(vec(text(), 1..20), 1..8)) {
        let texts: Vec<String> = texts.iter().map(|parts| parts.join(" ")).collect();
        for model in MODELS.iter().chain(&*WIDE) {
            let (mut plain, mut stream) = (model.predictor(), model.stream_predictor());
            for text in &texts {
                let (expected, found) = (plain.predict(text), stream.predict(text));
                prop_assert_eq!((found.label, found.nothing_known), (expected.label, expected.nothing_known));
                for (found, expected) in found.probabilities.iter().zip(expected.probabilities) {
                    prop_assert!((found - expected).abs() <= 1e-12, "{} and {}", found, expected);
                }
                let mut alone = model.stream_predictor();
                prop_assert_eq!(found, alone.predict(text));
            }
        }
    }

    #[test]
    fn transforming_a_training_text_gives_its_row(texts in vec(text(), 1..12)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (features, rows) = Features::fit(&Samples::plain(&texts), &FeatureSettings::default()).unwrap();
        let mut transformer = features.transformer();
        for (row, text) in texts.iter().enumerate() {
            let (columns, values): (Vec<u32>, Vec<f32>) = transformer.transform((*text).into()).iter().copied().unzip();
            prop_assert_eq!((&*columns, &*values), rows.row(row));
        }
    }

    #[test]
    fn features_equal_a_plain_tfidf(texts in vec(text(), 1..12)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        for (settings, grams, min_df) in [
            ("words:1-2", word_grams as fn(&str) -> Vec<String>, 2),
            ("characters:3-5", character_grams, 3),
        ] {
            let expected = plain_tfidf(&texts, grams, min_df);
            let (features, rows) = Features::fit(&Samples::plain(&texts), &settings.parse().unwrap()).unwrap();
            for (row, expected) in expected.iter().enumerate() {
                let (columns, values) = rows.row(row);
                let named = columns.iter().map(|&column| features.name(column as usize).unwrap().1.to_owned());
                let found: BTreeMap<String, f32> = named.zip(values.iter().copied()).collect();
                prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
                for (gram, value) in expected {
                    prop_assert!((f64::from(found[gram]) - value).abs() <= 1e-6, "{:?} in {:?}", gram, texts[row]);
                }
            }
        }
    }
}

fn word_grams(text: &str) -> Vec<String> {
    let folded: Vec<String> =
        words(text).map(|span| fold(&text[span], &mut String::new()).to_owned()).collect();
    (1..=2).flat_map(|n| folded.windows(n)).map(|gram| gram.join(" ")).collect()
}

fn character_grams(text: &str) -> Vec<String> {
    let mut grams = Vec::new();
    for piece in text.split_whitespace() {
        let padded: Vec<char> = format!(" {} ", fold(piece, &mut String::new())).chars().collect();
        (3..=5).for_each(|n| grams.extend(padded.windows(n).map(String::from_iter)));
    }
    grams
}

/// TF-IDF by the book, with strings in sorted maps.
fn plain_tfidf(texts: &[&str], grams: fn(&str) -> Vec<String>, min_df: usize) -> Vec<BTreeMap<String, f64>> {
    let counts: Vec<BTreeMap<String, f64>> = texts
        .iter()
        .map(|text| {
            let mut counts = BTreeMap::new();
            for gram in grams(text) {
                *counts.entry(gram).or_default() += 1.0;
            }
            counts
        })
        .collect();
    let frequency = |gram: &str| counts.iter().filter(|counts| counts.contains_key(gram)).count();
    let idf = |gram: &str| ((1.0 + texts.len() as f64) / (1.0 + frequency(gram) as f64)).ln() + 1.0;
    let weighed = counts.iter().map(|counts| {
        let kept = counts.iter().filter(|(gram, _)| frequency(gram) >= min_df);
        let row: BTreeMap<_, _> =
            kept.map(|(gram, tf)| (gram.clone(), (1.0 + tf.ln()) * idf(gram))).collect();
        let norm = row.values().map(|value| value * value).sum::<f64>().sqrt();
        row.into_iter().map(|(gram, value)| (gram, value / norm)).collect()
    });
    weighed.collect()
}

/// Texts that would take minutes if any sentence were read with a look at all that stands before it.
const REPEATED: [&str; 30] = [
    "\"",
    "“",
    "“ ",
    "‘",
    "\" ",
    "\"a\" ",
    "Macron said ",
    "Macron said. ",
    "he said, \"x\" ",
    "he said, \"x\". ",
    "X: ",
    "X: \n",
    "X: a.\n",
    "ANNA BERG: a.\n\n",
    ", who ",
    "word ",
    "“word. ",
    "“Word.\n\n",
    "said ",
    "said, ",
    "he ",
    "the minister said ",
    "the minister of ",
    "the French minister of ",
    "Macron and ",
    "Russian ",
    "according to ",
    "(",
    "Macron's ",
    "of the minister and ",
];

#[test]
fn reading_who_speaks_is_linear() {
    let mut slow = Vec::new();
    for unit in REPEATED {
        let text = unit.repeat(1_000_000 / unit.len());
        let segments = segments(&text);
        let start = Instant::now();
        LEXICON.attribute(&text, &segments);
        let time = start.elapsed();
        if time > Duration::from_secs(2) {
            slow.push((unit, time));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
