//! Labelled rows beside what several ways of answering say of them, and the figures of all that, with
//! intervals from one bootstrap: each draw has the same rows for every way, so differences are paired.

use super::bootstrap::{Bootstrap, Totals, Units};
use super::intervals::{Interval, Scale};
use super::reliability::row_brier;
use super::scores::{Difference, Differences, Figures, LabelFigures, Scores};
use crate::corpus::Corpus;
use crate::metrics::{Confusion, row_loss};
use crate::model::most_probable;

/// What one way of answering says of each row, once for each repeat of cross-validation.
#[derive(Clone, Debug)]
pub(super) struct Answers {
    pub name: String,
    /// Repeats x rows.
    pub labels: Vec<u32>,
    /// Repeats x rows x labels; none for a way that knows no probabilities.
    pub probabilities: Option<Vec<f64>>,
}

impl Answers {
    /// The most probable labels.
    pub fn probable(name: &str, k: usize, probabilities: Vec<f64>) -> Self {
        let labels = probabilities.chunks(k).map(|row| most_probable(row) as u32).collect();
        Self { name: name.into(), labels, probabilities: Some(probabilities) }
    }

    /// One answer for each of `n` rows: by the mean probabilities of all repeats, or the first repeat's.
    pub fn mean(&self, n: usize) -> Self {
        let Some(all) = &self.probabilities else { return self.repeat(0, n) };
        let (size, repeats) = (all.len() * n / self.labels.len(), self.labels.len() / n);
        let mean = |at: usize| all[at..].iter().step_by(size).sum::<f64>() / repeats as f64;
        Self::probable(&self.name, size / n, (0..size).map(mean).collect())
    }

    /// The answers of one repeat for all of `n` rows.
    pub fn repeat(&self, repeat: usize, n: usize) -> Self {
        let part = |size: usize| repeat * size..(repeat + 1) * size;
        let k = self.probabilities.as_ref().map_or(0, |all| all.len() / self.labels.len());
        Self {
            name: self.name.clone(),
            labels: self.labels[part(n)].to_vec(),
            probabilities: self.probabilities.as_ref().map(|all| all[part(n * k)].to_vec()),
        }
    }

    /// The answers for some of `n` rows.
    fn subset(&self, rows: &[usize], n: usize) -> Self {
        let repeats = 0..self.labels.len() / n;
        let places: Vec<usize> =
            repeats.flat_map(|repeat| rows.iter().map(move |row| repeat * n + row)).collect();
        let k = self.probabilities.as_ref().map_or(0, |all| all.len() / self.labels.len());
        Self {
            name: self.name.clone(),
            labels: places.iter().map(|&place| self.labels[place]).collect(),
            probabilities: self.probabilities.as_ref().map(|all| {
                places.iter().flat_map(|place| &all[place * k..(place + 1) * k]).copied().collect()
            }),
        }
    }
}

/// Labelled rows and all answers to them; the first are those that are evaluated.
#[derive(Clone, Debug)]
pub(super) struct Evaluated {
    pub k: usize,
    pub truth: Vec<u32>,
    /// The unit of each row, numbered without a gap.
    pub units: Vec<u32>,
    pub answers: Vec<Answers>,
}

/// Figures of the evaluated answers, and the differences between them and each of the others.
pub(super) struct Measured {
    pub n_units: usize,
    pub scores: Scores,
    pub labels: Vec<LabelFigures>,
    pub confusion: Confusion,
    pub others: Vec<(Figures, Differences)>,
    /// The interval of the evaluated answers' Brier score.
    pub brier_interval: Option<Interval>,
}

/// Accuracy, balanced accuracy, macro-F1, log-loss.
const SCORES: usize = 4;

impl Evaluated {
    /// The rows of a corpus and all answers to them; `names` are the labels, sorted, the corpus's among them.
    pub fn new(corpus: &Corpus, names: &[String], answers: Vec<Answers>) -> Self {
        let place = |&label: &u32| {
            let name = &corpus.label_names()[label as usize];
            names.partition_point(|other| other < name) as u32
        };
        Self {
            k: names.len(),
            truth: corpus.labels().iter().map(place).collect(),
            units: corpus.clusters().map_or_else(|| (0..corpus.len() as u32).collect(), <[u32]>::to_vec),
            answers,
        }
    }

    /// The same for some of the rows, and the first answers only.
    pub fn subset(&self, rows: &[usize]) -> Self {
        let mut units: Vec<u32> = rows.iter().map(|&row| self.units[row]).collect();
        let mut present = units.clone();
        present.sort_unstable();
        present.dedup();
        for unit in &mut units {
            *unit = present.partition_point(|other| other < unit) as u32;
        }
        Self {
            k: self.k,
            truth: rows.iter().map(|&row| self.truth[row]).collect(),
            units,
            answers: self.answers[..1].iter().map(|answers| answers.subset(rows, self.truth.len())).collect(),
        }
    }

    /// How often each row was answered.
    pub fn repeats(&self) -> usize {
        self.answers[0].labels.len() / self.truth.len()
    }

    /// The figures of each repeat of the evaluated answers.
    pub fn figures_of_repeats(&self) -> Vec<Figures> {
        let of_repeat = |repeat: usize| {
            let answers = vec![self.answers[0].repeat(repeat, self.truth.len())];
            let one = Self { k: self.k, truth: self.truth.clone(), units: self.units.clone(), answers };
            one.figures(0, &one.units().totals())
        };
        (0..self.repeats()).map(of_repeat).collect()
    }

    /// All figures, with intervals from so many draws.
    pub fn measure(&self, draws: usize, label_names: &[String]) -> Measured {
        let units = self.units();
        let totals = units.totals();
        let estimates = self.all_figures(&totals);
        let bootstrap = units.bootstrap(draws, 0, |totals| self.all_figures(totals));
        let found = Found { estimates: &estimates, bootstrap: &bootstrap };
        let confusion = self.confusion(0, &totals);
        let repeats = self.repeats() as u64;
        let of_label = |label: usize| {
            let at = SCORES + 3 * label;
            LabelFigures {
                label: label_names[label].clone(),
                precision: estimates[at],
                precision_interval: found.interval(at, Scale::Share),
                recall: estimates[at + 1],
                recall_interval: found.interval(at + 1, Scale::Share),
                f1: estimates[at + 2],
                f1_interval: found.interval(at + 2, Scale::Share),
                support: confusion.label(label).support / repeats,
            }
        };
        let of_other = |way: usize| {
            let at = SCORES + 3 * self.k + SCORES * (way - 1);
            let differences = Differences {
                accuracy: found.difference(at).unwrap_or_default(),
                balanced_accuracy: found.difference(at + 1).unwrap_or_default(),
                macro_f1: found.difference(at + 2).unwrap_or_default(),
                log_loss: found.difference(at + 3),
            };
            (self.figures(way, &totals), differences)
        };
        Measured {
            n_units: units.len(),
            scores: Scores {
                figures: self.figures(0, &totals),
                accuracy_interval: found.interval(0, Scale::Share),
                balanced_accuracy_interval: found.interval(1, Scale::Share),
                macro_f1_interval: found.interval(2, Scale::Share),
                log_loss_interval: found.interval(3, Scale::Positive),
            },
            labels: (0..self.k).map(of_label).collect(),
            others: (1..self.answers.len()).map(of_other).collect(),
            confusion,
            brier_interval: found.interval(estimates.len() - 1, Scale::Positive),
        }
    }

    /// Counts of (way, true label, label), sums of losses, and last the sum of what the evaluated answers add to the
    /// Brier score. A way without probabilities has no sum.
    fn units(&self) -> Units {
        let n = self.truth.len();
        let n_units = self.units.iter().max().map_or(0, |&last| last as usize + 1);
        let mut counted = Vec::with_capacity(self.answers.len() * self.answers[0].labels.len());
        let (mut sums, mut brier) = (Vec::new(), vec![0.0; n_units]);
        for (way, answers) in self.answers.iter().enumerate() {
            let mut losses = vec![0.0; n_units];
            for (place, &label) in answers.labels.iter().enumerate() {
                let (unit, truth) = (self.units[place % n], self.truth[place % n]);
                counted.push((unit, ((way * self.k + truth as usize) * self.k) as u32 + label));
                if let Some(probabilities) = &answers.probabilities {
                    let row = &probabilities[place * self.k..(place + 1) * self.k];
                    losses[unit as usize] += row_loss(row[truth as usize]);
                    if way == 0 {
                        brier[unit as usize] += row_brier(truth, row);
                    }
                }
            }
            if answers.probabilities.is_some() {
                sums.append(&mut losses);
            }
        }
        sums.append(&mut brier);
        Units::new(n_units, self.answers.len() * self.k * self.k, counted, sums)
    }

    fn confusion(&self, way: usize, totals: &Totals) -> Confusion {
        let cells = self.k * self.k;
        Confusion::from_counts(self.k, &totals.counts[way * cells..(way + 1) * cells])
    }

    fn figures(&self, way: usize, totals: &Totals) -> Figures {
        let confusion = self.confusion(way, totals);
        let before = self.answers[..way].iter().filter(|answers| answers.probabilities.is_some()).count();
        let loss = || totals.sums[before] / confusion.n() as f64;
        Figures {
            accuracy: confusion.accuracy(),
            balanced_accuracy: confusion.balanced_accuracy(),
            macro_f1: confusion.macro_f1(),
            log_loss: self.answers[way].probabilities.is_some().then(loss),
        }
    }

    /// Scores, figures of labels, differences to each other way, and the Brier score: see [`Evaluated::measure`].
    fn all_figures(&self, totals: &Totals) -> Vec<Option<f64>> {
        let own = self.figures(0, totals);
        let confusion = self.confusion(0, totals);
        let mut all = own.to_vec();
        for label in 0..self.k {
            let scores = confusion.label(label);
            all.extend([scores.precision, scores.recall, scores.f1]);
        }
        for way in 1..self.answers.len() {
            let other = self.figures(way, totals).to_vec();
            all.extend(own.to_vec().into_iter().zip(other).map(|(own, other)| Some(own? - other?)));
        }
        all.push(totals.sums.last().map(|brier| brier / confusion.n() as f64));
        all
    }
}

/// Estimates and the draws that tell how sure they are.
struct Found<'a> {
    estimates: &'a [Option<f64>],
    bootstrap: &'a Bootstrap,
}

impl Found<'_> {
    fn interval(&self, at: usize, scale: Scale) -> Option<Interval> {
        self.bootstrap.interval(at, self.estimates[at]?, scale)
    }

    fn difference(&self, at: usize) -> Option<Difference> {
        let value = self.estimates[at]?;
        Some(Difference { value, interval: self.interval(at, Scale::Plain) })
    }
}
