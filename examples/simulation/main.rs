//! Do the figures of `standpoint` keep their promise? Data sets with known truth, in which the sentences of an
//! article resemble each other, are drawn by the thousand, and it is counted how often an interval holds the
//! truth and how often a test cries wolf.
//!
//! ```sh
//! cargo run --release --example simulation > docs/simulation.md
//! ```
//!
//! takes some minutes; the same numbers come out on any number of threads. Each part is a file of its own
//! with a function `report`, which returns Markdown.

#![allow(clippy::print_stdout, reason = "what the program is for")]

mod intervals;
mod world;

/// How many data sets each figure rests on.
const DATA_SETS: usize = 2000;

fn main() {
    println!(
        "# Simulation\n\nWritten by `cargo run --release --example simulation`; the code in `examples/simulation/` says how. Each \
         figure rests on {DATA_SETS} data sets with known truth, so a share near .95 is sure to about ± .01.\n"
    );
    println!("{}", intervals::report());
}
