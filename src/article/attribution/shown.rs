//! What a sentence shows by itself.

use std::ops::Range;

use super::clauses::{Tense, VerbClass};
use super::lexicon::{Cues, Side};
use super::local::Local;
use super::mentions::Mention;
use super::quote_clause::Place;

/// What a sentence shows by itself.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(super) struct Read {
    pub mentions: Vec<Mention>,
    /// How many of them stand in the order of the text; the others were added for subjects and phrases.
    pub n_in_order: usize,
    /// The byte of the first colon.
    pub first_colon: Option<usize>,
    /// Mentions inside quotations and outside, with the span that a mask covers and its side.
    pub names: Vec<(Range<usize>, Side)>,
    /// Pieces of quotations: number, and the clause of saying that belongs to each.
    pub quotes: Vec<Quote>,
    /// Who states the sentence, as its own words outside quotations say.
    pub local: Option<Local>,
    /// The subject of the main clause.
    pub subject: Option<usize>,
    /// The country or body that the sentence opens with as a place: "In Moscow", "At the palace".
    pub place: Option<usize>,
    /// Whether that is the subject of a verb of saying or judging in the main clause.
    pub subject_speaks: bool,
    /// The class of the first active cue verb outside quotations.
    pub verb: Option<VerbClass>,
    pub tense: Tense,
    pub passive: bool,
    pub impersonal: bool,
    pub first_person: bool,
    /// I or we outside quotation marks.
    pub we: bool,
    /// You, in quotation marks or not.
    pub second_person: bool,

    /// Words of wrong, need or denial outside quotations.
    pub judges: bool,
    pub ends_with_colon: bool,
    /// Whether its main clause may be indirect speech that goes on: "Nobody would be sent home."
    pub indirect: bool,
    /// The share of the characters that stands in quotation marks.
    pub quoted: f32,
    /// The cue words, inside quotations too, if it was read from its first word to its last.
    pub cues: Option<Cues>,
}

/// A piece of a quotation in its sentence.
#[derive(Debug)]
pub(super) struct Quote {
    pub piece: usize,
    /// The mention that its clause of saying names, and where that clause stands.
    pub speaker: Option<(usize, Place)>,
    pub n_words: usize,
}
