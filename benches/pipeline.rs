//! How fast each step of the pipeline is, in bytes of text a second.
//!
//! The text is `data/sentences.csv`, repeated to about 4 MB: the vocabulary stays small, so these
//! figures are for comparing versions of this crate, not for comparing it with other tools.
//!
//! Run all steps with `cargo bench`, one with `cargo bench -- fit`. Steps:
//!
//! - `tokenise`: the words of each text, in lower case;
//! - `fit`: vocabulary, idf and rows of the default features;
//! - `transform`: rows of texts by a vocabulary that is frozen;
//! - `solve`: the Newton method on these rows;
//! - `predict`: from text to probabilities, which is transform and a sum of weights.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench may fail so; criterion's macros make items without docs"
)]

use std::fs::File;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use standpoint::corpus::{Columns, read};
use standpoint::features::{FeatureSettings, Features, Samples, Scratch, fold, words};
use standpoint::model::{C, Problem, minimise};
use standpoint::{Classifier, Corpus, TrainSettings};

/// How often the corpus is repeated.
const TIMES: usize = 80;

fn corpus() -> Corpus {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sentences.csv");
    let file = File::open(path).expect("the corpus is there");
    let (corpus, _) = read(file, path, &Columns::default()).expect("the corpus is readable");
    let rows: Vec<usize> = (0..corpus.len()).collect();
    corpus.subset(&rows.repeat(TIMES))
}

fn pipeline(criterion: &mut Criterion) {
    let corpus = corpus();
    let texts = corpus.texts();
    let samples = Samples::plain(&texts);
    let settings = TrainSettings { c: C::Fixed(1.0), ..TrainSettings::default() };
    let features = FeatureSettings::default();
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10).throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));

    group.bench_function("tokenise", |bencher| {
        let mut word = String::new();
        let mut tokenise =
            |text: &str| words(text).map(|span| fold(&text[span], &mut word).len()).sum::<usize>();
        bencher.iter(|| texts.iter().map(|text| tokenise(text)).sum::<usize>());
    });
    group.bench_function("fit", |bencher| {
        bencher.iter(|| Features::fit(black_box(&samples), &features).expect("a vocabulary"));
    });

    let (fitted, rows) = Features::fit(&samples, &features).expect("a vocabulary");
    group.bench_function("transform", |bencher| {
        let mut scratch = Scratch::default();
        let mut sum = 0.0;
        bencher.iter(|| {
            for text in &texts {
                fitted.transform((*text).into(), &mut scratch, |_, value| sum += value);
            }
            sum
        });
    });

    let label_weights = settings.class_weight.weights(&corpus.label_counts());
    let problem = Problem { rows: &rows, labels: corpus.labels(), label_weights: &label_weights, c: 1.0 };
    group.bench_function("solve", |bencher| {
        bencher.iter(|| minimise(black_box(problem), None, settings.stopping()).expect("a minimum"));
    });

    let classifier = Classifier::train(&corpus, &settings).expect("a model");
    group.bench_function("predict", |bencher| {
        let mut predictor = classifier.predictor();
        bencher.iter(|| texts.iter().map(|text| predictor.predict(text).label).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
