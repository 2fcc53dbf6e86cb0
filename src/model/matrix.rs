//! The rows of a problem as the solver reads them: frequent columns row by row, rare columns column by column.
//!
//! Frequent columns are few and have most of the entries: what is kept for each fits a cache. Rare columns are many;
//! so what is kept for them are vectors of rows x K numbers. A column is read twice in a row, for its sum over the
//! rows, and to add that to the rows again.
//!
//! Work is cut into parts whose number depends on the matrix alone; each has its own sums, which are added in
//! order, so that no result depends on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

use super::vectors::collect;
use crate::features::Rows;

/// The frequent columns of a matrix, row by row.
pub(super) struct Frequent {
    rows: Rows,
    /// Which columns of the whole they are.
    pub columns: Vec<u32>,
    parts: Vec<Range<usize>>,
}

/// The rare columns of a matrix, column by column: the transposed matrix, row by row.
pub(super) struct Rare {
    transposed: Rows,
    /// Which columns of the whole they are.
    pub columns: Vec<u32>,
    parts: Vec<Range<usize>>,
}

/// f32 or f64.
pub(super) trait Real:
    Copy + Default + Send + Sync + Into<f64> + std::ops::AddAssign + std::ops::Mul<Output = Self>
{
    fn of(value: f32) -> Self;
    fn narrow(value: f64) -> Self;
}

impl Real for f32 {
    fn of(value: f32) -> Self {
        value
    }
    fn narrow(value: f64) -> Self {
        value as Self
    }
}

impl Real for f64 {
    fn of(value: f32) -> Self {
        value.into()
    }
    fn narrow(value: f64) -> Self {
        value
    }
}

/// Parts the columns into frequent ones, `most` at most, and rare ones.
pub(super) fn split(rows: &Rows, most: usize) -> (Frequent, Rare) {
    let mut counts = vec![0_usize; rows.n_columns()];
    for row in 0..rows.n_rows() {
        rows.row(row).0.iter().for_each(|&column| counts[column as usize] += 1);
    }
    let bar =
        if counts.len() > most { *counts.clone().select_nth_unstable_by(most, |a, b| b.cmp(a)).1 } else { 0 };
    let is_frequent = |column: u32| counts[column as usize] > bar;
    let (frequent, rare): (Vec<u32>, Vec<u32>) =
        (0..rows.n_columns() as u32).partition(|&column| is_frequent(column));
    // The number of each column among its own kind.
    let mut numbers = vec![0; counts.len()];
    for columns in [&frequent, &rare] {
        (0..).zip(columns).for_each(|(number, &column)| numbers[column as usize] = number);
    }
    let n_rare = rare.iter().map(|&column| counts[column as usize]).sum::<usize>();
    let mut by_row = Rows::with_capacity(frequent.len(), rows.n_rows(), rows.n_entries() - n_rare);
    let entries = |row| {
        let (columns, values) = rows.row(row);
        columns.iter().copied().zip(values.iter().copied())
    };
    for row in 0..rows.n_rows() {
        let frequent = entries(row).filter(|entry| is_frequent(entry.0));
        by_row.push(frequent.map(|(column, value)| (numbers[column as usize], value)));
    }
    let rare_entries = |row| {
        let rare = entries(row).filter(|entry| !is_frequent(entry.0));
        rare.map(|(column, value)| (numbers[column as usize], value))
    };
    let transposed = Rows::transposed(rare.len(), rows.n_rows(), rare_entries);
    let parts_of_rows = parts(&by_row, frequent.len());
    let parts_of_columns = parts(&transposed, rows.n_rows());
    let frequent = Frequent { rows: by_row, columns: frequent, parts: parts_of_rows };
    (frequent, Rare { transposed, columns: rare, parts: parts_of_columns })
}

/// The rows in ranges with about equally many entries. Sums of their own pay for themselves if much is summed into each.
fn parts(rows: &Rows, n_sums: usize) -> Vec<Range<usize>> {
    let n_parts = (rows.n_entries() / (8 * n_sums.max(1))).clamp(2, 8);
    let mut parts = Vec::new();
    let mut start = 0;
    for part in 1..=n_parts {
        let until = rows.n_entries() * part / n_parts;
        let end = if part == n_parts { rows.n_rows() } else { rows.rows_before(until).max(start) };
        parts.push(start..end);
        start = end;
    }
    parts
}

/// A slice cut into as many numbers for each of the parts.
fn cut<'a, T>(
    parts: &[Range<usize>],
    k: usize,
    mut numbers: &'a mut [T],
) -> Vec<(Range<usize>, &'a mut [T])> {
    let mut jobs = Vec::with_capacity(parts.len());
    for part in parts {
        let (mine, others) = numbers.split_at_mut(part.len() * k);
        jobs.push((part.clone(), mine));
        numbers = others;
    }
    jobs
}

impl Frequent {
    /// `scores += X v`. Shapes: v columns x K, scores rows x K.
    pub fn add_scores<const K: usize>(&self, k: usize, v: &[f64], scores: &mut [f64]) {
        cut(&self.parts, k, scores).into_par_iter().for_each(|(part, scores)| {
            for (row, scores) in part.zip(scores.chunks_exact_mut(k)) {
                gather::<K, f64>(self.rows.row(row), v, scores);
            }
        });
    }

    /// For each row, with t its part of `scores`: adds `X v` to t, has `curve` make u of t, and adds up `Xᵀ u`.
    /// Shapes: v and the answer columns x K, scores and curved rows x K. One pass over the entries, in single precision.
    pub fn through<const K: usize>(
        &self,
        k: usize,
        v: &[f64],
        scores: &mut [f64],
        curved: &mut [f64],
        curve: impl Fn(usize, &[f64], &mut [f64]) + Sync,
    ) -> Vec<f64> {
        let v: Vec<f32> = v.iter().map(|&v| v as f32).collect();
        let jobs = cut(&self.parts, k, scores).into_par_iter().zip(cut(&self.parts, k, curved));
        let sums: Vec<Vec<f32>> = jobs
            .map(|((part, scores), (_, curved))| {
                let mut sums = vec![0.0; v.len()];
                let mut narrow = vec![0.0; k];
                for ((row, t), u) in part.zip(scores.chunks_exact_mut(k)).zip(curved.chunks_exact_mut(k)) {
                    narrow.fill(0.0);
                    gather::<K, f32>(self.rows.row(row), &v, &mut narrow);
                    t.iter_mut().zip(&narrow).for_each(|(t, &narrow)| *t += f64::from(narrow));
                    curve(row, t, u);
                    narrow.iter_mut().zip(&*u).for_each(|(narrow, &u)| *narrow = u as f32);
                    scatter::<K, f32>(self.rows.row(row), &narrow, |value| value, &mut sums);
                }
                sums
            })
            .collect();
        let mut all = vec![0.0; v.len()];
        collect(&sums, &mut all);
        all
    }

    /// `Xᵀ r` and `(X²)ᵀ h`. Shapes: r and h rows x K, the answers columns x K.
    pub fn sums<const K: usize>(&self, k: usize, r: &[f64], h: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let n = self.columns.len() * k;
        let (sums, squares): (Vec<_>, Vec<_>) = self
            .parts
            .par_iter()
            .map(|part| {
                let (mut sums, mut squares) = (vec![0.0; n], vec![0.0; n]);
                for row in part.clone() {
                    let of_row = row * k..(row + 1) * k;
                    scatter::<K, f64>(self.rows.row(row), &r[of_row.clone()], |value| value, &mut sums);
                    scatter::<K, f64>(self.rows.row(row), &h[of_row], |value| value * value, &mut squares);
                }
                (sums, squares)
            })
            .unzip();
        let mut all = (vec![0.0; n], vec![0.0; n]);
        collect(&sums, &mut all.0);
        collect(&squares, &mut all.1);
        all
    }
}

impl Rare {
    /// `out = X Xᵀ v`, and `‖Xᵀ v‖²`. Shapes: v and out rows x K. One pass over the entries, in T.
    pub fn product<const K: usize, T: Real>(&self, k: usize, v: &[f64], out: &mut [f64]) -> f64 {
        let v: Vec<T> = v.iter().map(|&v| T::narrow(v)).collect();
        let sums: Vec<(Vec<T>, f64)> = self
            .parts
            .par_iter()
            .map(|part| {
                let (mut sums, mut length) = (vec![T::default(); v.len()], 0.0);
                let mut z = vec![T::default(); k];
                for column in part.clone() {
                    z.fill(T::default());
                    let entries = self.transposed.row(column);
                    gather::<K, T>(entries, &v, &mut z);
                    length += z.iter().map(|&z| z.into() * z.into()).sum::<f64>();
                    scatter::<K, T>(entries, &z, |value| value, &mut sums);
                }
                (sums, length)
            })
            .collect();
        let (sums, lengths): (Vec<_>, Vec<f64>) = sums.into_iter().unzip();
        collect(&sums, out);
        lengths.iter().sum()
    }

    /// Has `visit` see each column of the whole, and its `Xᵀ v`. Shapes: v rows x K, the answers K.
    pub fn transposed<const K: usize>(&self, k: usize, v: &[f64], mut visit: impl FnMut(u32, &[f64])) {
        let mut z = vec![0.0; k];
        for (row, &column) in self.columns.iter().enumerate() {
            z.fill(0.0);
            gather::<K, f64>(self.transposed.row(row), v, &mut z);
            visit(column, &z);
        }
    }
}

/// `z += Σ value v[at]` over the entries, K numbers each.
fn gather<const K: usize, T: Real>((at, values): (&[u32], &[f32]), v: &[T], z: &mut [T]) {
    if K == 0 {
        let k = z.len();
        for (&at, &value) in at.iter().zip(values) {
            for (z, &v) in z.iter_mut().zip(&v[at as usize * k..][..k]) {
                *z += T::of(value) * v;
            }
        }
        return;
    }
    let (v, Some(z)) = (v.as_chunks::<K>().0, z.first_chunk_mut::<K>()) else { return };
    let add = |sums: &mut [T; K], at: u32, value: f32| {
        for (sum, &v) in sums.iter_mut().zip(&v[at as usize]) {
            *sum += T::of(value) * v;
        }
    };
    // Two sums in turn: one would wait for itself.
    let mut odd = [T::default(); K];
    let (at_pairs, at_rest) = at.as_chunks::<2>();
    let (value_pairs, value_rest) = values.as_chunks::<2>();
    for (at, value) in at_pairs.iter().zip(value_pairs) {
        add(z, at[0], value[0]);
        add(&mut odd, at[1], value[1]);
    }
    for (&at, &value) in at_rest.iter().zip(value_rest) {
        add(z, at, value);
    }
    for (z, odd) in z.iter_mut().zip(odd) {
        *z += odd;
    }
}

/// `out[at] += of(value) u` over the entries, K numbers each.
fn scatter<const K: usize, T: Real>(
    (at, values): (&[u32], &[f32]),
    u: &[T],
    of: impl Fn(T) -> T,
    out: &mut [T],
) {
    let k = if K == 0 { u.len() } else { K };
    for (&at, &value) in at.iter().zip(values) {
        let value = of(T::of(value));
        for (out, &u) in out[at as usize * k..][..k].iter_mut().zip(u) {
            *out += value * u;
        }
    }
}
