//! A model card: what a model is, how good it is and what it must not be used for, as the Markdown
//! with front matter that model hubs read (Mitchell et al.: Model cards for model reporting, 2019).

use std::fmt::Write;

use super::report::{Method, Report};
use crate::builtin;
use crate::model::{ClassWeight, Classifier, Description, Solver, TrainSettings};

/// The card of a model, with the figures of a report about it. The same model and report give the
/// same text.
///
/// A model that was trained on the same file as the built-in ones gets what is known of that file;
/// for others the card says what their author has to add.
pub fn card(classifier: &Classifier, report: &Report) -> String {
    let about = classifier.description();
    let shipped = is_trained_on_shipped_text(about);
    let sections = [
        front_matter(about, report, shipped),
        summary(about),
        labels(about),
        training(about, shipped),
        settings(classifier),
        scores(report),
        if shipped { include_str!("use_of_built_in.md") } else { include_str!("use_of_other.md") }.to_owned(),
        reproduction(classifier, report, shipped),
    ];
    sections.join("\n")
}

fn is_trained_on_shipped_text(about: &Description) -> bool {
    let shipped = builtin::stance().map(|stance| stance.description().training_sha256.clone());
    shipped.is_ok_and(|shipped| shipped == about.training_sha256)
}

fn front_matter(about: &Description, report: &Report, shipped: bool) -> String {
    let (license, data) = if shipped {
        ("\n- mit\n- apache-2.0\n- cc-by-4.0 # the training text", "standpoint sentences")
    } else {
        (" unknown # fill in", "labelled sentences")
    };
    let figures = report.scores.figures;
    let mut results = String::new();
    for (kind, name, value) in [
        ("accuracy", "Accuracy", figures.accuracy),
        ("balanced_accuracy", "Balanced accuracy", figures.balanced_accuracy),
        ("f1", "Macro-F1", figures.macro_f1),
    ] {
        let _ = write!(
            results,
            "    - type: {kind}\n      name: {name}, {}\n      value: {value:.4}\n",
            origin(report)
        );
    }
    let (language, column) = (&about.language, &about.label_column);
    let (model, task) = (quoted(&format!("standpoint {column}")), quoted(&format!("{column} of a sentence")));
    format!(
        "---
language: {language}
license:{license}
library_name: standpoint
pipeline_tag: text-classification
tags:
- stance-detection
- claim-detection
- news
- tf-idf
- logistic-regression
metrics:
- accuracy
- balanced_accuracy
- f1
model-index:
- name: {model}
  results:
  - task:
      type: text-classification
      name: {task}
    dataset:
      type: csv
      name: {data}
    metrics:
{results}---
"
    )
}

/// A string as YAML takes it whatever it holds.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn summary(about: &Description) -> String {
    format!(
        "# Model card: {column}\n\nReads one sentence and says which label of `{column}` it gets, with the probability of \
         each label. TF-IDF over words and characters, then logistic regression. Trained by standpoint {version}.\n",
        column = about.label_column,
        version = about.version
    )
}

fn labels(about: &Description) -> String {
    let mut table = "## Labels\n\n| label | training rows | share |\n|---|---:|---:|\n".to_owned();
    for ((label, count), prior) in about.labels.iter().zip(&about.label_counts).zip(about.priors()) {
        let _ = writeln!(table, "| `{label}` | {count} | {prior:.3} |");
    }
    table
}

fn training(about: &Description, shipped: bool) -> String {
    let rows: usize = about.label_counts.iter().sum();
    let articles = about.n_articles.map_or(String::new(), |n| format!(" in {n} articles"));
    let source = match (shipped, about.training_sha256.as_str()) {
        (true, sha256) => format!(
            "`data/sentences.csv`, SHA-256 `{sha256}`. Its text is original; `data/DATASHEET.md` describes it and \
             `data/CODEBOOK.md` says how it is labelled."
        ),
        (false, "") => "Rows made in memory. Describe here where they come from.".into(),
        (false, sha256) => format!("A CSV file, SHA-256 `{sha256}`. Describe here where it comes from."),
    };
    format!("## Training data\n\n{rows} rows{articles}, language `{}`.\n{source}\n", about.language)
}

fn settings(classifier: &Classifier) -> String {
    let about = classifier.description();
    let chosen = if about.c_search.is_empty() {
        "given".to_owned()
    } else {
        let tried = about.c_search.iter().map(|(c, macro_f1)| format!("{c}: {macro_f1:.3}"));
        let tried: Vec<String> = tried.collect();
        format!("chosen by macro-F1 in cross-validation on the training rows; {}", tried.join(", "))
    };
    let class_weight = match about.class_weight {
        ClassWeight::Balanced => "`balanced` (each label as a whole counts the same)",
        ClassWeight::None => "`none` (each row counts the same)",
    };
    let solver = match about.solver {
        Solver::Newton => "truncated Newton method",
        Solver::Linfa => "`linfa-logistic` (L-BFGS)",
    };
    let (features, columns) = (classifier.features().settings(), classifier.features().n_columns());
    format!(
        "## Settings\n\n| setting | value |\n|---|---|\n| features | `{features}`, {columns} columns |\n| C | {} ({chosen}) \
         |\n| class weight | {class_weight} |\n| solver | {solver}, {} steps |\n| loss at the end | {:.6} |\n| norm of its \
         gradient | {:.1e} |\n",
        about.c, about.steps, about.loss, about.gradient_norm
    )
}

/// Where the figures come from, in a few words.
fn origin(report: &Report) -> String {
    match report.method {
        Method::CrossValidation { folds, .. } => format!("{folds}-fold cross-validation"),
        Method::Model if report.rows_trained_on > 0 => "partly or wholly on training rows".into(),
        Method::Model => "on rows it was not trained on".into(),
    }
}

/// The tables of the report, and how the figures were found.
fn scores(report: &Report) -> String {
    let method = match report.method {
        Method::CrossValidation { .. } => {
            "Each row was labelled by a model with the same settings that had not seen its "
        }
        Method::Model => "The model itself labelled each ",
    };
    let mut text = format!(
        "## Figures\n\n{}.\n{method}{}. Intervals rest on {} bootstrap draws of whole {}s.\n",
        report.headline(),
        if report.n_articles.is_some() && report.method != Method::Model { "article" } else { "row" },
        report.draws,
        if report.cluster == "row" { "row" } else { &report.cluster },
    );
    if report.rows_trained_on > 0 {
        let _ = write!(
            text,
            "\n**{} of these {} rows were training rows. The figures say how well the model remembers, not how well it \
             labels new text.**\n",
            report.rows_trained_on, report.n
        );
    }
    for table in report.tables() {
        let _ = write!(text, "\n### {}\n\n{}", table.title, table.markdown());
    }
    if let Some(abstention) = &report.abstention {
        let _ = write!(text, "\n### Abstention\n\n{abstention}\n");
    }
    text
}

fn reproduction(classifier: &Classifier, report: &Report, shipped: bool) -> String {
    let about = classifier.description();
    let defaults = TrainSettings::default();
    let (csv, model) =
        if shipped { ("data/sentences.csv", "model.safetensors") } else { ("ROWS.csv", "MODEL") };
    let c = if about.c_search.is_empty() { about.c.to_string() } else { "auto".into() };
    let mut options = format!(
        "--label-column {} --features {} --c {c}",
        about.label_column,
        classifier.features().settings()
    );
    if about.class_weight == ClassWeight::None {
        options += " --class-weight none";
    }
    if about.solver == Solver::Linfa {
        options += " --solver linfa";
    }
    if about.tolerance != defaults.tolerance {
        let _ = write!(options, " --tolerance {}", about.tolerance);
    }
    if about.seed != defaults.seed {
        let _ = write!(options, " --seed {}", about.seed);
    }
    let actors = if shipped { " --actors data/actors.csv --cast data/cast.csv" } else { "" };
    let folds = match report.method {
        Method::CrossValidation { folds, repeats: 1 } => format!(" --folds {folds}"),
        Method::CrossValidation { folds, repeats } => format!(" --folds {folds} --repeats {repeats}"),
        Method::Model => String::new(),
    };
    format!(
        "## How to reproduce\n\nThe same version makes the same file, byte for byte, and the same card.\n\n```sh\nstandpoint \
         train {csv} {options}{actors} --output {model}\nstandpoint evaluate {csv} --model {model}{actors}{folds} \
         --format markdown\n```\n"
    )
}
