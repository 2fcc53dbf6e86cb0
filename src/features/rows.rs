//! Sparse matrices in compressed sparse row form.

/// A sparse matrix: rows are texts, columns are features. Within a row, columns ascend.
///
/// Shapes: `offsets` has `n_rows + 1` entries; row `i` is `offsets[i]..offsets[i + 1]` of `columns`
/// (u32) and `values` (f32).
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    n_columns: usize,
    offsets: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    /// No rows yet, of `n_columns` columns.
    pub fn new(n_columns: usize) -> Self {
        Self { n_columns, offsets: vec![0], columns: Vec::new(), values: Vec::new() }
    }

    /// No rows yet, with room for `n_entries` entries in `n_rows` rows.
    pub(crate) fn with_capacity(n_columns: usize, n_rows: usize, n_entries: usize) -> Self {
        let mut offsets = Vec::with_capacity(n_rows + 1);
        offsets.push(0);
        Self {
            n_columns,
            offsets,
            columns: Vec::with_capacity(n_entries),
            values: Vec::with_capacity(n_entries),
        }
    }

    /// The transposed matrix of one with `n_rows` rows and `n_columns` columns, whose rows `entries` gives, each twice.
    pub(crate) fn transposed<I: Iterator<Item = (u32, f32)>>(
        n_columns: usize,
        n_rows: usize,
        entries: impl Fn(usize) -> I,
    ) -> Self {
        let mut offsets = vec![0; n_columns + 1];
        for row in 0..n_rows {
            entries(row).for_each(|(column, _)| offsets[column as usize + 1] += 1);
        }
        for column in 0..n_columns {
            offsets[column + 1] += offsets[column];
        }
        let mut next = offsets.clone();
        let n_entries = offsets[n_columns];
        let (mut columns, mut values) = (vec![0; n_entries], vec![0.0; n_entries]);
        for row in 0..n_rows {
            for (column, value) in entries(row) {
                let at = &mut next[column as usize];
                (columns[*at], values[*at]) = (row as u32, value);
                *at += 1;
            }
        }
        Self { n_columns: n_rows, offsets, columns, values }
    }

    /// Adds a row from entries with ascending columns below `n_columns`.
    ///
    /// # Panics
    /// If the columns do not ascend or one is out of range.
    pub fn push(&mut self, entries: impl IntoIterator<Item = (u32, f32)>) {
        let start = self.columns.len();
        for (column, value) in entries {
            let ascends = self.columns.len() == start || self.columns.last() < Some(&column);
            assert!(ascends && (column as usize) < self.n_columns, "columns must ascend below n_columns");
            self.columns.push(column);
            self.values.push(value);
        }
        self.offsets.push(self.columns.len());
    }

    /// The number of rows.
    pub fn n_rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// The number of entries that are stored.
    pub fn n_entries(&self) -> usize {
        self.columns.len()
    }

    /// Columns and values of one row.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.offsets[row]..self.offsets[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// The number of rows that hold the first `n_entries` entries, for cutting work into parts.
    pub(crate) fn rows_before(&self, n_entries: usize) -> usize {
        self.offsets.partition_point(|&offset| offset < n_entries)
    }

    /// The matrices side by side: all have the same number of rows.
    pub(crate) fn side_by_side(blocks: Vec<Self>) -> Self {
        let mut blocks = blocks;
        if blocks.len() == 1 {
            return blocks.swap_remove(0);
        }
        let n_rows = blocks.first().map_or(0, Self::n_rows);
        let n_columns = blocks.iter().map(|block| block.n_columns).sum();
        let mut all = Self::with_capacity(n_columns, n_rows, blocks.iter().map(Self::n_entries).sum());
        for row in 0..n_rows {
            let mut base = 0;
            for block in &blocks {
                let (columns, values) = block.row(row);
                all.columns.extend(columns.iter().map(|column| column + base));
                all.values.extend_from_slice(values);
                base += block.n_columns as u32;
            }
            all.offsets.push(all.columns.len());
        }
        all
    }

    /// Adds all rows of another matrix with as many columns.
    pub(crate) fn append(&mut self, other: &Self) {
        let base = self.columns.len();
        self.columns.extend_from_slice(&other.columns);
        self.values.extend_from_slice(&other.values);
        self.offsets.extend(other.offsets[1..].iter().map(|offset| offset + base));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Rows {
        let mut rows = Rows::new(4);
        rows.push([(0, 1.0), (3, 2.0)]);
        rows.push([]);
        rows.push([(3, 5.0)]);
        rows
    }

    #[test]
    fn blocks_side_by_side_shift_columns() {
        let both = Rows::side_by_side(vec![example(), example()]);
        assert_eq!(both.n_columns(), 8);
        assert_eq!(both.row(0), (&[0, 3, 4, 7][..], &[1.0, 2.0, 1.0, 2.0][..]));
    }
}
