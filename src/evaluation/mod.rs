//! How good a classifier is, on rows it has not seen; as figures, text and a model card.

mod abstention;
mod card;
mod figures;
mod intervals;
mod reliability;
mod report;
mod sampling;
mod shares;

pub use abstention::Abstention;
pub use card::card;
pub use intervals::{DRAWS, Interval};
pub use reliability::{
    BINS, Bin, Reliability, brier_score, calibration_error_by_chance, expected_calibration_error,
    reliability_bins,
};
pub use report::{Baseline, LabelFigures, Method, PartAlone, Report};
pub use sampling::{Drawn, stratified_sample};
pub use shares::{CountedRow, ImpliedPriors, SHARE_DRAWS, Share, Shares, shares};
