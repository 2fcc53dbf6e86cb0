//! Texts that are the same, or nearly.
//!
//! Texts are compared by their words: case, punctuation and white space do not count. Two texts are nearly the
//! same if their sets of runs of three words (shingles: Broder, On the resemblance and containment of documents,
//! 1997) have a Jaccard similarity of at least [`NEARLY`]. Pairs are found without comparing all with all: each set
//! is ordered by rarity, and two sets that are similar enough must share one of their rarest elements (prefix
//! filtering: Bayardo, Ma, Srikant, Scaling up all pairs similarity search, 2007). Most texts share none, so that
//! the time is close to linear.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use super::text::Words;

/// The least similarity of texts that are nearly the same.
pub(super) const NEARLY: f64 = 0.5;

/// Texts of fewer words are not compared: "Thank you." may stand anywhere.
pub(super) const FEWEST_WORDS: usize = 6;

/// Words in a shingle.
const SHINGLE: usize = 3;

/// The most earlier texts that one text is compared with; only texts that are all alike have more.
const MOST_CANDIDATES: usize = 200;

/// Two rows whose texts are nearly the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    pub rows: [usize; 2],
    pub similarity: f64,
}

/// The rows of each text that stands in several, by first row.
pub(super) fn equal(texts: &[Words]) -> Vec<Vec<usize>> {
    let mut repeated: Vec<Vec<usize>> = by_text(texts).into_values().filter(|rows| rows.len() > 1).collect();
    repeated.sort_unstable();
    repeated
}

fn by_text(texts: &[Words]) -> BTreeMap<&str, Vec<usize>> {
    let mut rows_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, text) in texts.iter().enumerate() {
        rows_of.entry(text.as_str()).or_default().push(row);
    }
    rows_of
}

/// For each text that nearly equals an earlier one of another article, the one that it resembles most. Equal texts
/// count once. `article` is the number of a row's article.
pub(super) fn nearly_equal(texts: &[Words], article: impl Fn(usize) -> usize) -> Vec<Near> {
    let mut rows: Vec<usize> = by_text(texts)
        .into_values()
        .filter_map(|rows| (texts[rows[0]].len() >= FEWEST_WORDS).then_some(rows[0]))
        .collect();
    rows.sort_unstable();
    let sets = shingle_sets(&rows.iter().map(|&row| &texts[row]).collect::<Vec<_>>());
    let n_shingles = sets.iter().flatten().max().map_or(0, |&last| last as usize + 1);
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); n_shingles];
    let mut compared_with = vec![u32::MAX; sets.len()];
    let mut found = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let prefix = set.len() - (NEARLY * set.len() as f64).ceil() as usize + 1;
        let mut best: Option<(f64, usize)> = None;
        let candidates = set[..prefix].iter().flat_map(|&shingle| &holders[shingle as usize]);
        let mut n_compared = 0;
        for &other in candidates {
            if compared_with[other as usize] == number as u32
                || article(rows[other as usize]) == article(rows[number])
            {
                continue;
            }
            compared_with[other as usize] = number as u32;
            let similarity = jaccard(set, &sets[other as usize]);
            if similarity >= best.map_or(NEARLY, |best| best.0.next_up()) {
                best = Some((similarity, other as usize));
            }
            n_compared += 1;
            if n_compared == MOST_CANDIDATES {
                break;
            }
        }
        found.extend(best.map(|(similarity, other)| Near { rows: [rows[other], rows[number]], similarity }));
        for &shingle in &set[..prefix] {
            holders[shingle as usize].push(number as u32);
        }
    }
    found
}

/// The shingles of each text, as numbers in order of how few texts have them.
fn shingle_sets(texts: &[&Words]) -> Vec<Vec<u32>> {
    let mut occurrences: Vec<(u64, u32)> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let runs = (0..=text.len() - SHINGLE).map(|at| xxh3_64(text.run(at, SHINGLE).as_bytes()));
        occurrences.extend(runs.map(|shingle| (shingle, number as u32)));
    }
    occurrences.sort_unstable();
    occurrences.dedup();
    let mut holders: Vec<&[(u64, u32)]> = occurrences.chunk_by(|a, b| a.0 == b.0).collect();
    holders.sort_by_key(|holders| holders.len());
    let mut sets = vec![Vec::new(); texts.len()];
    for (shingle, holders) in holders.into_iter().enumerate() {
        for &(_, text) in holders {
            sets[text as usize].push(shingle as u32);
        }
    }
    sets
}

/// The share of common elements in all elements of two sorted sets.
fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        common += usize::from(a[i] == b[j]);
        (i, j) = (i + usize::from(a[i] <= b[j]), j + usize::from(b[j] <= a[i]));
    }
    common as f64 / (a.len() + b.len() - common) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SplitMix64;

    fn words(texts: &[&str]) -> Vec<Words> {
        texts.iter().map(|text| Words::new(text)).collect()
    }

    #[test]
    fn texts_are_equal_by_their_words() {
        let texts = words(&["One, two!", "three", "one two", "Three", "two one"]);
        assert_eq!(equal(&texts), [vec![0, 2], vec![1, 3]]);
    }

    #[test]
    fn a_changed_word_is_found_in_other_articles_only() {
        let texts = words(&[
            "The ministers met for two hours in the palace on Monday.",
            "Nothing of this has anything to do with the rest.",
            "The ministers met for two hours in the palace on Tuesday!",
            "The ministers met for two hours in the palace on Monday",
            "The ministers met.",
        ]);
        let near = nearly_equal(&texts, |row| row);
        assert_eq!(near, [Near { rows: [0, 2], similarity: 8.0 / 10.0 }]);
        assert!(nearly_equal(&texts, |_| 0).is_empty());
    }

    /// Against comparing all with all, on texts of few different words.
    #[test]
    fn the_filter_loses_no_pair() {
        let mut random = SplitMix64::new(7);
        let texts: Vec<String> = (0..200)
            .map(|_| (0..6 + random.below(6)).map(|_| ["a ", "b ", "c "][random.below(3)]).collect())
            .collect();
        let texts = words(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let sets = shingle_sets(&texts.iter().collect::<Vec<_>>());
        let firsts: Vec<usize> = by_text(&texts).into_values().map(|rows| rows[0]).collect();
        let found = nearly_equal(&texts, |row| row);
        let mut n_expected = 0;
        for &row in &firsts {
            let best =
                firsts.iter().filter(|&&other| other < row).map(|&other| jaccard(&sets[row], &sets[other]));
            let best = best.fold(0.0, f64::max);
            let of_row = found.iter().find(|near| near.rows[1] == row).map(|near| near.similarity);
            assert_eq!(of_row, (best >= NEARLY).then_some(best), "row {row}");
            n_expected += usize::from(best >= NEARLY);
        }
        assert!(n_expected > 50 && found.len() == n_expected);
    }
}
