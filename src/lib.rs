//! Whose position does each sentence of an article state? Text becomes sentences, sentences get a speaker,
//! both become features, and a logistic model turns these into labels with probabilities and reasons.
//!
//! In the order in which the data flow, and in which the code reads best:
//!
//! 1. [`article`]: a text or page becomes lines and sentences with byte spans; [`article::Lexicon`], made of
//!    tables of actors and cues, tells who states each of them;
//! 2. [`corpus`]: a labelled CSV becomes checked rows, parted into folds by whole articles;
//! 3. [`features`]: sentences, and what their article tells about them, become sparse rows, by a vocabulary
//!    that is frozen;
//! 4. [`metrics`]: labels and probabilities become figures of merit;
//! 5. [`model`]: rows and labels become a [`Classifier`], kept in one file;
//! 6. [`evaluation`]: a classifier and labelled rows become a report, a corpus is audited, coders are compared, labelled
//!    text becomes shares;
//! 7. [`explanation`]: a prediction is taken apart into what each feature added.
//!
//! ```
//! use standpoint::{Classifier, Corpus, TrainSettings, article};
//!
//! let rows = [
//!     ("Moscow rejects the plan.", "russian_position"),
//!     ("Paris welcomes the plan.", "french_position"),
//!     ("The delegations met at noon.", "neutral_report"),
//! ];
//! let corpus = Corpus::from_pairs(rows.repeat(4))?;
//! let classifier = Classifier::train(&corpus, &TrainSettings::default())?;
//!
//! let text = "The ministers met. Moscow rejects all of it.";
//! let mut predictor = classifier.predictor();
//! let labels: Vec<&str> = article::segments(text)
//!     .into_iter()
//!     .map(|segment| classifier.labels()[predictor.predict(&text[segment.span]).label].as_str())
//!     .collect();
//! assert_eq!(labels, ["neutral_report", "russian_position"]);
//! # Ok::<(), standpoint::Error>(())
//! ```

pub mod article;
pub mod builtin;
pub mod corpus;
pub mod error;
pub mod evaluation;
pub mod explanation;
pub mod features;
pub mod files;
pub mod metrics;
pub mod model;
mod storage;

pub use corpus::Corpus;
pub use error::{Error, ErrorKind, Result};
pub use explanation::explain;
pub use model::{Classifier, TrainSettings};
