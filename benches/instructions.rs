//! How many instructions each step of the pipeline takes, and a limit for each: the guard against slow creep.
//!
//! Other than seconds, instructions are the same on a busy machine and, with the toolchain of
//! `rust-toolchain.toml`, nearly the same on every x86-64 machine. They say nothing of waiting for memory, for
//! which there is `benches/pipeline.rs`. Needs valgrind and the `gungraun-runner` of the version in
//! `Cargo.lock`; `.ci/run` fetches both, and calls
//!
//! `cargo bench --profile test --bench instructions`
//!
//! (as tests are compiled, so that the gate does not compile everything again). If a step needs over 5 % more
//! than its figure here, the run fails. If that is what it takes, or if a step got faster, write the new figure.

#![allow(
    clippy::expect_used,
    clippy::exit,
    missing_docs,
    reason = "a bench may fail so; macros make the rest"
)]

use std::fs::File;
use std::hint::black_box;

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use standpoint::corpus::{Columns, read};
use standpoint::features::{Features, Rows, Samples, fold, words};
use standpoint::model::{C, Calibrate, Problem, Solution, minimise};
use standpoint::{Classifier, Corpus, TrainSettings};

/// Rows of `data/sentences.csv` of which every sixth is read: more, added at its end, change no figure.
const ROWS: usize = 3718;

/// Instructions of each step.
const TOKENISE: u64 = 3_470_000;
const FIT: u64 = 105_970_000;
const SOLVE: u64 = 227_870_000;
const PREDICT: u64 = 46_640_000;

/// Fails above 1.05 times the figure.
fn at_most(figure: u64) -> LibraryBenchmarkConfig {
    let callgrind = Callgrind::default().hard_limits([(EventKind::Ir, figure / 20 * 21)]).clone();
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

/// The rows. They are never freed, so that all that is made of them can borrow.
fn corpus() -> &'static Corpus {
    // One thread, and that the one that is measured.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global().expect("no pool yet");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sentences.csv");
    let file = File::open(path).expect("the corpus is there");
    let (corpus, _) = read(file, path, &Columns::default()).expect("the corpus is readable");
    let rows: Vec<usize> = (0..corpus.len().min(ROWS)).step_by(6).collect();
    Box::leak(Box::new(corpus.subset(&rows)))
}

fn texts() -> Vec<&'static str> {
    corpus().texts()
}

/// How a model is trained here.
fn settings() -> TrainSettings {
    TrainSettings { c: C::Fixed(1.0), calibrate: Calibrate::None, ..TrainSettings::default() }
}

fn fitted() -> (&'static Corpus, Rows) {
    let corpus = corpus();
    let samples = Samples::plain(&corpus.texts());
    (corpus, Features::fit(&samples, &settings().features).expect("a vocabulary").1)
}

fn trained() -> (Vec<&'static str>, Classifier) {
    let corpus = corpus();
    (corpus.texts(), Classifier::train(corpus, &settings()).expect("a model"))
}

#[library_benchmark(config = at_most(TOKENISE))]
#[bench::words(texts())]
fn tokenise(texts: Vec<&str>) -> usize {
    let mut word = String::new();
    let mut length = |text: &str| words(text).map(|span| fold(&text[span], &mut word).len()).sum::<usize>();
    texts.iter().map(|text| black_box(length(text))).sum()
}

#[library_benchmark(config = at_most(FIT))]
#[bench::default_features(texts())]
fn fit(texts: Vec<&str>) -> (Features, Rows) {
    Features::fit(&Samples::plain(&texts), &settings().features).expect("a vocabulary")
}

#[library_benchmark(config = at_most(SOLVE))]
#[bench::default_features(fitted())]
fn solve((corpus, rows): (&Corpus, Rows)) -> Solution {
    let label_weights = settings().class_weight.weights(&corpus.label_counts());
    let problem = Problem { rows: &rows, labels: corpus.labels(), label_weights: &label_weights, c: 1.0 };
    minimise(problem, None, settings().stopping()).expect("a minimum")
}

#[library_benchmark(config = at_most(PREDICT))]
#[bench::default_features(trained())]
fn predict((texts, classifier): (Vec<&str>, Classifier)) -> usize {
    let mut predictor = classifier.predictor();
    texts.iter().map(|text| black_box(predictor.predict(text).label)).sum()
}

library_benchmark_group!(name = steps, benchmarks = [tokenise, fit, solve, predict]);

main!(library_benchmark_groups = steps);
