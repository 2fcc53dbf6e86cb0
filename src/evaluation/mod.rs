//! How good a classifier is, on rows it has not seen, as figures, text and a model card; how sound a corpus is
//! ([`audit`]), and how far coders agree ([`agreement`]).

pub mod agreement;
pub mod audit;
mod card;
mod figures;
mod intervals;
mod report;

pub use card::card;
pub use intervals::{DRAWS, Interval};
pub use report::{Baseline, LabelFigures, Method, PartAlone, Report};
