//! How long the intervals of a large table take: 10,000 draws of 100,000 rows.
//!
//! `cargo bench --bench bootstrap`, with `RAYON_NUM_THREADS=2` for two threads. Each row has a true label, one
//! of three, and the labels and losses of two models, made up; the figures are those of a report.
//!
//! - `rows`: each row is drawn by itself;
//! - `articles`: articles of 20 rows are drawn.

#![allow(missing_docs, reason = "criterion's macros make items without docs")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use standpoint::corpus::SplitMix64;
use standpoint::evaluation::{DRAWS, Totals, Units};
use standpoint::metrics::Confusion;

const ROWS: usize = 100_000;
const LABELS: usize = 3;
const MODELS: usize = 2;
/// A sum of losses for each model, and one of Brier scores.
const SUMS: usize = MODELS + 1;

fn units(rows_of_article: usize) -> Units {
    let n_units = ROWS / rows_of_article;
    let mut random = SplitMix64::new(0);
    let mut counted = Vec::with_capacity(ROWS * MODELS);
    let mut sums = vec![0.0; SUMS * n_units];
    for unit in (0..n_units).flat_map(|unit| [unit].repeat(rows_of_article)) {
        let truth = random.below(LABELS);
        for model in 0..MODELS {
            let label = if random.below(10) < 7 { truth } else { random.below(LABELS) };
            counted.push((unit as u32, ((model * LABELS + truth) * LABELS + label) as u32));
        }
        for sum in 0..SUMS {
            sums[sum * n_units + unit] += random.below(1000) as f64 / 700.0;
        }
    }
    Units::new(n_units, MODELS * LABELS * LABELS, counted, sums)
}

fn figures(totals: &Totals) -> Vec<Option<f64>> {
    let mut figures: Vec<Option<f64>> = Vec::new();
    for counts in totals.counts.chunks(LABELS * LABELS) {
        let confusion = Confusion::from_counts(LABELS, counts);
        figures.extend([confusion.accuracy(), confusion.balanced_accuracy(), confusion.macro_f1()].map(Some));
        for label in 0..LABELS {
            let scores = confusion.label(label);
            figures.extend([scores.precision, scores.recall, scores.f1]);
        }
    }
    figures.extend(totals.sums.iter().map(|sum| Some(sum / ROWS as f64)));
    figures
}

fn bootstrap(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bootstrap");
    group.sample_size(10);
    for (name, rows_of_article) in [("rows", 1), ("articles", 20)] {
        let units = units(rows_of_article);
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(&units).bootstrap(DRAWS, 0, figures));
        });
    }
    group.finish();
}

criterion_group!(benches, bootstrap);
criterion_main!(benches);
