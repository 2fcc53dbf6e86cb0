//! Any text: who states each sentence is found, the same each time, with spans inside; names become sides.
#![no_main]

use std::ops::Range;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use standpoint::article::{Attribution, Lexicon, Quotations, Segment, segments_with};
use standpoint::features::{FeatureSettings, Samples};

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::builtin().expect("the built-in tables are good"));
static SETTINGS: LazyLock<FeatureSettings> =
    LazyLock::new(|| "words:1-2,context,cues".parse().expect("settings are good"));

fuzz_target!(|text: &str| {
    for quotations in [Quotations::Split, Quotations::Whole] {
        let segments = segments_with(text, quotations);
        let attributions = LEXICON.attribute(text, &segments);
        assert_eq!(attributions.len(), segments.len());
        let samples = Samples::of_article(text, &segments, &attributions, &LEXICON, &SETTINGS);
        for (row, (segment, attribution)) in segments.iter().zip(&attributions).enumerate() {
            check(text, segment, attribution);
            assert_eq!(samples.get(row).words, with_sides(text, segment, attribution));
        }
        let again = LEXICON.attribute(text, &segments);
        assert_eq!(format!("{again:?}"), format!("{attributions:?}"));
    }
});

/// Quotations and names lie inside of their segment, speakers inside of the text; sides are known.
fn check(text: &str, segment: &Segment, attribution: &Attribution) {
    let Attribution { source, subject, quotations, names, .. } = attribution;
    let inside = |span: &Range<usize>| segment.span.start <= span.start && span.end <= segment.span.end;
    let quoted: Vec<_> = quotations.iter().map(|quotation| quotation.span.clone()).collect();
    let named: Vec<_> = names.iter().map(|(span, _)| span.clone()).collect();
    for found in [quoted, named] {
        assert!(spans::are_good(text, &found) && found.iter().all(inside), "{found:?} in {segment:?}");
    }
    let quoted = quotations.iter().filter_map(|quotation| quotation.speaker.as_ref());
    for speaker in quoted.chain(source.as_ref().map(|source| &source.speaker)).chain(subject) {
        assert!(!speaker.name.trim().is_empty(), "{speaker:?}");
        // Empty behind a reporter's short question.
        assert!(text.get(speaker.mention.clone()).is_some(), "{speaker:?}");
        assert!(speaker.side.is_none_or(|side| usize::from(side) < LEXICON.sides().len()), "{speaker:?}");
    }
    assert!(names.iter().all(|&(_, side)| usize::from(side) < LEXICON.sides().len()), "{names:?}");
    assert!(quotations.iter().all(|quotation| quotation.speaker.is_some() == quotation.evidence.is_some()));
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
