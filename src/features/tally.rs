//! Which columns a text has, in ascending order, and how often each.

/// Columns that one word of a level tells of.
const WORD: usize = u64::BITS as usize;

/// So many columns or fewer are sorted by comparing them, which costs less then.
const FEW: usize = 64;

/// More columns than this are sorted too: of a text that long most come again, and a second copy of them costs memory.
const MANY: usize = 1 << 20;

/// Counts the columns of one text after the other, and puts them in order: many of them by setting bits.
///
/// There are two levels of bits: one for each column, and one for each word of the first level that is not zero. So
/// adding a column is two bits to set, and reading all in order takes a word of the second level for each 4,096
/// columns that there are and otherwise only words that are not zero; nothing is compared. Columns that come again, which
/// few do, are kept beside and sorted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    columns: Vec<u64>,
    words: Vec<u64>,
    again: Vec<u32>,
}

impl Tally {
    /// Puts each of some columns below `n_columns`, ascending, into `counts`, with how often it stands among them.
    pub fn count(&mut self, columns: &mut [u32], n_columns: usize, counts: &mut Vec<(u32, u32)>) {
        counts.clear();
        if columns.len() <= FEW || columns.len() > MANY {
            columns.sort_unstable();
            counts.extend(columns.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)));
        } else {
            self.set(columns, n_columns);
            self.read(counts);
        }
    }

    fn set(&mut self, columns: &[u32], n_columns: usize) {
        let n_words = n_columns.div_ceil(WORD);
        if self.columns.len() < n_words {
            self.columns.resize(n_words, 0);
            self.words.resize(n_words.div_ceil(WORD), 0);
        }
        self.again.resize(columns.len(), 0);
        let mut n_again = 0;
        for &column in columns {
            let word = column as usize / WORD;
            let (bits, bit) = (&mut self.columns[word], 1 << (column as usize % WORD));
            // Written without a branch, since none could be foreseen.
            self.again[n_again] = column;
            n_again += usize::from(*bits & bit != 0);
            *bits |= bit;
            self.words[word / WORD] |= 1 << (word % WORD);
        }
        self.again.truncate(n_again);
    }

    /// Reads all that is set, which is then forgotten.
    fn read(&mut self, counts: &mut Vec<(u32, u32)>) {
        for (at, words) in self.words.iter_mut().enumerate() {
            for word in ones(at, std::mem::take(words)) {
                let columns = ones(word, std::mem::take(&mut self.columns[word]));
                columns.for_each(|column| counts.push((column as u32, 1)));
            }
        }
        self.again.sort_unstable();
        let mut at = 0;
        for column in self.again.drain(..) {
            while counts[at].0 < column {
                at += 1;
            }
            counts[at].1 += 1;
        }
    }
}

/// The numbers of the bits that are set in word number `at` of a level.
fn ones(at: usize, mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let one = (word != 0).then(|| at * WORD + word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_order_with_their_counts() {
        let (mut tally, mut counts) = (Tally::default(), Vec::new());
        for n_columns in [1u32, 64, 65, 5000, 300_000] {
            for n in [0, 1, 2, FEW as u32, FEW as u32 + 1, 3000] {
                let columns = (0..n).map(|i: u32| i.wrapping_mul(0x9E37_79B9) % n_columns / (1 + i % 7));
                let mut columns: Vec<u32> = columns.collect();
                let mut sorted = columns.clone();
                sorted.sort_unstable();
                let expected: Vec<(u32, u32)> =
                    sorted.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
                // Again, to see that nothing is left over.
                for _ in 0..2 {
                    tally.count(&mut columns, n_columns as usize, &mut counts);
                    assert_eq!(counts, expected, "{n} of {n_columns}");
                }
            }
        }
    }
}
