//! Speakers and quotations as JSON.

use serde::Serialize;
use standpoint::article::{Attribution, Evidence, Lexicon, Quotation, Speaker};

/// A quotation's speaker is given if the rule that names them is right at least this often.
const SURE: f32 = 0.6;

/// Who states a line, and the quotations in it.
#[derive(Serialize)]
pub struct JsonAttribution<'a> {
    speaker: Option<&'a str>,
    side: Option<&'a str>,
    evidence: Option<&'static str>,
    confidence: Option<f32>,
    quotations: Vec<JsonQuotation<'a>>,
}

/// A quotation. `speaker_start` and `speaker_end` are the mention at the saying clause.
#[derive(Serialize)]
pub struct JsonQuotation<'a> {
    start: usize,
    end: usize,
    speaker: Option<&'a str>,
    side: Option<&'a str>,
    speaker_start: Option<usize>,
    speaker_end: Option<usize>,
    evidence: Option<&'static str>,
    confidence: Option<f32>,
}

impl<'a> JsonAttribution<'a> {
    /// For one line.
    pub fn new(attribution: &'a Attribution, shift: usize, lexicon: &'a Lexicon) -> Self {
        let source = attribution.source.as_ref();
        Self {
            speaker: source.map(|source| &*source.speaker.name),
            side: source.and_then(|source| side(&source.speaker, lexicon)),
            evidence: source.map(|source| source.evidence.name()),
            confidence: source.map(|source| source.evidence.confidence()),
            quotations: quotations(attribution, shift, lexicon),
        }
    }
}

impl<'a> JsonQuotation<'a> {
    /// For one quotation.
    fn new(quotation: &'a Quotation, shift: usize, lexicon: &'a Lexicon) -> Self {
        let sure = quotation.evidence.is_some_and(|evidence| evidence.confidence() >= SURE);
        let speaker = quotation.speaker.as_ref().filter(|_| sure);
        let place = |byte: usize| byte.checked_sub(shift);
        Self {
            start: quotation.span.start - shift,
            end: quotation.span.end - shift,
            speaker: speaker.map(|speaker| &*speaker.name),
            side: speaker.and_then(|speaker| side(speaker, lexicon)),
            speaker_start: speaker.and_then(|speaker| place(speaker.mention.start)),
            speaker_end: speaker.and_then(|speaker| place(speaker.mention.end)),
            evidence: quotation.evidence.filter(|_| sure).map(Evidence::name),
            confidence: quotation.evidence.filter(|_| sure).map(Evidence::confidence),
        }
    }
}

/// The quotations of a segment. A title that stands apart has none: they would stand nowhere in the file.
pub fn quotations<'a>(
    attribution: &'a Attribution,
    shift: usize,
    lexicon: &'a Lexicon,
) -> Vec<JsonQuotation<'a>> {
    let inside = attribution.quotations.iter().filter(|quotation| quotation.span.start >= shift);
    inside.map(|quotation| JsonQuotation::new(quotation, shift, lexicon)).collect()
}

/// The side that a speaker speaks for, if it is known.
pub fn side<'a>(speaker: &Speaker, lexicon: &'a Lexicon) -> Option<&'a str> {
    speaker.side.map(|side| lexicon.sides()[usize::from(side)].as_str())
}
