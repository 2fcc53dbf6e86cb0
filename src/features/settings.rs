//! What may be asked of the features, and how it is written.

use std::fmt;
use std::str::FromStr;

use super::block::BlockSettings;
use super::grams::{Grams, MAX_N, Unit};
use crate::error::{Error, ErrorKind, Result};

/// The blocks of features, in order. Written `words:1-2,characters:3-5`.
///
/// | block | short | n by default | range of n | min. document frequency | weight |
/// |---|---|---|---|---|---|
/// | `words` | `word` | 1-2 | 1 to 8 | 2 | 1 |
/// | `characters` | `char` | 3-5 | 1 to 8 | 3 | 1 |
/// | `context` | | names | | 2 | 0.3 |
/// | `cues` | | names | | 2 | 0.5 |
///
/// ```
/// use standpoint::features::FeatureSettings;
/// let settings: FeatureSettings = "word:1-3,characters".parse()?;
/// assert_eq!(settings.to_string(), "words:1-3,characters:3-5");
/// assert!("words:0-2".parse::<FeatureSettings>().is_err());
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureSettings {
    /// The blocks; at least one, no kind twice.
    pub blocks: Vec<BlockSettings>,
}

impl FeatureSettings {
    /// Whether a block of this unit is among them.
    pub fn has(&self, unit: Unit) -> bool {
        self.blocks.iter().any(|block| block.grams.unit == unit)
    }

    /// Whether a block needs the tables of actors and cues.
    pub fn need_lexicon(&self) -> bool {
        self.has(Unit::Context) || self.has(Unit::Cues)
    }
}

impl Default for FeatureSettings {
    /// `words:1-2,characters:3-5`.
    fn default() -> Self {
        Self { blocks: vec![defaults(Unit::Words), defaults(Unit::Characters)] }
    }
}

/// The settings of a block of which only the kind is named.
fn defaults(unit: Unit) -> BlockSettings {
    let (min_n, max_n, min_df) = match unit {
        Unit::Words => (1, 2, 2),
        Unit::Characters => (3, 5, 3),
        Unit::Context | Unit::Cues => (1, 1, 2),
    };
    let weight = match unit {
        Unit::Words | Unit::Characters => 1.0,
        Unit::Context => 0.3,
        Unit::Cues => 0.5,
    };
    BlockSettings { grams: Grams { unit, min_n, max_n }, min_df, weight }
}

impl FromStr for FeatureSettings {
    type Err = Error;

    fn from_str(written: &str) -> Result<Self> {
        let mut blocks: Vec<BlockSettings> = Vec::new();
        for part in written.split(',') {
            let block = parse_block(part.trim())?;
            if blocks.iter().any(|other| other.grams.unit == block.grams.unit) {
                return Err(refused(written, &format!("'{}' stands twice", block.grams.unit.name())));
            }
            blocks.push(block);
        }
        Ok(Self { blocks })
    }
}

fn parse_block(part: &str) -> Result<BlockSettings> {
    let (kind, range) = part.split_once(':').map_or((part, None), |(kind, range)| (kind, Some(range)));
    let mut block = defaults(match kind {
        "words" | "word" => Unit::Words,
        "characters" | "char" | "chars" | "character" => Unit::Characters,
        "context" => Unit::Context,
        "cues" => Unit::Cues,
        _ => return Err(refused(part, "this block is not known")),
    });
    if let Some(range) = range {
        if block.grams.unit.is_one_hot() {
            return Err(refused(part, "this block has no range of n"));
        }
        let (low, high) = range.split_once('-').unwrap_or((range, range));
        match (low.parse(), high.parse()) {
            (Ok(low), Ok(high)) => (block.grams.min_n, block.grams.max_n) = (low, high),
            _ => block.grams.min_n = 0,
        }
        if !block.grams.are_valid() {
            return Err(refused(part, &format!("'{range}' is not a range of n from 1 to {MAX_N}")));
        }
    }
    Ok(block)
}

fn refused(written: &str, why: &str) -> Error {
    let message = format!(
        "features '{written}': {why}; write for example words:1-2,characters:3-5 (blocks: words, characters, context, cues)"
    );
    Error::new(ErrorKind::Setting, message)
}

impl fmt::Display for FeatureSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, BlockSettings { grams, .. }) in self.blocks.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            write!(f, "{comma}{}", grams.unit.name())?;
            if !grams.unit.is_one_hot() {
                write!(f, ":{}-{}", grams.min_n, grams.max_n)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_refused_in_words() {
        for written in
            ["", "words,", "stems", "words:2-1", "words:0", "char:1-9", "words:a-b", "words,word", "char:3-"]
        {
            let error = written.parse::<FeatureSettings>().expect_err(written).to_string();
            assert!(error.contains("write for example words:1-2"), "{error}");
        }
        assert_eq!("char:4".parse::<FeatureSettings>().expect("one n").to_string(), "characters:4-4");
    }
}
