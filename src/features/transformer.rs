//! Texts to rows by features that are fitted, with memory that is used again.

use super::block::Block;
use super::familiar::{Familiar, Name};
use super::grams::{GramScratch, Unit};
use super::repeats::{MOST, Repeats};
use super::tally::Tally;
use super::tokens::pieces;
use super::{Features, Sample};

/// Keys of grams that are looked up together: as many as stay in the first-level cache.
const KEYS: usize = 512;

/// Turns text after text into rows without allocating for each; made by [`Features::transformer`].
#[derive(Debug)]
pub struct Transformer<'a> {
    blocks: Vec<Reader<'a>>,
    scratch: Scratch,
    /// What counts columns, if they need no order.
    repeats: Option<Repeats>,
    row: Vec<(u32, f32)>,
}

/// A block with the pieces that it met lately, if it reads pieces.
#[derive(Debug)]
struct Reader<'a> {
    block: &'a Block,
    familiar: Option<Familiar>,
}

/// Memory that all blocks share.
#[derive(Debug, Default)]
struct Scratch {
    grams: GramScratch,
    keys: Vec<u64>,
    looks: Vec<u64>,
    columns: Vec<u32>,
    tally: Tally,
    counts: Vec<(u32, u32)>,
    values: Vec<f64>,
}

impl<'a> Transformer<'a> {
    pub(super) fn new(features: &'a Features) -> Self {
        let reader = |block: &'a Block| {
            let of_pieces = block.settings.grams.unit == Unit::Characters;
            Reader { block, familiar: of_pieces.then(Familiar::default) }
        };
        let blocks = features.blocks.iter().map(reader).collect();
        Self { blocks, scratch: Scratch::default(), repeats: None, row: Vec::new() }
    }

    /// Leaves the columns of a text in the order in which they come, which does not depend on other texts. Nothing is
    /// sorted then, but sums over a row may differ in their last bits from those in ascending order.
    pub(crate) fn unsorted(self) -> Self {
        Self { repeats: Some(Repeats::default()), ..self }
    }

    /// The features of a text: column (ascending, unless left unsorted) and value of each. Never learns: grams
    /// outside the vocabulary count for nothing, and what was read before changes nothing.
    pub fn transform(&mut self, sample: Sample<'_>) -> &[(u32, f32)] {
        let mut base = 0;
        self.row.clear();
        for Reader { block, familiar } in &mut self.blocks {
            let text = sample.part(block.settings.grams.unit);
            self.scratch.columns.clear();
            match familiar {
                Some(familiar) => self.scratch.find_by_pieces(block, text, familiar),
                None => self.scratch.find(block, text),
            }
            let Scratch { columns, tally, counts, values, .. } = &mut self.scratch;
            match &mut self.repeats {
                Some(repeats) if columns.len() <= MOST => repeats.count(columns, counts),
                _ => tally.count(columns, block.vocabulary.len(), counts),
            }
            block.weigh(counts, base, values, &mut self.row);
            base += block.vocabulary.len() as u32;
        }
        &self.row
    }
}

impl Scratch {
    /// Appends the columns of all grams of a text, in any order.
    fn find(&mut self, block: &Block, text: &str) {
        let Self { grams, keys, looks, columns, .. } = self;
        keys.clear();
        block.settings.grams.visit(text, grams, |key, _| {
            keys.push(key);
            // Many are looked up together, but no more than fit beside them: a text may be of any length.
            if keys.len() == KEYS {
                block.vocabulary.find_all(keys, looks, columns);
                keys.clear();
            }
        });
        block.vocabulary.find_all(keys, looks, columns);
    }

    /// The same, piece by piece.
    fn find_by_pieces(&mut self, block: &Block, text: &str, familiar: &mut Familiar) {
        for span in pieces(text) {
            let name = Name::of(&text.as_bytes()[span.start..], span.len());
            if let Some(columns) = name.and_then(|name| familiar.columns(name)) {
                self.columns.extend_from_slice(columns);
                continue;
            }
            let before = self.columns.len();
            self.find(block, &text[span]);
            if let Some(name) = name {
                familiar.keep(name, &self.columns[before..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FeatureSettings, Samples};
    use super::*;

    #[test]
    fn what_was_read_before_changes_nothing() {
        // Some 6,000 pieces, more than are remembered, some of them too long to be.
        let text = |n: u32| {
            let piece = |i: u32| {
                format!("{:o}É, {}", i.wrapping_mul(0x9E37_79B9) % (2 + n * 7), "ab".repeat(n as usize % 11))
            };
            (0..40).map(|i| piece(n * 40 + i)).collect::<Vec<_>>().join(" ")
        };
        let texts: Vec<String> = (0..150).map(text).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let settings: FeatureSettings = "words:1-3,characters:2-5".parse().expect("settings");
        let (features, rows) = Features::fit(&Samples::plain(&texts), &settings).expect("a vocabulary");
        let mut transformer = features.transformer();
        for round in 0..2 {
            for (number, text) in texts.iter().enumerate() {
                let (columns, values): (Vec<u32>, Vec<f32>) =
                    transformer.transform((*text).into()).iter().copied().unzip();
                assert_eq!((&*columns, &*values), rows.row(number), "text {number}, round {round}");
            }
        }
        assert_eq!(transformer.transform("".into()), []);
    }
}
