//! One pass over the texts: which grams there are, in how many texts, how often in each.

use rayon::prelude::*;

use super::discovery::Discovered;
use super::grams::{GramScratch, Grams};

/// One gram as counted: its key, in how many texts it occurs, and where it was seen first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub key: u64,
    pub document_frequency: u32,
    pub first_text: u32,
    pub first_start: u32,
    /// The number of its last entry, which is one of the text that is being counted if it occurs there.
    pub entry: u32,
}

/// Entries that are kept together. Memory that was counted into is given back part by part.
const PART: usize = 1 << 19;

/// Keys that are looked up together.
const TOGETHER: usize = 64;

/// Rows of (gram, occurrences), grams in any order within a row. Gram is an id that only the
/// counting knows, until [`Counts::select`] makes it a column. At most 2^32 entries a share.
pub(super) struct CountRows {
    offsets: Vec<usize>,
    entries: Vec<(u32, u32)>,
}

impl CountRows {
    fn new() -> Self {
        Self { offsets: vec![0], entries: Vec::new() }
    }

    pub fn n_rows(&self) -> usize {
        self.offsets.len() - 1
    }

    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        self.offsets.windows(2).map(|pair| &self.entries[pair[0]..pair[1]])
    }
}

/// The outcome of counting: grams, and parts of the rows, in order.
pub(super) struct Counts {
    pub grams: Vec<Counted>,
    pub parts: Vec<CountRows>,
    n_discovered: usize,
}

impl Counts {
    /// Counts the grams of all texts, a share of the texts on each thread. Neither the grams nor
    /// the rows depend on the number of threads once `select` has put columns in order.
    pub fn of(texts: &[&str], grams: Grams) -> Self {
        let share = texts.len().div_ceil(rayon::current_num_threads()).max(1);
        let shares: Vec<(Discovered, Vec<CountRows>)> = texts
            .par_chunks(share)
            .enumerate()
            .map(|(number, texts)| count_share(texts, number * share, grams))
            .collect();
        merge(shares)
    }

    /// Keeps the grams that occur in at least `min_df` texts, most frequent first (equal ones by
    /// key), and rewrites the rows to these columns, ascending.
    pub fn select(&mut self, min_df: u32) {
        let mut kept: Vec<(u32, Counted)> =
            (0..).zip(self.grams.drain(..)).filter(|(_, gram)| gram.document_frequency >= min_df).collect();
        kept.par_sort_unstable_by_key(|(_, gram)| (std::cmp::Reverse(gram.document_frequency), gram.key));
        let mut column_of = vec![u32::MAX; self.n_discovered];
        for (column, (id, _)) in (0..).zip(&kept) {
            column_of[*id as usize] = column;
        }
        self.parts.par_iter_mut().for_each(|part| part.rewrite(&column_of));
        self.grams = kept.into_iter().map(|(_, gram)| gram).collect();
    }
}

impl CountRows {
    /// Replaces ids by columns in place, drops grams without one and sorts each row.
    fn rewrite(&mut self, column_of: &[u32]) {
        let mut kept = 0;
        for row in 0..self.offsets.len().saturating_sub(1) {
            let range = self.offsets[row]..self.offsets[row + 1];
            self.offsets[row] = kept;
            for at in range {
                let (id, count) = self.entries[at];
                let column = column_of[id as usize];
                if column != u32::MAX {
                    self.entries[kept] = (column, count);
                    kept += 1;
                }
            }
            self.entries[self.offsets[row]..kept].sort_unstable();
        }
        if let Some(last) = self.offsets.last_mut() {
            *last = kept;
        }
        self.entries.truncate(kept);
    }
}

fn count_share(texts: &[&str], first_text: usize, grams: Grams) -> (Discovered, Vec<CountRows>) {
    let n_bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut discovered = Discovered::with_room_for(n_bytes);
    let (mut parts, mut rows) = (Vec::new(), CountRows::new());
    let mut scratch = GramScratch::default();
    let mut visited: Vec<(u64, u32)> = Vec::new();
    // Entries of the parts before this one.
    let mut n_before = 0;
    for (text, number) in texts.iter().zip(first_text..) {
        if rows.entries.len() >= PART {
            n_before += rows.entries.len() as u32;
            parts.push(std::mem::replace(&mut rows, CountRows::new()));
        }
        // All keys first: the look-ups that follow wait for memory, and so can wait together.
        visited.clear();
        grams.visit(text, &mut scratch, |key, start| visited.push((key, start as u32)));
        let row_start = n_before + rows.entries.len() as u32;
        for visited in visited.chunks(TOGETHER) {
            let mut ids = [None; TOGETHER];
            discovered.find_all(visited.iter().map(|&(key, _)| key), &mut ids);
            for (&(key, start), id) in visited.iter().zip(ids) {
                let entry = n_before + rows.entries.len() as u32;
                match id.or_else(|| discovered.id(key)) {
                    Some(id) => {
                        let gram = &mut discovered.grams[id as usize];
                        if gram.entry >= row_start {
                            rows.entries[(gram.entry - n_before) as usize].1 += 1;
                        } else {
                            gram.document_frequency += 1;
                            gram.entry = entry;
                            rows.entries.push((id, 1));
                        }
                    }
                    None => {
                        let (document_frequency, first_text, first_start) = (1, number as u32, start);
                        let first = Counted { key, document_frequency, first_text, first_start, entry };
                        rows.entries.push((discovered.add(first), 1));
                    }
                }
            }
        }
        rows.offsets.push(rows.entries.len());
    }
    parts.push(rows);
    (discovered, parts)
}

/// Adds up the shares in order; the ids of the first share stay as they are.
fn merge(shares: Vec<(Discovered, Vec<CountRows>)>) -> Counts {
    let mut shares = shares.into_iter();
    let (mut all, mut parts) = shares.next().unwrap_or_default();
    for (discovered, mut others) in shares {
        let grams = discovered.into_grams();
        let mut new_id = Vec::with_capacity(grams.len());
        for grams in grams.chunks(TOGETHER) {
            let mut ids = [None; TOGETHER];
            all.find_all(grams.iter().map(|gram| gram.key), &mut ids);
            for (&gram, id) in grams.iter().zip(ids) {
                let id = id.or_else(|| all.id(gram.key));
                if let Some(id) = id {
                    all.grams[id as usize].document_frequency += gram.document_frequency;
                }
                new_id.push(id.unwrap_or_else(|| all.add(gram)));
            }
        }
        others.par_iter_mut().for_each(|rows| {
            for entry in &mut rows.entries {
                entry.0 = new_id[entry.0 as usize];
            }
        });
        parts.append(&mut others);
    }
    let grams = all.into_grams();
    Counts { n_discovered: grams.len(), grams, parts }
}
