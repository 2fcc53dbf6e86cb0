//! Sentences to numbers: TF-IDF over blocks of n-grams, as sparse rows.
//!
//! `tokens` takes text apart, `grams` makes n-grams with 64-bit keys, `counting` counts them,
//! `vocabulary` freezes those that survive, `block` weighs them, `rows` holds the result. `transformer` does the same to
//! other texts, with `familiar` pieces and a `tally` of columns, or their `repeats` alone where they need no order. Fitting
//! freezes; transforming never learns.

mod block;
mod context;
mod counting;
mod cues;
mod discovery;
mod familiar;
mod grams;
mod repeats;
mod rows;
mod samples;
mod settings;
mod tally;
mod tokens;
mod transformer;
mod vocabulary;

pub use block::{Block, BlockSettings};
pub use context::side;
pub use grams::{GramScratch, Grams, MAX_N, Unit};
pub use rows::Rows;
pub use samples::{Sample, Samples, joined};
pub use settings::FeatureSettings;
pub use tokens::{fold, pieces, words};
pub use transformer::Transformer;
pub use vocabulary::{MAX_GRAMS, Vocabulary};

use crate::error::Result;

/// All blocks, fitted. Columns are numbered through, block after block; within a block, grams of
/// higher document frequency come first.
///
/// ```
/// use standpoint::features::{Features, FeatureSettings, Samples};
/// let texts = Samples::plain(&["talks in Paris", "talks in Moscow", "no talks"]);
/// let (features, rows) = Features::fit(&texts, &"words:1-1".parse::<FeatureSettings>()?)?;
/// assert_eq!(features.name(0), Some(("words", "talks"))); // in most texts
/// assert_eq!(features.n_columns(), 2); // "talks", "in": the others occur in one text only
/// let mut transformer = features.transformer();
/// let row = transformer.transform("talks in Paris".into());
/// assert_eq!(row.iter().map(|entry| entry.1).collect::<Vec<_>>(), rows.row(0).1);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Features {
    pub(crate) blocks: Vec<Block>,
}

impl Features {
    /// Learns the blocks from training texts; returns their rows too.
    pub fn fit(samples: &Samples<'_>, settings: &FeatureSettings) -> Result<(Self, Rows)> {
        let mut blocks = Vec::new();
        let mut rows = Vec::new();
        for &block in &settings.blocks {
            let (block, block_rows) = Block::fit(&samples.part(block.grams.unit), block)?;
            blocks.push(block);
            rows.push(block_rows);
        }
        Ok((Self { blocks }, Rows::side_by_side(rows)))
    }

    /// What turns texts into rows, with memory of its own; make one for each thread.
    pub fn transformer(&self) -> Transformer<'_> {
        Transformer::new(self)
    }

    /// Whether a column is a gram of the text itself, not a name that is there for any text.
    pub fn is_of_words(&self, column: u32) -> bool {
        let mut end = 0;
        let block = self.blocks.iter().find(|block| {
            end += block.vocabulary.len() as u32;
            column < end
        });
        block.is_some_and(|block| !block.settings.grams.unit.is_one_hot())
    }

    /// The number of columns of all blocks.
    pub fn n_columns(&self) -> usize {
        self.blocks.iter().map(|block| block.vocabulary.len()).sum()
    }

    /// The block and the gram of a column; `None` past the last.
    pub fn name(&self, column: usize) -> Option<(&'static str, &str)> {
        let mut at = column;
        for block in &self.blocks {
            if at < block.vocabulary.len() {
                return Some((block.settings.grams.unit.name(), block.vocabulary.gram(at)?));
            }
            at -= block.vocabulary.len();
        }
        None
    }

    /// The settings that the blocks were fitted with.
    pub fn settings(&self) -> FeatureSettings {
        FeatureSettings { blocks: self.blocks.iter().map(|block| block.settings).collect() }
    }
}
