//! The cluster bootstrap: whole articles are drawn anew, and all figures follow.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::intervals::{Interval, Scale};
use crate::corpus::SplitMix64;

/// How many times the units are drawn anew.
pub const DRAWS: usize = 10_000;

/// What figures are computed from, for each unit that is drawn as a whole: counts of cells (how often a
/// label was given which label, for each way of answering) and sums (of losses).
///
/// Units with equal counts share a pattern, so that a draw of single rows costs no more than a look at
/// each row. What is added up stands in lists, one for each sum, so that no addition waits for memory that
/// the one before it wrote.
#[derive(Clone, Debug)]
pub struct Units {
    len: usize,
    /// The units of each pattern.
    patterns: Vec<Vec<u32>>,
    /// The patterns in which each cell is counted, and how often.
    cells: Vec<Vec<(u32, u32)>>,
    /// Sums x units.
    sums: Vec<f64>,
}

/// The counts of all cells and the sums of some units.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// How often each cell was counted.
    pub counts: Vec<u64>,
    /// The sums.
    pub sums: Vec<f64>,
}

impl Units {
    /// From `counted`, pairs of unit and cell, each of which counts 1, and `sums`, sums x units.
    /// There is at least one unit.
    pub fn new(n_units: usize, n_cells: usize, mut counted: Vec<(u32, u32)>, sums: Vec<f64>) -> Self {
        counted.sort_unstable();
        let mut cells: Vec<Vec<(u32, u32)>> = vec![Vec::new(); n_units];
        for (unit, cell) in counted {
            match cells[unit as usize].last_mut() {
                Some((last, count)) if *last == cell => *count += 1,
                _ => cells[unit as usize].push((cell, 1)),
            }
        }
        let mut units_of: BTreeMap<Vec<(u32, u32)>, Vec<u32>> = BTreeMap::new();
        for (unit, cells) in cells.into_iter().enumerate() {
            units_of.entry(cells).or_default().push(unit as u32);
        }
        let mut units = Self { len: n_units, patterns: Vec::new(), cells: vec![Vec::new(); n_cells], sums };
        for (number, (cells, of_pattern)) in units_of.into_iter().enumerate() {
            units.patterns.push(of_pattern);
            for (cell, count) in cells {
                units.cells[cell as usize].push((number as u32, count));
            }
        }
        units
    }

    /// The number of units.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All units once.
    pub fn totals(&self) -> Totals {
        self.add_up(&vec![1; self.len()])
    }

    /// Each unit as often as it was drawn.
    fn add_up(&self, times: &[u8]) -> Totals {
        let of_pattern = |units: &Vec<u32>| units.iter().map(|&unit| u64::from(times[unit as usize])).sum();
        let times_of_pattern: Vec<u64> = self.patterns.iter().map(of_pattern).collect();
        let of_cell = |patterns: &Vec<(u32, u32)>| {
            let counted = patterns.iter();
            counted.map(|&(pattern, count)| times_of_pattern[pattern as usize] * u64::from(count)).sum()
        };
        Totals {
            counts: self.cells.iter().map(of_cell).collect(),
            sums: self.sums.chunks(self.len).map(|own| product(own, times)).collect(),
        }
    }

    /// How often each unit is drawn, if as many are drawn as there are.
    fn draw(&self, seed: u64) -> Vec<u8> {
        let mut random = SplitMix64::new(seed);
        // None is drawn more than 255 times: the chance of that is below 1 / 256!, less than 1e-500.
        let mut times = vec![0; self.len];
        (0..self.len).for_each(|_| times[random.below(self.len)] += 1);
        times
    }

    /// Draws as many units as there are, with replacement, `draws` times over, and computes figures of each
    /// draw (Davison, Hinkley: Bootstrap Methods and their Application, 1997, section 3.8). The same seed
    /// gives the same draws on any number of threads. Takes time for `draws` x units.
    pub fn bootstrap(
        &self,
        draws: usize,
        seed: u64,
        figures: impl Fn(&Totals) -> Vec<Option<f64>> + Sync,
    ) -> Bootstrap {
        let mut seeds = SplitMix64::new(seed);
        let seeds: Vec<u64> = (0..draws).map(|_| seeds.next_u64()).collect();
        let draw = |&seed: &u64| figures(&self.add_up(&self.draw(seed)));
        Bootstrap { n_units: self.len(), figures: seeds.par_iter().map(draw).collect() }
    }
}

/// The sum of values, each so many times; four sums side by side, so that none waits for another.
fn product(values: &[f64], times: &[u8]) -> f64 {
    let (values, last_values) = values.as_chunks::<4>();
    let (times, last_times) = times.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (values, times) in values.iter().zip(times) {
        for lane in 0..4 {
            sums[lane] += values[lane] * f64::from(times[lane]);
        }
    }
    let last = last_values.iter().zip(last_times).map(|(value, &times)| value * f64::from(times));
    sums.into_iter().chain(last).sum()
}

/// The figures of every draw.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    n_units: usize,
    figures: Vec<Vec<Option<f64>>>,
}

impl Bootstrap {
    /// The values of one figure in the draws in which it is defined.
    pub fn values(&self, figure: usize) -> impl Iterator<Item = f64> {
        self.figures.iter().filter_map(move |figures| figures[figure])
    }

    /// The interval of a figure whose value is `estimate`; see [`Interval::of_draws`].
    pub fn interval(&self, figure: usize, estimate: f64, scale: Scale) -> Option<Interval> {
        Interval::of_draws(estimate, self.values(figure), self.n_units, scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_with_equal_counts_are_one_pattern() {
        let units = Units::new(3, 4, vec![(0, 1), (1, 3), (2, 1), (2, 1), (1, 0)], vec![1.0, 2.0, 4.0]);
        assert_eq!((units.len(), units.patterns.len()), (3, 3));
        assert_eq!(units.totals(), Totals { counts: vec![1, 3, 0, 1], sums: vec![7.0] });
        assert_eq!(units.add_up(&[2, 0, 3]), Totals { counts: vec![0, 8, 0, 0], sums: vec![14.0] });
        let rows = Units::new(4, 2, vec![(0, 1), (1, 0), (2, 1), (3, 1)], vec![]);
        assert_eq!(rows.patterns.len(), 2);
    }

    #[test]
    fn draws_are_the_same_on_any_number_of_threads() {
        let units = Units::new(5, 2, (0..5).map(|unit| (unit, unit % 2)).collect(), vec![0.1; 5]);
        let figures = |totals: &Totals| vec![Some(totals.counts[0] as f64), Some(totals.sums[0])];
        let draw = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads");
            pool.install(|| units.bootstrap(50, 3, figures)).figures
        };
        assert_eq!(draw(1), draw(3));
    }
}
