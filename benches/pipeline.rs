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
//!
//! `articles` does the same for what comes before the features, with the texts of `tests/articles`:
//!
//! - `segment`: lines and sentences;
//! - `attribute`: who states each sentence;
//! - `context`: the names of context and cue features, and the words with masked names;
//! - `pass`: all three, from lines to the names of features;
//! - `answers`: from lines to the probabilities of both built-in models.

#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench may fail so; criterion's macros make items without docs"
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use standpoint::article::{Lexicon, extract, looks_like_html, segments};
use standpoint::corpus::{Columns, read};
use standpoint::features::{FeatureSettings, Features, Samples, fold, words};
use standpoint::model::{C, Problem, minimise};
use standpoint::{Classifier, Corpus, TrainSettings, builtin};

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
        let mut transformer = fitted.transformer();
        let mut sum = 0.0;
        bencher.iter(|| {
            for text in &texts {
                sum += transformer.transform((*text).into()).iter().map(|entry| entry.1).sum::<f32>();
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

/// The texts of the articles in the folders below `tests/articles`, pages extracted.
fn articles() -> Vec<String> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let entries = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut entries: Vec<_> = entries.collect();
        entries.sort();
        entries
    };
    let files = entries(&folders).into_iter().filter(|path| path.is_dir()).flat_map(|path| entries(&path));
    let articles = files.filter(|path| path.extension().is_some_and(|ending| ending != "jsonl"));
    let text = |path| {
        let text = fs::read_to_string(path).expect("an article");
        if looks_like_html(&text) { extract(&text).expect("a page").body } else { text }
    };
    articles.map(text).collect()
}

fn article(criterion: &mut Criterion) {
    let texts = articles();
    let lexicon = Lexicon::builtin().expect("the built-in tables");
    let settings: FeatureSettings = "context,cues".parse().expect("settings");
    let mut group = criterion.benchmark_group("articles");
    group.sample_size(20).throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));

    group.bench_function("segment", |bencher| {
        bencher.iter(|| texts.iter().map(|text| segments(text).len()).sum::<usize>());
    });
    let segmented: Vec<_> = texts.iter().map(|text| segments(text)).collect();
    let pairs = || texts.iter().zip(&segmented);
    group.bench_function("attribute", |bencher| {
        bencher.iter(|| pairs().map(|(text, found)| lexicon.attribute(text, found).len()).sum::<usize>());
    });
    let attributed: Vec<_> = pairs().map(|(text, found)| lexicon.attribute(text, found)).collect();
    group.bench_function("context", |bencher| {
        let names = |((text, found), stated): ((&String, &Vec<_>), &Vec<_>)| {
            Samples::of_article(text, found, stated, &lexicon, &settings).len()
        };
        bencher.iter(|| pairs().zip(&attributed).map(names).sum::<usize>());
    });
    group.bench_function("pass", |bencher| {
        let pass = |text: &String| {
            let found = segments(text);
            Samples::of_article(text, &found, &lexicon.attribute(text, &found), &lexicon, &settings).len()
        };
        bencher.iter(|| texts.iter().map(pass).sum::<usize>());
    });
    let classifiers = builtin::all().expect("the built-in models");
    group.bench_function("answers", |bencher| {
        let mut predictors: Vec<_> = classifiers.iter().map(Classifier::predictor).collect();
        let mut answer = |text: &String| {
            let found = segments(text);
            let stated = lexicon.attribute(text, &found);
            let mut sum = 0;
            for (predictor, classifier) in predictors.iter_mut().zip(&classifiers) {
                let settings = classifier.features().settings();
                let samples = Samples::of_article(text, &found, &stated, &lexicon, &settings);
                sum += (0..samples.len())
                    .map(|row| predictor.predict_sample(samples.get(row)).label)
                    .sum::<usize>();
            }
            sum
        };
        bencher.iter(|| texts.iter().map(&mut answer).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, pipeline, article);
criterion_main!(benches);
