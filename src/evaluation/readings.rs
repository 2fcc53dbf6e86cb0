//! What was found about the rows of a corpus when their articles were read.

use crate::article::{Attribution, Kind, Lexicon};
use crate::corpus::Corpus;
use crate::features::{joined, side};

/// The attribution of each row.
pub(super) fn attributions(corpus: &Corpus, lexicon: &Lexicon) -> Vec<Attribution> {
    let read = |rows: std::ops::Range<usize>| {
        let rows: Vec<(Kind, &str)> = rows.map(|row| (corpus.kind(row), corpus.text(row))).collect();
        let (text, segments) = joined(&rows);
        lexicon.attribute(&text, &segments)
    };
    corpus.articles().flat_map(read).collect()
}

/// Who states a row and how that is known, in plain words.
pub(super) fn in_words(attribution: &Attribution, lexicon: &Lexicon) -> String {
    match &attribution.source {
        None => "Nobody was found who states it.".into(),
        Some(source) => format!(
            "Stated by {} (side: {}), because: {}.",
            source.speaker.name,
            side(&source.speaker, lexicon),
            source.evidence.name()
        ),
    }
}
