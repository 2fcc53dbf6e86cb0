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

use super::counting::{CountRows, Counts};
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

impl Block {
    /// Learns vocabulary and idf from the texts; also returns their rows, which are the ones that
    /// [`Transformer`](super::Transformer) gives. Linear in the length of the texts, on all threads of the pool.
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
        let rows = block.weigh_all(counts.parts);
        Ok((block, rows))
    }

    /// The rows of the training texts. Of the counts as much is given back as is turned into rows.
    fn weigh_all(&self, parts: Vec<CountRows>) -> Rows {
        let n_rows = parts.iter().map(CountRows::n_rows).sum();
        let n_entries = parts.iter().map(CountRows::n_entries).sum();
        let mut all = Rows::with_capacity(self.idf.len(), n_rows, n_entries);
        let mut parts = parts.into_iter();
        loop {
            let some: Vec<CountRows> = parts.by_ref().take(rayon::current_num_threads()).collect();
            if some.is_empty() {
                return all;
            }
            for rows in some.into_par_iter().map(|part| self.weigh_part(&part)).collect::<Vec<_>>() {
                all.append(&rows);
            }
        }
    }

    fn weigh_part(&self, part: &CountRows) -> Rows {
        let mut rows = Rows::with_capacity(self.idf.len(), part.n_rows(), part.n_entries());
        let (mut values, mut row) = (Vec::new(), Vec::new());
        for counts in part.iter() {
            row.clear();
            self.weigh(counts, 0, &mut values, &mut row);
            rows.push(row.iter().copied());
        }
        rows
    }

    /// Appends counts with ascending columns to `row` as normalised TF-IDF values, the columns moved by `base`. `values` is
    /// memory to use.
    pub(super) fn weigh(
        &self,
        counts: &[(u32, u32)],
        base: u32,
        values: &mut Vec<f64>,
        row: &mut Vec<(u32, f32)>,
    ) {
        let (idf, weight) = (&*self.idf, self.settings.weight);
        if self.settings.grams.unit.is_one_hot() {
            row.extend(counts.iter().map(|&(column, _)| (base + column, weight as f32)));
            return;
        }
        // First what memory is asked for, so that nothing else stands between one wait and the next.
        values.clear();
        values.extend(
            counts
                .iter()
                .map(|&(column, _)| f64::from(idf.get(column as usize).copied().unwrap_or_default())),
        );
        let mut square = 0.0;
        for (value, &(_, count)) in values.iter_mut().zip(counts) {
            *value *= sublinear(count);
            square += *value * *value;
        }
        let scale = if square > 0.0 { weight / square.sqrt() } else { 0.0 };
        let weighed = counts.iter().zip(&*values);
        row.extend(weighed.map(|(&(column, _), &value)| (base + column, (value * scale) as f32)));
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
