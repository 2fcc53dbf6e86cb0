//! How often each column of a text occurs, with columns in the order in which they first come.

/// Texts with more columns are for a [`Tally`](super::tally::Tally): this table would leave the first-level caches.
pub(super) const MOST: usize = 1 << 12;

/// Places for the columns of a short text: enough that few of them share one.
const PLACES: usize = 1 << 9;

/// Counts the columns of one text after the other without putting them in order.
///
/// A small table, open-addressed, tells where a column stands among those that came before it. It is
/// never emptied: all columns that are ever counted are numbered through, and a number
/// from before the text under way is as good as none.
#[derive(Debug)]
pub(super) struct Repeats {
    numbers: Vec<u64>,
    /// The number of the text's first column.
    first: u64,
}

impl Default for Repeats {
    fn default() -> Self {
        Self { numbers: vec![0; PLACES], first: 1 }
    }
}

impl Repeats {
    /// Puts each of at most [`MOST`] columns into `counts`, with how often it stands among them.
    pub fn count(&mut self, columns: &[u32], counts: &mut Vec<(u32, u32)>) {
        counts.clear();
        let n_places = (2 * columns.len()).next_power_of_two().max(PLACES);
        if self.numbers.len() < n_places {
            self.numbers.resize(n_places, 0);
        }
        for &column in columns {
            // Fibonacci hashing: the upper half of the product depends on all bits of the column.
            let mut place = (column.wrapping_mul(0x9E37_79B1) >> 16) as usize;
            loop {
                place &= n_places - 1;
                let number = &mut self.numbers[place];
                let Some(known) = number.checked_sub(self.first) else {
                    *number = self.first + counts.len() as u64;
                    counts.push((column, 1));
                    break;
                };
                let count = &mut counts[known as usize];
                if count.0 == column {
                    count.1 += 1;
                    break;
                }
                place += 1;
            }
        }
        self.first += counts.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tally::Tally;
    use super::*;

    #[test]
    fn columns_have_the_counts_of_a_tally() {
        let (mut repeats, mut tally) = (Repeats::default(), Tally::default());
        let (mut found, mut expected) = (Vec::new(), Vec::new());
        for n_columns in [1u32, 65, 5000, 16_000_000] {
            for n in [0, 1, 2, 60, PLACES as u32, MOST as u32] {
                let column = |i: u32| i.wrapping_mul(0x85EB_CA6B) % n_columns / (1 + i % 7);
                let mut columns: Vec<u32> = (0..n).map(column).collect();
                repeats.count(&columns, &mut found);
                assert_eq!(found.first().map(|count| count.0), columns.first().copied());
                found.sort_unstable();
                tally.count(&mut columns, n_columns as usize, &mut expected);
                assert_eq!(found, expected, "{n} of {n_columns}");
            }
        }
    }
}
