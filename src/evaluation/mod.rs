//! How good a classifier is, on rows it has not seen, as figures, tables, a model card and a page; how sound a corpus is
//! ([`audit`]), and how far coders agree ([`agreement`]).

mod abstention;
pub mod agreement;
mod answers;
pub mod audit;
mod bootstrap;
mod card;
mod comparison;
mod distributions;
mod errors;
mod intervals;
mod learning_curve;
mod page;
mod readings;
mod reliability;
mod report;
mod sampling;
mod scores;
mod shares;
mod slices;
mod tables;
mod ways;

pub use abstention::Abstention;
pub use bootstrap::{Bootstrap, DRAWS, Totals, Units};
pub use card::card;
pub use comparison::{Disagreement, McNemar, Other};
pub use distributions::{sign_flip_test, t_quantile};
pub use errors::Mistake;
pub use intervals::{FEW_CLUSTERS, Interval, Scale};
pub use learning_curve::LearningPoint;
pub use page::page;
pub use reliability::{
    BINS, Bin, Diagram, Reliability, Trust, brier_score, calibration_error_by_chance,
    expected_calibration_error, reliability_bins,
};
pub use report::{Against, Extent, Majority, Method, Report};
pub use sampling::{Drawn, stratified_sample};
pub use scores::{Difference, Differences, Figures, LabelFigures, Scores};
pub use shares::{CountedRow, ImpliedPriors, SHARE_DRAWS, Share, Shares, shares};
pub use slices::{Slice, Slicing};
pub use tables::Table;
