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

/// rᵀ D⁻¹ r.
pub(super) fn decrement(r: &[f64], diagonal: &[f64]) -> f64 {
    let blocks = r.par_chunks(BLOCK).zip(diagonal.par_chunks(BLOCK)).with_min_len(SHARE);
    let sums: Vec<f64> = blocks.map(|(r, d)| r.iter().zip(d).map(|(r, d)| r * r / d).sum()).collect();
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

/// `r += factor * what`, and the [`decrement`] of that, in one pass.
pub(super) fn add_to_remainder(r: &mut [f64], factor: f64, what: &[f64], diagonal: &[f64]) -> f64 {
    let blocks = r.par_chunks_mut(BLOCK).zip(what.par_chunks(BLOCK)).zip(diagonal.par_chunks(BLOCK));
    let sum = |((r, what), d): ((&mut [f64], &[f64]), &[f64])| -> f64 {
        let moved = r.iter_mut().zip(what).zip(d).map(|((r, what), d)| {
            *r += factor * what;
            *r * *r / d
        });
        moved.sum()
    };
    let sums: Vec<f64> = blocks.with_min_len(SHARE).map(sum).collect();
    sums.iter().sum()
}

/// The next of the conjugate directions, in place of the last: `D⁻¹ r + ratio * p`.
pub(super) fn turn(p: &mut [f64], ratio: f64, r: &[f64], diagonal: &[f64]) {
    let blocks = p.par_chunks_mut(BLOCK).zip(r.par_chunks(BLOCK)).zip(diagonal.par_chunks(BLOCK));
    blocks.with_min_len(SHARE).for_each(|((p, r), d)| {
        for ((p, r), d) in p.iter_mut().zip(r).zip(d) {
            *p = r / d + ratio * *p;
        }
    });
}
