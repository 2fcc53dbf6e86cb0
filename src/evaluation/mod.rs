//! How good a classifier is, on rows it has not seen; as figures, text and a model card.

mod agreement;
mod audit;
mod card;
mod figures;
mod intervals;
mod report;

pub use agreement::{
    Agreement, Coder, Coders, Disagreement, LabelAgreement, PairAgreement, RatingColumns, Ratings,
    read_ratings,
};
pub use audit::{
    Audit, AuditSettings, BAND, Check, Contrast, CueKind, CueRates, Figures, Finding, LabelRows, Lost, Place,
    Rate, SIGNIFICANCE, Severity, Shortcuts, Suspect, Suspects, Swap,
};
pub use card::card;
pub use intervals::{DRAWS, Interval};
pub use report::{Baseline, LabelFigures, Method, PartAlone, Report};
