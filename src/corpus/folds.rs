//! Folds for cross-validation: whole articles, labels spread evenly.

use super::Corpus;
use crate::error::{Error, ErrorKind, Result};

/// Which fold each row is held out in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folds {
    fold_of: Vec<u32>,
    k: usize,
}

impl Folds {
    /// Parts a corpus into `k` folds. Where it has clusters, none is split; each cluster, the
    /// largest first, goes to the fold whose label counts it leaves most even. Without clusters rows
    /// are stratified by label. Equal candidates are ordered by `seed`.
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] unless 2 ≤ k ≤ number of clusters (or rows).
    pub fn new(corpus: &Corpus, k: usize, seed: u64) -> Result<Self> {
        Self::parted(corpus, k, seed, |size| size)
    }

    /// `repeats` ways to part a corpus (at least one), the first by [`Folds::new`]. For the others, clusters whose sizes have
    /// the same power of two below them change places at random, so that more than ties differ.
    ///
    /// # Errors
    /// As for [`Folds::new`].
    pub fn repeated(corpus: &Corpus, k: usize, seed: u64, repeats: usize) -> Result<Vec<Self>> {
        let part = |repeat: usize| match repeat {
            0 => Self::new(corpus, k, seed),
            _ => Self::parted(corpus, k, seed.wrapping_add(repeat as u64), |size| size.ilog2() as usize),
        };
        (0..repeats.max(1)).map(part).collect()
    }

    fn parted(corpus: &Corpus, k: usize, seed: u64, rank: impl Fn(usize) -> usize) -> Result<Self> {
        let n = corpus.n_clusters();
        if k < 2 || k > n {
            let units = match corpus.cluster_name() {
                unit @ ("article" | "row") => format!("{n} {unit}s"),
                column => format!("{n} values of '{column}'"),
            };
            let message = format!("{k} folds of {units}: the number of folds must be from 2 to {n}");
            return Err(Error::new(ErrorKind::Setting, message));
        }
        let fold_of = match corpus.clusters() {
            Some(clusters) => grouped(corpus, clusters, n, k, seed, rank),
            None => stratified(corpus, k, seed),
        };
        Ok(Self { fold_of, k })
    }

    /// The number of folds.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The rows outside and inside of fold `fold`: to train on, and to test on.
    pub fn split(&self, fold: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.fold_of.len()).partition(|&row| self.fold_of[row] as usize != fold)
    }
}

fn stratified(corpus: &Corpus, k: usize, seed: u64) -> Vec<u32> {
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    SplitMix64::new(seed).shuffle(&mut order);
    order.sort_by_key(|&row| corpus.labels()[row]);
    let mut fold_of = vec![0; corpus.len()];
    for (place, row) in order.into_iter().enumerate() {
        fold_of[row] = (place % k) as u32;
    }
    fold_of
}

/// Places groups one after the other, those of the highest rank of size first.
fn grouped(
    corpus: &Corpus,
    groups: &[u32],
    n_groups: usize,
    k: usize,
    seed: u64,
    rank: impl Fn(usize) -> usize,
) -> Vec<u32> {
    let n_labels = corpus.label_names().len();
    let mut counts = vec![vec![0usize; n_labels]; n_groups];
    for (&group, &label) in groups.iter().zip(corpus.labels()) {
        counts[group as usize][label as usize] += 1;
    }
    let mut order: Vec<usize> = (0..n_groups).collect();
    SplitMix64::new(seed).shuffle(&mut order);
    order.sort_by_key(|&group| std::cmp::Reverse(rank(counts[group].iter().sum())));
    let totals = corpus.label_counts();
    let mut filled = vec![vec![0usize; n_labels]; k];
    let mut fold_of_group = vec![0u32; n_groups];
    for group in order {
        // The sum over labels of squared shares grows least where these labels are rarest.
        let cost = |fold: &[usize]| -> f64 {
            let share = |label: usize| {
                let (before, more) = (fold[label] as f64, counts[group][label] as f64);
                ((before + more).powi(2) - before.powi(2)) / (totals[label].max(1) as f64).powi(2)
            };
            (0..n_labels).map(share).sum()
        };
        // An empty fold costs least; of equals it is the first, so that none stays empty.
        let key = |fold: &[usize]| (cost(fold), fold.iter().any(|&count| count > 0));
        let keys: Vec<(f64, bool)> = filled.iter().map(|fold| key(fold)).collect();
        let by_cost =
            |&a: &usize, &b: &usize| keys[a].0.total_cmp(&keys[b].0).then(keys[a].1.cmp(&keys[b].1));
        let best = (0..k).min_by(by_cost).unwrap_or_default();
        for label in 0..n_labels {
            filled[best][label] += counts[group][label];
        }
        fold_of_group[group] = best as u32;
    }
    groups.iter().map(|&group| fold_of_group[group as usize]).collect()
}

/// A small random number generator whose stream is fixed for good (Steele, Lea, Flood: Fast
/// splittable pseudorandom number generators, 2014), so that folds and intervals never change.
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n` (which is above 0); uneven by less than n / 2^64.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next_u64()) * n as u128) >> 64) as usize
    }

    /// Puts items in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Columns, read};

    #[test]
    fn the_generator_gives_the_published_stream() {
        let mut random = SplitMix64::new(1_234_567);
        assert_eq!(
            [random.next_u64(), random.next_u64()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    #[test]
    fn folds_keep_articles_whole_and_labels_even() {
        let row = |i: usize| format!("a{},{},t\n", i / 5, ["x", "y", "z"][(i / 5 + i % 5) % 3]);
        let table = String::from("article,stance,text\n") + &(0..200).map(row).collect::<String>();
        let (corpus, _) = read(table.as_bytes(), "t.csv", &Columns::default()).expect("good");
        let folds = Folds::new(&corpus, 5, 0).expect("folds");
        let groups = corpus.groups().expect("groups");
        for fold in 0..5 {
            let (train, test) = folds.split(fold);
            assert_eq!(train.len() + test.len(), 200);
            assert!(test.iter().all(|&row| train.iter().all(|&other| groups[row] != groups[other])));
            for counts in corpus.subset(&test).label_counts() {
                assert!((10..=17).contains(&counts), "{counts} of 40 / 3 expected");
            }
        }
        let repeated = Folds::repeated(&corpus, 5, 0, 3).expect("folds");
        assert_eq!(repeated[0], folds);
        assert!(repeated[1] != folds && repeated[2] != repeated[1]);
    }

    #[test]
    fn no_fold_is_empty_where_articles_have_different_labels() {
        let row = |i: usize| format!("a{},{},t\n", i / 2, ["x", "y", "z"][i / 2 % 3]);
        for n in 2..12 {
            let table = String::from("article,stance,text\n") + &(0..2 * n).map(row).collect::<String>();
            let (corpus, _) = read(table.as_bytes(), "t.csv", &Columns::default()).expect("good");
            for k in 2..=n {
                let folds = Folds::new(&corpus, k, 0).expect("folds");
                assert!((0..k).all(|fold| !folds.split(fold).1.is_empty()), "{k} folds of {n} articles");
            }
        }
    }
}
