//! How far coders agree who labelled the same units.
//!
//! All figures rest on one count. In a unit that m coders labelled, m ≥ 2, each label is compared with the
//! m − 1 others: o(c) is the number of labels c, each counted with the share of the others that are c too,
//! n(c) the number of labels c, n the number of labels.
//!
//! - **Agreement** is the sum of o(c) over c, divided by n: the share of equal labels among pairs.
//! - **Specific agreement** of a label is o(c) / n(c): where one coder says c, how often does another (Spitzer,
//!   Fleiss: A re-analysis of the reliability of psychiatric diagnosis, 1974; for two coders the F1 between them).
//! - **Krippendorff's alpha** for nominal labels is 1 − observed / expected disagreement, that is
//!   1 − (n − 1) (n − sum of o(c)) / (n² − sum of n(c)²) (Krippendorff: Computing Krippendorff's
//!   alpha-reliability, 2011). The alpha of one label is that of this label against all others.
//! - **Cohen's kappa** is that of [`Confusion::cohen_kappa`] for each pair of coders, over the units that both
//!   labelled; for more than two coders the mean over pairs (Light: Measures of response agreement for
//!   qualitative data, 1971).
//!
//! Full agreement is 1 in all of them, also if only one label was ever used.

mod ratings;
mod reading;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::ratings::Ratings;
use self::ratings::Unit;
pub use self::reading::{Coders, RatingColumns, read_ratings};
use super::bootstrap::{DRAWS, Totals, Units};
use super::intervals::{Interval, Scale};
use crate::metrics::Confusion;

/// How far coders agree. Serialises to the JSON that `agree --format json` prints: the keys are the
/// names of these fields and stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// The column of the labels.
    pub label_column: String,
    /// The coders.
    pub coders: Vec<Coder>,
    /// Units that at least one coder labelled.
    pub n_units: usize,
    /// Units that at least two coders labelled; all figures are about these.
    pub n_pairable: usize,
    /// Articles with such units, if units have articles.
    pub n_articles: Option<usize>,
    /// The share of equal labels among pairs; this and the next are none if no unit has two labels.
    pub agreement: Option<f64>,
    /// Cohen's kappa; for more than two coders its mean over the pairs that have one.
    pub cohen_kappa: Option<f64>,
    /// Krippendorff's alpha for nominal labels.
    pub krippendorff_alpha: Option<f64>,
    /// Its 95 % interval, by bootstrap over articles (units, where there are none); none for fewer than two.
    pub krippendorff_alpha_interval: Option<Interval>,
    /// The agreement about each label, sorted by name.
    pub labels: Vec<LabelAgreement>,
    /// The agreement of each two coders.
    pub pairs: Vec<PairAgreement>,
    /// Units with unequal labels, those with the least agreement first; as many as were asked for.
    pub disagreements: Vec<Disagreement>,
}

/// A coder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coder {
    /// The name.
    pub name: String,
    /// How many units the coder labelled.
    pub n: usize,
}

/// The agreement about one label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelAgreement {
    /// The label.
    pub label: String,
    /// How often it was given in units with two labels or more.
    pub n: usize,
    /// Specific agreement: where one coder gives it, how often does another; none if it was never given there.
    pub agreement: Option<f64>,
    /// Krippendorff's alpha of this label against all others; none likewise.
    pub krippendorff_alpha: Option<f64>,
}

/// The agreement of two coders.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairAgreement {
    /// Their names.
    pub coders: [String; 2],
    /// Units that both labelled.
    pub n: u64,
    /// The share of them with equal labels; none without units.
    pub agreement: Option<f64>,
    /// Cohen's kappa; none without units.
    pub cohen_kappa: Option<f64>,
    /// Rows: the first coder's labels; columns: the second's; both in the order of `labels`.
    pub confusion: Confusion,
}

/// A unit about which coders differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// What the unit is called: its id, its article and number, or its number in the file.
    pub unit: String,
    /// Its text; empty if it is not known.
    pub text: String,
    /// The label of each coder; none where it is missing.
    pub labels: BTreeMap<String, Option<String>>,
}

impl Agreement {
    /// The agreement of these coders, with at most `n_disagreements` of the units on which they differ.
    /// Takes time linear in units and in pairs of coders, and 1,000 times the number of articles for the interval.
    pub fn of(ratings: &Ratings, n_disagreements: usize) -> Self {
        let k = ratings.label_names.len();
        let pairable: Vec<&Unit> = ratings.units.iter().filter(|unit| unit.n_labels() > 1).collect();
        let clusters = clusters(&pairable, k, ratings.n_articles);
        let total = clusters.iter().fold(Matches::new(k), |total, cluster| total.plus(cluster, 1.0));
        let pairs = pairs(ratings);
        let kappas: Vec<f64> = pairs.iter().filter_map(|pair| pair.cohen_kappa).collect();
        Self {
            label_column: ratings.label_column.clone(),
            coders: (0..ratings.coders.len()).map(|coder| ratings.coder(coder)).collect(),
            n_units: ratings.units.len(),
            n_pairable: pairable.len(),
            n_articles: ratings.n_articles.map(|_| clusters.len()),
            agreement: total.agreement(),
            cohen_kappa: (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64),
            krippendorff_alpha: total.alpha(),
            krippendorff_alpha_interval: alpha_interval(&clusters, k),
            labels: (0..k).map(|label| total.of_label(label, &ratings.label_names[label])).collect(),
            pairs,
            disagreements: disagreements(ratings, &pairable, n_disagreements),
        }
    }
}

impl Ratings {
    fn coder(&self, coder: usize) -> Coder {
        let n = self.units.iter().filter(|unit| unit.labels[coder].is_some()).count();
        Coder { name: self.coders[coder].clone(), n }
    }
}

impl Unit {
    fn n_labels(&self) -> usize {
        self.labels.iter().flatten().count()
    }
}

/// The count that the figures rest on.
#[derive(Clone, Debug)]
struct Matches {
    /// o(c) of the module page.
    matching: Vec<f64>,
    /// n(c).
    given: Vec<f64>,
}

impl Matches {
    fn new(k: usize) -> Self {
        Self { matching: vec![0.0; k], given: vec![0.0; k] }
    }

    fn of_unit(unit: &Unit, k: usize) -> Self {
        let mut matches = Self::new(k);
        for &label in unit.labels.iter().flatten() {
            matches.given[label as usize] += 1.0;
        }
        let others = unit.n_labels() as f64 - 1.0;
        for (matching, given) in matches.matching.iter_mut().zip(&matches.given) {
            *matching = given * (given - 1.0) / others;
        }
        matches
    }

    /// Adds others so many times.
    fn plus(mut self, other: &Self, times: f64) -> Self {
        let sums = self.matching.iter_mut().zip(&other.matching);
        for (sum, more) in sums.chain(self.given.iter_mut().zip(&other.given)) {
            *sum += times * more;
        }
        self
    }

    fn agreement(&self) -> Option<f64> {
        ratio(self.matching.iter().sum(), self.given.iter().sum())
    }

    fn alpha(&self) -> Option<f64> {
        let n: f64 = self.given.iter().sum();
        let observed = n - self.matching.iter().sum::<f64>();
        let expected = n * n - self.given.iter().map(|given| given * given).sum::<f64>();
        match n {
            0.0 => None,
            // Sums of thirds and sevenths may miss a whole number by a hair.
            _ if observed < 1e-9 * n => Some(1.0),
            _ => Some(1.0 - (n - 1.0) * observed / expected),
        }
    }

    fn of_label(&self, label: usize, name: &str) -> LabelAgreement {
        let (matching, given) = (self.matching[label], self.given[label]);
        let n: f64 = self.given.iter().sum();
        // Labels that are not this one match those others that are not either.
        let others = (n - given) - (given - matching);
        let alone = Self { matching: vec![matching, others], given: vec![given, n - given] };
        LabelAgreement {
            label: name.to_owned(),
            n: given as usize,
            agreement: ratio(matching, given),
            krippendorff_alpha: alone.alpha().filter(|_| given > 0.0),
        }
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The counts of each article that has such units; of each unit, where there are no articles.
fn clusters(pairable: &[&Unit], k: usize, n_articles: Option<usize>) -> Vec<Matches> {
    let mut clusters: Vec<Option<Matches>> = vec![None; n_articles.unwrap_or(pairable.len())];
    for (number, unit) in pairable.iter().enumerate() {
        let cluster = &mut clusters[unit.article.map_or(number, |article| article as usize)];
        *cluster =
            Some(cluster.take().unwrap_or_else(|| Matches::new(k)).plus(&Matches::of_unit(unit, k), 1.0));
    }
    clusters.into_iter().flatten().collect()
}

fn alpha_interval(clusters: &[Matches], k: usize) -> Option<Interval> {
    if clusters.len() < 2 {
        return None;
    }
    // Single units have few different counts, which are added up once for all that are alike.
    let bits = |matches: &Matches| -> Vec<u64> {
        matches.matching.iter().chain(&matches.given).map(|value| value.to_bits()).collect()
    };
    let mut kinds: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let mut of_kind: Vec<&Matches> = Vec::new();
    let mut kind = |cluster| {
        *kinds.entry(bits(cluster)).or_insert_with(|| {
            of_kind.push(cluster);
            of_kind.len() - 1
        })
    };
    let kind_of: Vec<(u32, u32)> =
        clusters.iter().enumerate().map(|(unit, cluster)| (unit as u32, kind(cluster) as u32)).collect();
    let units = Units::new(clusters.len(), of_kind.len(), kind_of, Vec::new());
    let alpha = |totals: &Totals| {
        let kinds = of_kind.iter().zip(&totals.counts);
        kinds.fold(Matches::new(k), |sum, (kind, &times)| sum.plus(kind, times as f64)).alpha()
    };
    let estimate = alpha(&units.totals())?;
    units.bootstrap(DRAWS, 0, |totals| vec![alpha(totals)]).interval(0, estimate, Scale::Plain)
}

fn pairs(ratings: &Ratings) -> Vec<PairAgreement> {
    let k = ratings.label_names.len();
    let n_coders = ratings.coders.len();
    let both = (0..n_coders).flat_map(|first| (first + 1..n_coders).map(move |second| [first, second]));
    let pair = |coders: [usize; 2]| {
        let labels = ratings.units.iter().filter_map(|unit| {
            let [first, second] = coders.map(|coder| unit.labels[coder]);
            Some((first? as usize, second? as usize))
        });
        let confusion = Confusion::from_pairs(k, labels);
        PairAgreement {
            coders: coders.map(|coder| ratings.coders[coder].clone()),
            n: confusion.n(),
            agreement: (confusion.n() > 0).then(|| confusion.accuracy()),
            cohen_kappa: confusion.cohen_kappa(),
            confusion,
        }
    };
    both.map(pair).collect()
}

fn disagreements(ratings: &Ratings, pairable: &[&Unit], n: usize) -> Vec<Disagreement> {
    let k = ratings.label_names.len();
    let mut differing: Vec<(f64, &Unit)> = pairable
        .iter()
        .map(|unit| (Matches::of_unit(unit, k).agreement().unwrap_or(1.0), *unit))
        .filter(|(agreement, _)| *agreement < 1.0 - 1e-9)
        .collect();
    differing.sort_by(|a, b| a.0.total_cmp(&b.0));
    let shown = |unit: &Unit| Disagreement {
        unit: unit.name.clone(),
        text: unit.text.clone(),
        labels: unit
            .labels
            .iter()
            .zip(&ratings.coders)
            .map(|(label, coder)| {
                (coder.clone(), label.map(|label| ratings.label_names[label as usize].clone()))
            })
            .collect(),
    };
    differing.into_iter().take(n).map(|(_, unit)| shown(unit)).collect()
}
