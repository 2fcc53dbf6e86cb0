//! One pass over the texts: which grams there are, in how many texts, how often in each.

use hashbrown::HashTable;
use rayon::prelude::*;

use super::grams::{GramScratch, Grams};

/// One gram as counted: its key, in how many texts it occurs, and where it was seen first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub key: u64,
    pub document_frequency: u32,
    pub first_text: u32,
    pub first_start: u32,
    /// Where its entry stands, if it occurs in the text that is being counted.
    entry: u32,
}

/// Grams in order of discovery (their place is their id), found by key. Frequent grams are found
/// early, so what is asked for most lies close together.
#[derive(Default)]
struct Discovered {
    grams: Vec<Counted>,
    ids: HashTable<u32>,
}

impl Discovered {
    fn id(&self, key: u64) -> Option<u32> {
        self.ids.find(key, |&id| self.grams[id as usize].key == key).copied()
    }

    fn add(&mut self, gram: Counted) -> u32 {
        let id = self.grams.len() as u32;
        self.grams.push(gram);
        self.ids.insert_unique(gram.key, id, |&id| self.grams[id as usize].key);
        id
    }
}

/// Rows of (gram, occurrences), grams in any order within a row. Gram is an id that only the
/// counting knows, until [`Counts::select`] makes it a column. At most 2^32 entries a share.
#[derive(Default)]
pub(super) struct CountRows {
    offsets: Vec<usize>,
    entries: Vec<(u32, u32)>,
}

impl CountRows {
    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        self.offsets.windows(2).map(|pair| &self.entries[pair[0]..pair[1]])
    }
}

/// The outcome of counting: grams, and one part of rows per share of the texts, in order.
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
        let shares: Vec<(Discovered, CountRows)> = texts
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

fn count_share(texts: &[&str], first_text: usize, grams: Grams) -> (Discovered, CountRows) {
    // About one new gram in 16 bytes of news; growing the table later would touch all grams again.
    let n_bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut discovered = Discovered { grams: Vec::new(), ids: HashTable::with_capacity(n_bytes / 16) };
    let mut rows = CountRows { offsets: vec![0], entries: Vec::new() };
    let mut scratch = GramScratch::default();
    let mut visited: Vec<(u64, u32)> = Vec::new();
    for (text, number) in texts.iter().zip(first_text..) {
        // All keys first: the look-ups that follow wait for memory, and so can wait together.
        visited.clear();
        grams.visit(text, &mut scratch, |key, start| visited.push((key, start as u32)));
        let row_start = rows.entries.len() as u32;
        for &(key, start) in &visited {
            let entry = rows.entries.len() as u32;
            match discovered.id(key) {
                Some(id) => {
                    let gram = &mut discovered.grams[id as usize];
                    if gram.entry >= row_start {
                        rows.entries[gram.entry as usize].1 += 1;
                    } else {
                        gram.document_frequency += 1;
                        gram.entry = entry;
                        rows.entries.push((id, 1));
                    }
                }
                None => {
                    let first = Counted {
                        key,
                        document_frequency: 1,
                        first_text: number as u32,
                        first_start: start,
                        entry,
                    };
                    rows.entries.push((discovered.add(first), 1));
                }
            }
        }
        rows.offsets.push(rows.entries.len());
    }
    (discovered, rows)
}

/// Adds up the shares in order; the ids of the first share stay as they are.
fn merge(shares: Vec<(Discovered, CountRows)>) -> Counts {
    let mut shares = shares.into_iter();
    let (mut all, first_rows) = shares.next().unwrap_or_default();
    let mut parts = vec![first_rows];
    for (discovered, mut rows) in shares {
        let mut new_id = Vec::with_capacity(discovered.grams.len());
        for gram in discovered.grams {
            new_id.push(match all.id(gram.key) {
                Some(id) => {
                    all.grams[id as usize].document_frequency += gram.document_frequency;
                    id
                }
                None => all.add(gram),
            });
        }
        for entry in &mut rows.entries {
            entry.0 = new_id[entry.0 as usize];
        }
        parts.push(rows);
    }
    Counts { n_discovered: all.grams.len(), grams: all.grams, parts }
}
