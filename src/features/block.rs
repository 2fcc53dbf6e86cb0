//! One block of TF-IDF features: fitted once, then frozen.
//!
//! For a text in which gram t occurs tf(t) > 0 times, with n training texts of which df(t) hold t:
//!
//! - weight(t) = (1 + ln tf(t)) idf(t): sublinear term frequency (Manning, Raghavan, Schütze:
//!   Introduction to Information Retrieval, 2008, section 6.4.1);
//! - idf(t) = ln((1 + n) / (1 + df(t))) + 1: smoothed inverse document frequency, as in scikit-learn;
//! - value(t) = `weight` · weight(t) / ‖weight‖₂: the row of each block has length `weight`.
//!
//! Blocks of names (context, cues) are one-hot: value(t) = `weight`, however often t occurs.
//!
//! idf is fixed at fitting: a text has the same features alone, in a batch and in training.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::counting::Counts;
use super::grams::{GramScratch, Grams};
use super::rows::Rows;
use super::vocabulary::Vocabulary;
use crate::error::Result;
use crate::storage::Array;

/// The settings of one block.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockSettings {
    /// The grams that are its features.
    #[serde(flatten)]
    pub grams: Grams,
    /// A gram must occur in at least so many training texts. At least 1.
    pub min_df: u32,
    /// The L2 norm of the block's part of a row; of a one-hot block, the value of each feature. Above 0.
    pub weight: f64,
}

impl BlockSettings {
    /// Whether settings that were read from a file are some that can be asked for.
    pub(crate) fn is_valid(&self) -> bool {
        self.grams.are_valid() && self.weight > 0.0 && (self.weight as f32).is_finite()
    }
}

/// A fitted block: vocabulary and inverse document frequencies.
#[derive(Clone, Debug)]
pub struct Block {
    pub(crate) settings: BlockSettings,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) idf: Array<f32>,
}

/// Keys of grams that are kept before they are looked up.
const KEYS: usize = 1024;

/// Memory that turning texts into rows reuses.
#[derive(Debug, Default)]
pub struct Scratch {
    grams: GramScratch,
    keys: Vec<u64>,
    counts: Vec<(u32, u32)>,
    columns: Vec<u32>,
}

impl Block {
    /// Learns vocabulary and idf from the texts; also returns their rows, which are the ones that
    /// [`Block::transform`] gives. Linear in the length of the texts, on all threads of the pool.
    pub(super) fn fit(texts: &[&str], settings: BlockSettings) -> Result<(Self, Rows)> {
        let mut counts = Counts::of(texts, settings.grams);
        counts.select(settings.min_df);
        let spell = |gram: &super::counting::Counted, scratch: &mut GramScratch| {
            let text = texts[gram.first_text as usize];
            (
                gram.key,
                settings.grams.spell(text, gram.first_start as usize, gram.key, scratch).unwrap_or_default(),
            )
        };
        let spelled: Vec<(u64, String)> = counts
            .grams
            .par_iter()
            .map_init(GramScratch::default, |scratch, gram| spell(gram, scratch))
            .collect();
        let idf: Vec<f32> =
            counts.grams.iter().map(|gram| idf(texts.len(), gram.document_frequency) as f32).collect();
        let block = Self { settings, vocabulary: Vocabulary::new(spelled.into_iter())?, idf: idf.into() };
        let rows = block.weigh_all(&counts);
        Ok((block, rows))
    }

    fn weigh_all(&self, counts: &Counts) -> Rows {
        let weighed: Vec<Rows> = counts
            .parts
            .par_iter()
            .map(|part| {
                let mut rows = Rows::with_capacity(self.idf.len(), part.iter().count(), part.n_entries());
                for row in part.iter() {
                    rows.push(self.weighed(row));
                }
                rows
            })
            .collect();
        let mut weighed = weighed.into_iter();
        let mut all = weighed.next().unwrap_or_else(|| Rows::new(self.idf.len()));
        for part in weighed {
            all.append(&part);
        }
        all
    }

    /// Calls `visit` with the column (from 0 in this block, ascending) and value of each feature
    /// of the text. Never learns: grams outside the vocabulary count for nothing.
    pub fn transform(&self, text: &str, scratch: &mut Scratch, mut visit: impl FnMut(u32, f32)) {
        let Scratch { grams, keys, counts, columns } = scratch;
        keys.clear();
        columns.clear();
        self.settings.grams.visit(text, grams, |key, _| {
            keys.push(key);
            // Many are looked up together, but no more than fit beside them: a text may be of any length.
            if keys.len() == KEYS {
                self.vocabulary.find_all(keys, columns);
                keys.clear();
            }
        });
        self.vocabulary.find_all(keys, columns);
        columns.sort_unstable();
        counts.clear();
        counts.extend(columns.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
        for (column, value) in self.weighed(counts) {
            visit(column, value);
        }
    }

    /// Counts with ascending columns as normalised TF-IDF values.
    fn weighed(&self, counts: &[(u32, u32)]) -> impl Iterator<Item = (u32, f32)> {
        let one_hot = self.settings.grams.unit.is_one_hot();
        let raw = move |&(column, count): &(u32, u32)| {
            let idf = self.idf.get(column as usize).copied().unwrap_or_default();
            sublinear(count) * f64::from(idf)
        };
        let square: f64 = counts.iter().map(|count| raw(count).powi(2)).sum();
        let scale = if square > 0.0 { self.settings.weight / square.sqrt() } else { 0.0 };
        let value = move |count| if one_hot { self.settings.weight } else { raw(count) * scale };
        counts.iter().map(move |count| (count.0, value(count) as f32))
    }
}

/// 1 + ln(count), for count > 0.
fn sublinear(count: u32) -> f64 {
    if count == 1 { 1.0 } else { 1.0 + libm::log(f64::from(count)) }
}

/// ln((1 + n) / (1 + df)) + 1.
fn idf(n_texts: usize, document_frequency: u32) -> f64 {
    libm::log((1.0 + n_texts as f64) / (1.0 + f64::from(document_frequency))) + 1.0
}
