//! Do corrected shares deserve their name? Bias and coverage where the truth is known.
//!
//! Run it with `cargo run --release --example simulate_shares -- 2000` (data sets for each line; default 200).
//! Its table stands in ARCHITECTURE.md.
//!
//! A data set has articles of 20 sentences with three labels. Articles differ: each draws its own shares around
//! those of the text, and shifts the scores of all its sentences. The model is good (some 85 % right), too sure,
//! and trained with balanced labels; it is calibrated on 40 articles with other shares than the text has. Of
//! that text 100 sentences are labelled by hand. Under domain shift the text's scores lean to the first label,
//! which the calibration rows do not show.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use rayon::prelude::*;
use standpoint::corpus::SplitMix64;
use standpoint::evaluation::{CountedRow, ImpliedPriors, Share, shares, stratified_sample};
use standpoint::model::{Calibration, most_probable};

const K: usize = 3;
const SENTENCES: usize = 20;
const TRAINING_SHARES: [f64; K] = [0.25, 0.4, 0.35];
const SHARES: [f64; K] = [0.1, 0.75, 0.15];
/// How far a sentence's score for its own label stands out, in standard deviations.
const SIGNAL: f64 = 2.1;
/// How far an article moves each of its scores, and domain shift the first.
const ARTICLE_EFFECT: f64 = 0.3;
const DOMAIN_SHIFT: f64 = 0.8;
/// How much too sure the model is.
const TOO_SURE: f64 = 1.6;

/// Random numbers that are not even.
struct Random(SplitMix64);

impl Random {
    fn even(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal (Box, Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.even()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.even()).cos()
    }

    /// A label with these shares.
    fn label(&mut self, shares: &[f64]) -> usize {
        let mut rest = self.even();
        let below = |share: &f64| {
            rest -= share;
            rest < 0.0
        };
        shares.iter().position(below).unwrap_or(K - 1)
    }
}

/// Sentences with their true labels, and what an uncalibrated model says of them.
struct Text {
    labels: Vec<u32>,
    probabilities: Vec<f64>,
    articles: Vec<u32>,
}

fn text(n_articles: usize, means: [f64; K], shift: f64, random: &mut Random) -> Text {
    let mut text = Text { labels: Vec::new(), probabilities: Vec::new(), articles: Vec::new() };
    for article in 0..n_articles {
        // The mean over articles is `means`: half of an article's sentences have the label that it is about.
        let about = random.label(&means);
        let own: Vec<f64> = (0..K).map(|c| 0.5 * means[c] + if c == about { 0.5 } else { 0.0 }).collect();
        let moved: Vec<f64> =
            (0..K).map(|c| ARTICLE_EFFECT * random.normal() + if c == 0 { shift } else { 0.0 }).collect();
        for _ in 0..SENTENCES {
            let label = random.label(&own);
            let score = |c: usize, random: &mut Random| {
                random.normal() + moved[c] + if c == label { SIGNAL } else { 0.0 }
            };
            let odds: Vec<f64> = (0..K).map(|c| (TOO_SURE * SIGNAL * score(c, random)).exp()).collect();
            let sum: f64 = odds.iter().sum();
            text.probabilities.extend(odds.iter().map(|odds| odds / sum));
            text.labels.push(label as u32);
            text.articles.push(article as u32);
        }
    }
    text
}

/// For each estimator, of each label: how far it is off, and whether its interval holds the truth.
type Outcome = [[(f64, bool); K]; 3];

fn one(n_articles: usize, means: [f64; K], shift: f64, seed: u64) -> Outcome {
    let mut random = Random(SplitMix64::new(seed));
    let known = text(40, TRAINING_SHARES, 0.0, &mut random);
    let calibration = Calibration::fit(&known.probabilities, &known.labels, Some(&known.articles));
    let implied = ImpliedPriors::new(&calibration, K, seed);
    let read = text(n_articles, means, shift, &mut random);
    let probabilities = calibration.calibrated(&read.probabilities, K);
    let predicted: Vec<usize> = probabilities.chunks(K).map(most_probable).collect();
    let sample = stratified_sample(&predicted, 100.min(read.labels.len()), seed).unwrap_or_default();
    let mut rows: Vec<CountedRow> = (0..read.labels.len())
        .map(|row| CountedRow {
            article: read.articles[row] as usize,
            weight: 1.0,
            label: predicted[row],
            probabilities: &probabilities[row * K..(row + 1) * K],
            sampled: None,
        })
        .collect();
    for drawn in sample {
        rows[drawn.row].sampled = Some((read.labels[drawn.row] as usize, drawn.probability));
    }
    let found = shares(&rows, K, implied.as_ref(), seed);
    let of = |shares: Option<&Vec<Share>>| {
        std::array::from_fn(|c| {
            shares.map_or((f64::NAN, false), |shares| {
                let Share { value, interval } = shares[c];
                (value - means[c], (interval.low..=interval.high).contains(&means[c]))
            })
        })
    };
    [of(Some(&found.raw)), of(found.corrected.as_ref()), of(found.by_sample.as_ref())]
}

fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(200);
    println!(
        "| text | articles | raw: bias | covers | corrected: bias | covers | by sample: bias | covers |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (name, means, shift) in [
        ("as in training", TRAINING_SHARES, 0.0),
        ("other shares", SHARES, 0.0),
        ("other domain", SHARES, DOMAIN_SHIFT),
    ] {
        for n_articles in [5, 19, 100] {
            let outcomes: Vec<Outcome> =
                (0..n).into_par_iter().map(|seed| one(n_articles, means, shift, seed)).collect();
            let cells = (0..3).map(|estimator| {
                let of = |c: usize| outcomes.iter().map(move |outcome| outcome[estimator][c]);
                let bias = |c: usize| (of(c).map(|(off, _)| off).sum::<f64>() / n as f64).abs();
                let covered = |c: usize| of(c).filter(|(_, covered)| *covered).count();
                let bias = (0..K).map(bias).fold(0.0, f64::max);
                let covered = (0..K).map(covered).sum::<usize>() as f64 / (K as u64 * n) as f64;
                format!("{:.1} | {:.1} %", bias * 100.0, covered * 100.0)
            });
            println!("| {name} | {n_articles} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
    println!(
        "\nBias: the largest of the three labels, in points. Covers: the intervals that hold the true share."
    );
}
