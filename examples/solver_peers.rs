//! Our solver on a made-up problem, which it can also write down for other solvers to solve.
//!
//! `cargo run --release --example solver_peers -- ROWS COLUMNS LABELS [FILE]`, then `benches/peers/solver.py FILE` with the
//! solvers of scikit-learn, LIBLINEAR among them, on the same rows. Rows are like those of sentences: some 23 features, of
//! which low columns are the more frequent ones, of length 1; a row's label depends on its features.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Instant;

use standpoint::corpus::SplitMix64;
use standpoint::features::Rows;
use standpoint::model::{Problem, Stopping, minimise};

const USAGE: &str = "give ROWS COLUMNS LABELS [FILE]";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).ok_or(USAGE)?.parse::<usize>().map_err(|_| USAGE);
    let (rows, labels) = problem(number(0)?, number(1)?, number(2)? as u64);
    if let Some(file) = arguments.get(3) {
        write(&rows, &labels, file)?;
    }
    let label_weights = vec![1.0; number(2)?];
    let problem = Problem { rows: &rows, labels: &labels, label_weights: &label_weights, c: 10.0 };
    for tolerance in [1e-4, 1e-6] {
        let start = Instant::now();
        let solution = minimise(problem, None, Stopping { tolerance, max_steps: 100 })?;
        println!(
            "tolerance {tolerance:e}: loss {:.6} after {} steps, {} inner iterations, {:.3} s",
            solution.certificate.loss,
            solution.steps,
            solution.inner,
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// Rows and their labels.
fn problem(n_rows: usize, n_columns: usize, n_labels: u64) -> (Rows, Vec<u32>) {
    let mut random = SplitMix64::new(0);
    let mut rows = Rows::new(n_columns);
    let mut labels = Vec::new();
    for _ in 0..n_rows {
        let n = 12 + random.below(23);
        // Frequencies fall like 1 / (column + 1), as those of words do.
        let mut columns: Vec<usize> = (0..n)
            .map(|_| ((n_columns as f64).powf(unit(&mut random)) as usize).min(n_columns) - 1)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        // Rarer features weigh more; each votes for a label, and chance has a say.
        let weights: Vec<f64> = columns.iter().map(|&column| (2.0 + column as f64).ln()).collect();
        let length = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        let mut votes: Vec<f64> = (0..n_labels).map(|_| unit(&mut random)).collect();
        for (column, weight) in columns.iter().zip(&weights) {
            votes[column % n_labels as usize] += weight / length;
        }
        let best = (0..votes.len()).max_by(|&a, &b| votes[a].total_cmp(&votes[b])).unwrap_or_default();
        labels.push(best as u32);
        rows.push(
            columns.iter().zip(&weights).map(|(&column, weight)| (column as u32, (weight / length) as f32)),
        );
    }
    (rows, labels)
}

/// A random number from 0 to 1.
fn unit(random: &mut SplitMix64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// Writes the problem in the format of LIBLINEAR and svmlight.
fn write(rows: &Rows, labels: &[u32], file: &str) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(file)?);
    for (row, label) in labels.iter().enumerate() {
        write!(file, "{label}")?;
        let (columns, values) = rows.row(row);
        for (column, value) in columns.iter().zip(values) {
            write!(file, " {}:{value}", column + 1)?;
        }
        writeln!(file)?;
    }
    file.flush()
}
