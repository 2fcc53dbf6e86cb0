//! Which rows to label by hand: a stratified random sample with known probabilities.

use crate::corpus::SplitMix64;
use crate::error::{Error, ErrorKind, Result};

/// A row of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The row.
    pub row: usize,
    /// How probable it was that it was drawn: the share of its stratum that was.
    pub probability: f64,
}

/// Draws `size` rows, from each stratum in proportion to its rows, but at least two (or all it has).
///
/// `strata` says for each row which stratum it is in, numbered from 0. In each stratum every row is equally
/// probable. The rows come in ascending order. Takes n log n.
///
/// ```
/// use standpoint::evaluation::stratified_sample;
/// // Ninety rows of one stratum and ten of another.
/// let strata = [[0; 90].as_slice(), &[1; 10]].concat();
/// let sample = stratified_sample(&strata, 20, 0)?;
/// assert_eq!(sample.len(), 20);
/// let sum_of_inverses: f64 = sample.iter().map(|drawn| 1.0 / drawn.probability).sum();
/// assert!((sum_of_inverses - 100.0).abs() < 1e-9);
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Setting`] if `size` is too small for two rows of each stratum.
pub fn stratified_sample(strata: &[usize], size: usize, seed: u64) -> Result<Vec<Drawn>> {
    const LEAST: usize = 2;
    let n_strata = strata.iter().max().map_or(0, |&last| last + 1);
    let mut rows = vec![Vec::new(); n_strata];
    for (row, &stratum) in strata.iter().enumerate() {
        rows[stratum].push(row);
    }
    let size = size.min(strata.len());
    let mut sizes: Vec<usize> = rows.iter().map(|rows| LEAST.min(rows.len())).collect();
    let least: usize = sizes.iter().sum();
    if size < least {
        let message = format!(
            "a sample of {size} is too small for {LEAST} rows of each of {n_strata} strata; draw at least {least}"
        );
        return Err(Error::new(ErrorKind::Setting, message));
    }
    // One after the other, each to the stratum that is furthest below its part.
    for _ in least..size {
        let drawn = |h: usize| (sizes[h] as f64 + 1.0) / rows[h].len() as f64;
        let open = (0..n_strata).filter(|&h| sizes[h] < rows[h].len());
        if let Some(next) = open.min_by(|&a, &b| drawn(a).total_cmp(&drawn(b))) {
            sizes[next] += 1;
        }
    }
    let mut random = SplitMix64::new(seed);
    let mut sample = Vec::with_capacity(size);
    for (rows, &size) in rows.iter_mut().zip(&sizes) {
        random.shuffle(rows);
        let probability = size as f64 / rows.len().max(1) as f64;
        sample.extend(rows[..size].iter().map(|&row| Drawn { row, probability }));
    }
    sample.sort_by_key(|drawn| drawn.row);
    Ok(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_drawn_as_often_as_its_probability_says() {
        let strata: Vec<usize> = (0..60).map(|row| usize::from(row >= 50)).collect();
        let mut times = vec![0; 60];
        for seed in 0..2000 {
            for drawn in stratified_sample(&strata, 12, seed).expect("large enough") {
                assert!([0.2, 1.0 / 5.0].contains(&drawn.probability) || drawn.probability > 0.19);
                times[drawn.row] += 1;
            }
        }
        assert!(times.iter().all(|&times| (330..=470).contains(&times)), "{times:?}");
        assert!(stratified_sample(&strata, 3, 0).is_err());
        assert_eq!(stratified_sample(&strata, 100, 0).expect("all").len(), 60);
        assert_eq!(stratified_sample(&[], 5, 0).expect("none"), []);
    }
}
