//! How good a classifier is, on rows it has not seen; as figures, tables, a model card and a page.

mod answers;
mod bootstrap;
mod card;
mod comparison;
mod distributions;
mod errors;
mod intervals;
mod learning_curve;
mod page;
mod readings;
mod report;
mod scores;
mod slices;
mod tables;
mod ways;

pub use bootstrap::{Bootstrap, DRAWS, Totals, Units};
pub use card::card;
pub use comparison::{Disagreement, McNemar, Other};
pub use distributions::{exact_mcnemar, t_quantile};
pub use errors::Mistake;
pub use intervals::{FEW_CLUSTERS, Interval, Scale};
pub use learning_curve::LearningPoint;
pub use page::page;
pub use report::{Against, Extent, Majority, Method, Report};
pub use scores::{Difference, Differences, Figures, LabelFigures, Scores};
pub use slices::{Slice, Slicing};
pub use tables::Table;
