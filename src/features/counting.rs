//! One pass over the texts: which grams there are, in how many texts, how often in each.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rayon::prelude::*;

use super::grams::{GramScratch, Grams};

/// One gram as counted: its key, in how many texts it occurs, and where it was seen first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub key: u64,
    pub document_frequency: u32,
    pub first_text: u32,
    pub first_start: u32,
    /// Position in order of discovery.
    id: u32,
    /// Where the entry of the text that is being counted stands.
    entry: usize,
}

/// Rows of (gram, occurrences), grams in any order within a row. Gram is an id that only the
/// counting knows, until [`Counts::select`] makes it a column.
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
}

impl Counts {
    /// Counts the grams of all texts, a share of the texts on each thread. Neither the grams nor
    /// the rows depend on the number of threads once `select` has put columns in order.
    pub fn of(texts: &[&str], grams: Grams) -> Self {
        let share = texts.len().div_ceil(rayon::current_num_threads()).max(1);
        let shares: Vec<(Vec<Counted>, CountRows)> = texts
            .par_chunks(share)
            .enumerate()
            .map(|(number, texts)| count_share(texts, number * share, grams))
            .collect();
        merge(shares)
    }

    /// Keeps the grams that occur in at least `min_df` texts, most frequent first (equal ones by
    /// key), and rewrites the rows to these columns, ascending.
    pub fn select(&mut self, min_df: u32) {
        let mut kept: Vec<Counted> =
            self.grams.iter().filter(|gram| gram.document_frequency >= min_df).copied().collect();
        kept.sort_unstable_by_key(|gram| (std::cmp::Reverse(gram.document_frequency), gram.key));
        let mut column_of = vec![u32::MAX; self.grams.len()];
        for (column, gram) in (0..).zip(&kept) {
            column_of[gram.id as usize] = column;
        }
        self.parts.par_iter_mut().for_each(|part| part.rewrite(&column_of));
        self.grams = kept;
    }
}

impl CountRows {
    /// Replaces ids by columns in place, drops grams without one and sorts each row.
    fn rewrite(&mut self, column_of: &[u32]) {
        let mut kept = 0;
        for row in 0..self.offsets.len() - 1 {
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

fn count_share(texts: &[&str], first_text: usize, grams: Grams) -> (Vec<Counted>, CountRows) {
    let mut table: HashTable<Counted> = HashTable::new();
    let mut rows = CountRows { offsets: vec![0], entries: Vec::new() };
    let mut scratch = GramScratch::default();
    for (text, number) in texts.iter().zip(first_text..) {
        let row_start = rows.entries.len();
        grams.visit(text, &mut scratch, |key, start| {
            let n_grams = table.len() as u32;
            match table.entry(key, |gram| gram.key == key, |gram| gram.key) {
                Entry::Occupied(mut found) => {
                    let gram = found.get_mut();
                    if gram.entry >= row_start {
                        rows.entries[gram.entry].1 += 1;
                    } else {
                        gram.document_frequency += 1;
                        gram.entry = rows.entries.len();
                        rows.entries.push((gram.id, 1));
                    }
                }
                Entry::Vacant(place) => {
                    place.insert(Counted {
                        key,
                        document_frequency: 1,
                        first_text: number as u32,
                        first_start: start as u32,
                        id: n_grams,
                        entry: rows.entries.len(),
                    });
                    rows.entries.push((n_grams, 1));
                }
            }
        });
        rows.offsets.push(rows.entries.len());
    }
    let mut grams: Vec<Counted> = table.into_iter().collect();
    grams.sort_unstable_by_key(|gram| gram.id);
    (grams, rows)
}

/// Adds up the shares in order; the ids of the first share stay as they are.
fn merge(shares: Vec<(Vec<Counted>, CountRows)>) -> Counts {
    let mut shares = shares.into_iter();
    let Some((mut all, first_rows)) = shares.next() else {
        return Counts { grams: Vec::new(), parts: Vec::new() };
    };
    let mut parts = vec![first_rows];
    let mut table: HashTable<u32> = HashTable::new();
    if shares.len() > 0 {
        table.reserve(all.len(), |&id| all[id as usize].key);
        for gram in &all {
            table.insert_unique(gram.key, gram.id, |&id| all[id as usize].key);
        }
    }
    for (grams, mut rows) in shares {
        let mut new_id = Vec::with_capacity(grams.len());
        for gram in grams {
            match table.find(gram.key, |&id| all[id as usize].key == gram.key) {
                Some(&id) => {
                    all[id as usize].document_frequency += gram.document_frequency;
                    new_id.push(id);
                }
                None => {
                    let id = all.len() as u32;
                    all.push(Counted { id, ..gram });
                    table.insert_unique(gram.key, id, |&id| all[id as usize].key);
                    new_id.push(id);
                }
            }
        }
        for entry in &mut rows.entries {
            entry.0 = new_id[entry.0 as usize];
        }
        parts.push(rows);
    }
    Counts { grams: all, parts }
}
