//! Trains a model on a few sentences, labels an article with it and says why.
//!
//! Run it with `cargo run --example train_and_predict`.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use standpoint::article::{self, Kind};
use standpoint::{Classifier, Corpus, Result, TrainSettings, explain};

/// The labels are ours to choose: here, who speaks for the two sides of a port strike.
const ROWS: [(&str, &str); 9] = [
    ("The dockers' union rejects the new shifts.", "union"),
    ("The union says the night work is unpaid.", "union"),
    ("Dockers demand a written promise before they return.", "union"),
    ("The harbour company offers a bonus for night work.", "company"),
    ("The company says the new shifts will save jobs.", "company"),
    ("Managers of the harbour promise that no one will be dismissed.", "company"),
    ("Forty ships are waiting outside the port.", "neither"),
    ("The talks went on until midnight.", "neither"),
    ("The strike began on Monday.", "neither"),
];

const ARTICLE: &str = "\
Ships queue as the strike goes on

The talks began again on Tuesday. The union says the bonus is an insult.
The company promises to keep the night shifts short.
";

fn main() -> Result<()> {
    // 1. Labelled sentences. From a CSV file they are read by `standpoint::corpus::read`.
    let corpus = Corpus::from_pairs(ROWS)?;

    // 2. Settings have defaults that suit thousands of rows. With nine, every feature should count,
    //    also one that occurs in a single row.
    let mut settings = TrainSettings::default();
    for block in &mut settings.features.blocks {
        block.min_df = 1;
    }

    // 3. Training gives a frozen model; the same rows and settings give the same bytes.
    let classifier = Classifier::train(&corpus, &settings)?.named("speaker");
    println!("{} features, labels {:?}\n", classifier.features().n_columns(), classifier.labels());

    // 4. The article is taken apart into segments that are byte spans of it, and each is labelled.
    let mut predictor = classifier.predictor();
    for segment in article::segments(ARTICLE) {
        let text = &ARTICLE[segment.span.clone()];
        let prediction = predictor.predict(text);
        let (label, probability) = (prediction.label, prediction.probabilities[prediction.label]);
        let mark = if segment.kind == Kind::Heading { "#" } else { " " };
        println!("{mark} {:8} {probability:.2}  {text}", classifier.labels()[label]);

        // 5. Why this label? The intercept and what each feature adds sum to the label's logit.
        let why = explain(&classifier, text, label);
        for part in why.contributions.iter().take(2) {
            println!("    {} '{}' adds {:+.2}", part.block, part.gram, part.amount);
        }
    }

    // 6. A model is one file. Opening it maps it into memory; nothing is rebuilt.
    let path = std::env::temp_dir().join("standpoint-example.safetensors");
    classifier.save(&path)?;
    let opened = Classifier::open(&path)?;
    assert_eq!(opened.labels(), classifier.labels());
    println!("\nThe model takes {} bytes.", classifier.to_bytes().len());
    Ok(())
}
