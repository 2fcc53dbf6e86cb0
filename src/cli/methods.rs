//! `standpoint methods`: what was done, as a paper would say it.

use std::path::PathBuf;

use standpoint::evaluation::{BINS, DRAWS, SHARE_DRAWS};
use standpoint::{Error, ErrorKind, builtin};

use super::Outcome;
use super::inputs::read_text;
use super::output::with_output;
use super::provenance::{ModelRecord, Provenance};

/// Print a paragraph on methods with citations, for what was run
///
/// Give it the file that --provenance wrote; without one it describes `predict` with the built-in models.
#[derive(clap::Args)]
pub struct Arguments {
    /// What --provenance wrote
    provenance: Option<PathBuf>,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Works that a paragraph may cite: the key in the text, and the entry in the list.
const WORKS: [(&str, &str); 11] = [
    (
        "Salton and Buckley 1988",
        "Salton, G., Buckley, C. (1988). Term-weighting approaches in automatic text retrieval. Information Processing & Management 24(5), 513-523.",
    ),
    (
        "Lin, Weng and Keerthi 2008",
        "Lin, C.-J., Weng, R. C., Keerthi, S. S. (2008). Trust region Newton method for large-scale logistic regression. Journal of Machine Learning Research 9, 627-650.",
    ),
    (
        "King and Zeng 2001",
        "King, G., Zeng, L. (2001). Logistic regression in rare events data. Political Analysis 9(2), 137-163.",
    ),
    (
        "Guo et al. 2017",
        "Guo, C., Pleiss, G., Sun, Y., Weinberger, K. Q. (2017). On calibration of modern neural networks. Proceedings of ICML, 1321-1330.",
    ),
    (
        "Vovk 2012",
        "Vovk, V. (2012). Conditional validity of inductive conformal predictors. Proceedings of ACML, 475-490.",
    ),
    (
        "Johansson, Linusson, Löfström and Boström 2017",
        "Johansson, U., Linusson, H., Löfström, T., Boström, H. (2017). Model-agnostic nonconformity functions for conformal classification. Proceedings of IJCNN, 2072-2079.",
    ),
    (
        "Cameron and Miller 2015",
        "Cameron, A. C., Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human Resources 50(2), 317-372.",
    ),
    (
        "Saerens, Latinne and Decaestecker 2002",
        "Saerens, M., Latinne, P., Decaestecker, C. (2002). Adjusting the outputs of a classifier to new a priori probabilities: a simple procedure. Neural Computation 14(1), 21-41.",
    ),
    (
        "Alexandari, Kundaje and Shrikumar 2020",
        "Alexandari, A., Kundaje, A., Shrikumar, A. (2020). Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift adaptation. Proceedings of ICML, 222-232.",
    ),
    (
        "Angelopoulos et al. 2023",
        "Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., Zrnic, T. (2023). Prediction-powered inference. Science 382(6671), 669-674.",
    ),
    (
        "Efron and Tibshirani 1993",
        "Efron, B., Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.",
    ),
];

/// Reads what was run, and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let provenance = match &arguments.provenance {
        Some(path) => {
            let not_one = |error: serde_json::Error| {
                let message = format!("this is no file that --provenance wrote ({error})");
                Error::new(ErrorKind::Table, message).in_file(path.display())
            };
            serde_json::from_str(&read_text(path)?).map_err(not_one)?
        }
        None => Provenance {
            standpoint: env!("CARGO_PKG_VERSION").into(),
            command: "predict".into(),
            models: builtin::all()?.iter().map(ModelRecord::new).collect(),
            ..Provenance::default()
        },
    };
    let text = text(&provenance);
    with_output(arguments.output.as_deref(), |output| Ok(output.write_all(text.as_bytes())?))
}

/// Lines of a hundred characters; ranges of pages stay whole.
fn width() -> textwrap::Options<'static> {
    textwrap::Options::new(100).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// The paragraph, and below it the works that it cites.
fn text(provenance: &Provenance) -> String {
    let paragraph = sentences(provenance).join(" ");
    let mut text = textwrap::fill(&paragraph, width()) + "\n\nReferences\n\n";
    let mut works: Vec<&str> =
        WORKS.iter().filter(|(key, _)| paragraph.contains(key)).map(|(_, work)| *work).collect();
    works.sort_unstable();
    for work in works {
        text += &textwrap::fill(work, width().subsequent_indent("  "));
        text.push('\n');
    }
    text
}

fn sentences(provenance: &Provenance) -> Vec<String> {
    let run = &provenance.run;
    let mut sentences = vec![match provenance.command.as_str() {
        "train" => format!("Models were trained with standpoint {}.", provenance.standpoint),
        "evaluate" => format!("Models were evaluated with standpoint {}.", provenance.standpoint),
        _ => format!("Sentences were labelled with standpoint {}.", provenance.standpoint),
    }];
    sentences.extend(provenance.models.iter().map(model));
    let any = |has: fn(&ModelRecord) -> bool| provenance.models.iter().any(has);
    if any(|model| model.features.contains("context") || model.features.contains("cues")) {
        sentences.push(
            "Who states a sentence was found by rules over its whole article: quotations, speakers' turns and clauses of \
             saying, resolved to a table of actors and their sides."
                .into(),
        );
    }
    let weighted = if any(|model| model.balanced) {
        ", with the rows of each label weighted so that all labels count the same (King and Zeng 2001)"
    } else {
        ""
    };
    sentences.push(format!(
        "Words and other features enter with TF-IDF weights (Salton and Buckley 1988) into a multinomial logistic \
         regression with an L2 penalty, fitted by a truncated Newton method (Lin, Weng and Keerthi 2008){weighted}."
    ));
    if any(|model| model.calibration_rows > 0) {
        let rows = match &run.calibrated_on {
            Some(file) => format!("on labelled rows of its own text ({file})"),
            None => "on answers for held-out articles".into(),
        };
        sentences.push(format!("Probabilities are calibrated by a temperature (Guo et al. 2017) {rows}."));
    }
    if let Some(max_error) = run.max_error {
        sentences.push(format!(
            "A label is given only where class-conditional conformal prediction (Vovk 2012), with the margin between labels as \
             nonconformity (Johansson, Linusson, Löfström and Boström 2017), at level {max_error} leaves the most probable \
             label alone; other sentences count as uncertain. Its coverage holds for \
             rows that are exchangeable with the calibration rows, which sentences of one article are not."
        ));
    }
    if run.summary {
        sentences.push(format!(
            "Shares of labels are corrected for the model's errors by maximum likelihood under label shift (Saerens, Latinne \
             and Decaestecker 2002), with the priors that the model implies estimated on its calibration rows (Alexandari, \
             Kundaje and Shrikumar 2020); intervals are 95 % percentiles of {SHARE_DRAWS} bootstrap draws of whole articles \
             (Efron and Tibshirani 1993). Repeated sentences count once."
        ));
    }
    if run.labelled {
        sentences.push(
            "A stratified random sample labelled by hand corrects the mean probabilities for what they are wrong by, \
             weighted by the inverse of the inclusion probabilities (Angelopoulos et al. 2023)."
                .into(),
        );
    }
    if provenance.command == "evaluate" {
        let method = run.folds.map_or("on labelled rows".into(), |folds| {
            format!("by {folds}-fold cross-validation that keeps articles whole")
        });
        sentences.push(format!(
            "Figures were found {method}; their 95 % intervals are from the standard deviation of {DRAWS} bootstrap draws of \
             whole articles and Student's distribution (Cameron and Miller 2015). The expected calibration error is over {BINS} bins of equally many rows (Guo et al. 2017)."
        ));
    }
    sentences
}

/// What one model is.
fn model(model: &ModelRecord) -> String {
    let articles = model.training_articles.map_or(String::new(), |n| format!(" in {n} articles"));
    let hash = model.sha256.get(..12).unwrap_or(&model.sha256);
    format!(
        "The model for '{}' (SHA-256 {hash}) tells {} labels ({}) and was trained by version {} on {} labelled sentences{articles}, \
         with the features {} and C = {}.",
        model.label_column,
        model.labels.len(),
        model.labels.join(", "),
        model.trained_by,
        model.training_rows,
        model.features,
        model.c
    )
}
