//! What is wrong or doubtful with a labelled corpus: repetitions, contradictions, imbalance, cues that give a
//! label away, and rows that are likely mislabelled.

mod contrast;
mod cues;
mod duplicates;
mod finding;
mod shortcuts;
mod suspects;
mod swap;
mod tables;
mod text;

use serde::Serialize;

pub use self::contrast::{BAND, Contrast, SIGNIFICANCE};
pub use self::cues::{CueKind, CueRates, Rate};
use self::cues::{cue_rates, length};
use self::duplicates::FEWEST_WORDS;
use self::duplicates::{equal, nearly_equal};
pub use self::finding::{Check, Finding, Place, Severity};
use self::shortcuts::shortcuts;
pub use self::shortcuts::{FormFigures, Lost, Shortcuts};
use self::suspects::suspects;
pub use self::suspects::{Suspect, Suspects};
pub use self::swap::Swap;
use self::text::Words;
use crate::article::Kind;
use crate::corpus::Corpus;
use crate::error::{Error, ErrorKind, Result};
use crate::model::TrainSettings;

/// What is to be checked, and how strictly.
#[derive(Clone, Debug, Default)]
pub struct AuditSettings {
    /// Two labels that should have all cues about equally often: a cue that does not is an error. Without them
    /// every pair of labels is compared, and what differs is a warning, for some labels have to differ.
    pub between: Option<[String; 2]>,
    /// The lowest and the highest share of the rows that a label may have; outside is an error. Without them a
    /// label is a warning that has less than a quarter of an even share.
    pub class_shares: Option<[f64; 2]>,
    /// Folds of the search for mislabelled rows, and of what `swap` asks for; 0 leaves both out.
    pub folds: usize,
    /// What is trained in the folds.
    pub training: TrainSettings,
    /// The names of two sides, to be exchanged together with the labels of `between`, which have to be there.
    pub swap: Option<Swap>,
}

/// The result of an audit. Serialises to the JSON that `audit --format json` prints: the keys are the
/// names of these fields and stay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// The label column.
    pub label_column: String,
    /// Rows.
    pub n: usize,
    /// Articles, if rows have articles.
    pub n_articles: Option<usize>,
    /// Errors among the findings.
    pub n_errors: usize,
    /// Warnings among the findings.
    pub n_warnings: usize,
    /// What was found, errors first.
    pub findings: Vec<Finding>,
    /// The rows of each label.
    pub labels: Vec<LabelRows>,
    /// All rows together.
    pub all: LabelRows,
    /// The share of headings that have one of the labels of [`AuditSettings::between`]; none without them or
    /// without headings.
    pub headings_between: Option<Rate>,
    /// How often each cue stands with each label.
    pub cues: Vec<CueRates>,
    /// Rows that are likely mislabelled, if they were looked for.
    pub suspects: Option<Suspects>,
    /// How models do when actors are exchanged and when names are masked, if that was asked for.
    pub shortcuts: Option<Shortcuts>,
}

/// The rows of a label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelRows {
    /// The label.
    pub label: String,
    /// Its rows.
    pub n: usize,
    /// Their share of all rows.
    pub share: f64,
    /// How many of them are headings.
    pub headings: usize,
    /// The median number of words, as white space parts them.
    pub median_words: usize,
    /// The share of rows of more than 30 words.
    pub over_30_words: f64,
}

impl Audit {
    /// Checks a corpus. The search for mislabelled rows and the exchange of actors train once a fold each, and call
    /// `progress` after it; all else takes time about linear in the text.
    ///
    /// ```
    /// use standpoint::Corpus;
    /// use standpoint::evaluation::audit::{Audit, AuditSettings, Check};
    /// let rows = [("The ferry sails at noon on Mondays.", "no"), ("the ferry sails at noon, on Mondays", "yes")];
    /// let audit = Audit::of("stance", &Corpus::from_pairs(rows)?, &AuditSettings::default(), &|| {})?;
    /// let checks: Vec<Check> = audit.findings.iter().map(|finding| finding.check).collect();
    /// assert_eq!(checks, [Check::LabelConflict, Check::Duplicate]);
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Setting`] for labels that no row has, and for a number of folds that cannot be; those of training.
    pub fn of(
        label_column: &str,
        corpus: &Corpus,
        settings: &AuditSettings,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Self> {
        let names = corpus.label_names();
        let between = settings.between.as_ref().map(|labels| pair_of(labels, names)).transpose()?;
        let pairs = between.map_or_else(|| all_pairs(names.len()), |pair| vec![pair]);
        let texts: Vec<Words> = (0..corpus.len()).map(|row| Words::new(corpus.text(row))).collect();
        let labels: Vec<LabelRows> = (0..names.len())
            .map(|label| label_rows(corpus, &names[label], |row| corpus.labels()[row] as usize == label))
            .collect();
        let cues = cue_rates(corpus, &texts, &pairs)?;
        let mut findings = repetitions(corpus, &texts);
        findings.extend(shares(&labels, settings.class_shares));
        findings.extend(leaning_cues(&cues, between.is_some()));
        findings.extend(between.and_then(|pair| leaning_headings(corpus, pair)));
        let suspects = match settings.folds {
            0 => None,
            folds => Some(suspects(corpus, &settings.training, folds, progress)?),
        };
        findings.extend(suspects.as_ref().and_then(|suspects| Finding::mislabelled(suspects, corpus)));
        let shortcuts = match (&settings.swap, between, settings.folds) {
            (None, _, _) | (_, _, 0) => None,
            (Some(swap), Some(pair), folds) => {
                Some(shortcuts(corpus, pair, swap, &settings.training, folds, progress)?)
            }
            (Some(_), None, _) => {
                let message = "actors are exchanged together with two labels; name these";
                return Err(Error::new(ErrorKind::Setting, message));
            }
        };
        findings.extend(shortcuts.as_ref().and_then(Finding::shortcut));
        findings.sort_by_key(|finding| finding.severity);
        let n_errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        Ok(Self {
            label_column: label_column.to_owned(),
            n: corpus.len(),
            n_articles: corpus.groups().map(|_| corpus.n_groups()),
            n_errors,
            n_warnings: findings.len() - n_errors,
            findings,
            labels,
            all: label_rows(corpus, "all", |_| true),
            headings_between: between.and_then(|pair| rate_between(corpus, pair, Kind::Heading)),
            cues,
            suspects,
            shortcuts,
        })
    }
}

/// The numbers of two labels.
fn pair_of(labels: &[String; 2], names: &[String]) -> Result<[usize; 2]> {
    let place = |label: &String| {
        names.iter().position(|name| name == label).ok_or_else(|| {
            let message = format!("no row has the label '{label}'; the labels are: {}", names.join(", "));
            Error::new(ErrorKind::Setting, message)
        })
    };
    Ok([place(&labels[0])?, place(&labels[1])?])
}

fn all_pairs(n: usize) -> Vec<[usize; 2]> {
    (0..n).flat_map(|first| (first + 1..n).map(move |second| [first, second])).collect()
}

fn label_rows(corpus: &Corpus, label: &str, belongs: impl Fn(usize) -> bool) -> LabelRows {
    let rows: Vec<usize> = (0..corpus.len()).filter(|&row| belongs(row)).collect();
    let mut lengths: Vec<usize> = rows.iter().map(|&row| length(corpus.text(row))).collect();
    lengths.sort_unstable();
    LabelRows {
        label: label.to_owned(),
        n: rows.len(),
        share: Rate::new(rows.len(), corpus.len()).rate,
        headings: rows.iter().filter(|&&row| corpus.kind(row) == Kind::Heading).count(),
        median_words: lengths.get(lengths.len() / 2).copied().unwrap_or(0),
        over_30_words: Rate::new(lengths.iter().filter(|&&length| length > 30).count(), lengths.len()).rate,
    }
}

/// The same or nearly the same text in several articles, and equal texts with unequal labels.
fn repetitions(corpus: &Corpus, texts: &[Words]) -> Vec<Finding> {
    let article = |row: usize| corpus.groups().map_or(row, |groups| groups[row] as usize);
    let mut findings = Vec::new();
    for rows in equal(texts) {
        let long = texts[rows[0]].len() >= FEWEST_WORDS;
        let several = |of: &dyn Fn(usize) -> usize| rows.iter().any(|&row| of(row) != of(rows[0]));
        // What a short text means may depend on its article; a row that stands alone has none.
        if (long || corpus.groups().is_none()) && several(&|row| corpus.labels()[row] as usize) {
            findings.push(Finding::label_conflict(corpus, &rows));
        }
        if long && several(&article) {
            findings.push(Finding::duplicate(corpus, &rows));
        }
    }
    findings.extend(nearly_equal(texts, article).iter().map(|near| Finding::near_duplicate(corpus, near)));
    findings
}

fn shares(labels: &[LabelRows], band: Option<[f64; 2]>) -> Vec<Finding> {
    let rare = 0.25 / labels.len() as f64;
    let doubt = |rows: &LabelRows| match band {
        Some([low, high]) => {
            (!(low..=high).contains(&rows.share)).then(|| Finding::class_share(rows, low, high))
        }
        None => (rows.share < rare).then(|| Finding::rare_label(rows)),
    };
    labels.iter().filter_map(doubt).collect()
}

/// Cues that lean to a label. Where all labels are compared that is no surprise: one warning for all.
fn leaning_cues(cues: &[CueRates], between_two: bool) -> Vec<Finding> {
    let leaning = cues.iter().filter(|cue| cue.contrasts.iter().any(|contrast| contrast.outside));
    if between_two {
        return leaning.filter_map(Finding::leaning_cue).collect();
    }
    let leaning: Vec<&CueRates> = leaning.collect();
    if leaning.is_empty() { Vec::new() } else { vec![Finding::leaning_cues(&leaning)] }
}

/// How many rows of a kind have one of two labels; `None` without such rows.
fn rate_between(corpus: &Corpus, pair: [usize; 2], kind: Kind) -> Option<Rate> {
    let rows = (0..corpus.len()).filter(|&row| corpus.kind(row) == kind);
    let labels: Vec<usize> = rows.map(|row| corpus.labels()[row] as usize).collect();
    let n = labels.iter().filter(|label| pair.contains(label)).count();
    (!labels.is_empty()).then(|| Rate::new(n, labels.len()))
}

/// Headings that have one of two labels much more seldom, or much more often, than sentences have.
fn leaning_headings(corpus: &Corpus, pair: [usize; 2]) -> Option<Finding> {
    let kinds = [Kind::Heading, Kind::Sentence];
    let [headings, sentences] = kinds.map(|kind| rate_between(corpus, pair, kind));
    let (headings, sentences) = (headings?, sentences?);
    let n_headings = (0..corpus.len()).filter(|&row| corpus.kind(row) == Kind::Heading).count();
    let contrast = Contrast::new(
        kinds.map(|kind| kind.name().to_owned()),
        [headings.n, sentences.n],
        [n_headings, corpus.len() - n_headings],
    );
    contrast.outside.then(|| Finding::leaning_headings(headings, sentences))
}
