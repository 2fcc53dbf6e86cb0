//! Sums and steps of long vectors.
//!
//! Vectors are worked on in blocks of a fixed size, and sums are taken block by block in order, so that no
//! result depends on the number of threads.

use rayon::prelude::*;

/// Numbers, or rows, that are worked on together.
pub(super) const BLOCK: usize = 1024;

/// Blocks that are worth a thread of their own.
const SHARE: usize = 16;

/// The inner product.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let block = |(a, b): (&[f64], &[f64])| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    if a.len() <= SHARE * BLOCK {
        return a.chunks(BLOCK).zip(b.chunks(BLOCK)).map(block).sum();
    }
    let sums: Vec<f64> =
        a.par_chunks(BLOCK).zip(b.par_chunks(BLOCK)).with_min_len(SHARE).map(block).collect();
    sums.iter().sum()
}

/// `to += factor * what`.
pub(super) fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    let blocks = to.par_chunks_mut(BLOCK).zip(what.par_chunks(BLOCK)).with_min_len(SHARE);
    blocks.for_each(|(to, what)| {
        for (to, what) in to.iter_mut().zip(what) {
            *to += factor * what;
        }
    });
}

/// `p = r / diagonal + ratio * p`.
pub(super) fn turn(p: &mut [f64], ratio: f64, r: &[f64], diagonal: impl Fn(usize) -> f64 + Sync) {
    let blocks = p.par_chunks_mut(BLOCK).zip(r.par_chunks(BLOCK)).with_min_len(SHARE);
    blocks.enumerate().for_each(|(block, (p, r))| {
        for (at, (p, r)) in (block * BLOCK..).zip(p.iter_mut().zip(r)) {
            *p = r / diagonal(at) + ratio * *p;
        }
    });
}

/// rᵀ D⁻¹ r.
pub(super) fn quotient(r: &[f64], diagonal: &[f64]) -> f64 {
    let blocks = r.par_chunks(BLOCK).zip(diagonal.par_chunks(BLOCK)).with_min_len(SHARE);
    let sums: Vec<f64> = blocks.map(|(r, d)| r.iter().zip(d).map(|(r, d)| r * r / d).sum()).collect();
    sums.iter().sum()
}

/// Adds the same numbers to each row of a matrix.
pub(super) fn add_to_rows(matrix: &mut [f64], numbers: &[f64]) {
    matrix.par_chunks_mut(numbers.len()).with_min_len(BLOCK).for_each(|row| {
        row.iter_mut().zip(numbers).for_each(|(to, number)| *to += number);
    });
}

/// The sums of k columns of a matrix, row after row.
pub(super) fn sums(matrix: &[f64], k: usize) -> Vec<f64> {
    let block = |rows: &[f64]| {
        let mut sums = vec![0.0; k];
        for row in rows.chunks_exact(k) {
            sums.iter_mut().zip(row).for_each(|(sum, number)| *sum += number);
        }
        sums
    };
    let blocks: Vec<Vec<f64>> = matrix.par_chunks(BLOCK * k).with_min_len(SHARE).map(block).collect();
    let mut all = vec![0.0; k];
    for block in &blocks {
        add(&mut all, 1.0, block);
    }
    all
}

/// `out` = the sum of all parts, in order.
pub(super) fn collect<T: Copy + Into<f64> + Sync>(parts: &[Vec<T>], out: &mut [f64]) {
    out.par_chunks_mut(SHARE * BLOCK).enumerate().for_each(|(block, out)| {
        let from = block * SHARE * BLOCK;
        out.fill(0.0);
        for part in parts {
            for (out, &sum) in out.iter_mut().zip(&part[from..]) {
                *out += sum.into();
            }
        }
    });
}
