//! Sentences to numbers: TF-IDF over blocks of n-grams, as sparse rows.
//!
//! `tokens` takes text apart, `grams` makes n-grams with 64-bit keys, `counting` counts them,
//! `vocabulary` freezes those that survive, `block` weighs them, `rows` holds the result.
//! Fitting freezes; transforming never learns.

mod block;
mod counting;
mod grams;
mod rows;
mod settings;
mod tokens;
mod vocabulary;

pub use block::{Block, BlockSettings, Scratch};
pub use grams::{GramScratch, Grams, MAX_N, Unit};
pub use rows::Rows;
pub use settings::FeatureSettings;
pub use tokens::{fold, pieces, words};
pub use vocabulary::{MAX_GRAMS, Vocabulary};

use crate::error::Result;

/// All blocks, fitted. Columns are numbered through, block after block; within a block, grams of
/// higher document frequency come first.
///
/// ```
/// use standpoint::features::{Features, FeatureSettings, Scratch};
/// let texts = ["talks in Paris", "talks in Moscow", "no talks"];
/// let (features, rows) = Features::fit(&texts, &"words:1-1".parse::<FeatureSettings>()?)?;
/// assert_eq!(features.name(0), Some(("words", "talks"))); // in most texts
/// assert_eq!(features.n_columns(), 2); // "talks", "in": the others occur in one text only
/// let mut row = Vec::new();
/// features.transform("talks in Paris", &mut Scratch::default(), |column, value| row.push((column, value)));
/// assert_eq!(row.iter().map(|entry| entry.1).collect::<Vec<_>>(), rows.row(0).1);
/// # Ok::<(), standpoint::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Features {
    pub(crate) blocks: Vec<Block>,
}

impl Features {
    /// Learns the blocks from training texts; returns their rows too.
    pub fn fit(texts: &[&str], settings: &FeatureSettings) -> Result<(Self, Rows)> {
        let mut blocks = Vec::new();
        let mut rows = Vec::new();
        for &block in &settings.blocks {
            let (block, block_rows) = Block::fit(texts, block)?;
            blocks.push(block);
            rows.push(block_rows);
        }
        Ok((Self { blocks }, Rows::side_by_side(rows)))
    }

    /// Calls `visit` with column (ascending) and value of each feature of a text.
    pub fn transform(&self, text: &str, scratch: &mut Scratch, mut visit: impl FnMut(u32, f32)) {
        let mut base = 0;
        for block in &self.blocks {
            block.transform(text, scratch, |column, value| visit(base + column, value));
            base += block.vocabulary.len() as u32;
        }
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
