//! How it is known who states something.

/// How a source is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The speaker's name and a colon opened the turn.
    Turn,
    /// A clause of saying behind the quotation.
    ClauseAfter,
    /// A clause of saying in the middle of the quotation.
    ClauseInside,
    /// A clause of saying before the quotation.
    ClauseBefore,
    /// The quotation goes on from the sentence before.
    GoesOn,
    /// The clause of saying stands in a later sentence of the same quotation.
    ComesLater,
    /// The sentence before led in the quotation.
    LedIn,
    /// The speaker of the quotation before goes on.
    Carried,
    /// A heading quotes what is said below it.
    Below,
    /// A clause of saying beside the reported words.
    Beside,
    /// "according to", "in the view of".
    Phrase,
    /// The subject of a verb of saying.
    Says,
    /// The subject of a verb that takes a stand.
    Judges,
    /// The subject of a participle: "adding that".
    Participle,
    /// "was told by".
    Agent,
    /// "her answer was", "it seemed to her".
    Held,
    /// Indirect speech goes on from the sentence before: "Nobody would be sent home."
    Indirect,
}

impl Evidence {
    /// The rule in plain words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turn => "speaker's turn",
            Self::ClauseAfter => "quotation, saying clause after",
            Self::ClauseInside => "quotation, saying clause inside",
            Self::ClauseBefore => "quotation, saying clause before",
            Self::GoesOn => "quotation goes on",
            Self::ComesLater => "quotation, saying clause in a later sentence",
            Self::LedIn => "quotation, led in by the sentence before",
            Self::Carried => "quotation, speaker carried over",
            Self::Below => "heading, quoted from below",
            Self::Beside => "saying clause beside the words",
            Self::Phrase => "according to, in the view of",
            Self::Says => "subject of a verb of saying",
            Self::Judges => "subject of a verb that takes a stand",
            Self::Participle => "subject of a participle",
            Self::Agent => "agent of a passive verb",
            Self::Held => "holder of the view",
            Self::Indirect => "indirect speech goes on",
        }
    }

    /// How often the rule is right, from 0 to 1: for quotations the share of right speakers on 3,156 quotations
    /// of American news (where a quotation without a clause of saying of its own seldom goes on from the one
    /// before), for turns and indirect speech an estimate.
    pub fn confidence(self) -> f32 {
        match self {
            Self::Turn | Self::ClauseAfter => 0.98,
            Self::ClauseInside | Self::ComesLater => 0.97,
            Self::GoesOn | Self::Beside => 0.9,
            Self::ClauseBefore | Self::Says => 0.88,
            Self::Phrase | Self::Judges | Self::Agent | Self::Below => 0.82,
            Self::Participle | Self::Held | Self::Indirect => 0.6,
            Self::LedIn | Self::Carried => 0.4,
        }
    }
}
