//! The command line: one file for each subcommand. The only code that prints.

mod agree;
mod answers;
mod audit;
mod audit_text;
mod counted;
mod evaluate;
mod extract;
mod figures;
mod formats;
mod inputs;
mod labelling;
mod manual;
mod methods;
mod output;
mod page;
mod predict;
mod provenance;
mod report;
mod rows;
mod sample;
mod segment;
mod sheet;
mod speakers;
mod summary;
mod table;
mod train;
mod trust;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use standpoint::{Error, ErrorKind};

/// Whose position does each sentence of an article state?
///
/// Without a model of your own, the two built-in ones answer: `stance` (`russian_position`,
/// `french_position`, `neutral_report`) and `claim` (accusation, demand, commitment, assertion, none).
#[derive(Parser)]
#[command(name = "standpoint", version, max_term_width = 100)]
#[command(after_help = "Start with: standpoint predict ARTICLE.txt")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Train(train::Arguments),
    Predict(predict::Arguments),
    Sample(sample::Arguments),
    Evaluate(evaluate::Arguments),
    Audit(audit::Arguments),
    Agree(agree::Arguments),
    Segment(segment::Arguments),
    Extract(extract::Arguments),
    Methods(methods::Arguments),
    Completions(manual::CompletionArguments),
    Manual(manual::ManualArguments),
}

/// Why a command ends early.
enum Failure {
    /// Something went wrong: exit code 1, or 2 if it was asked for wrongly.
    Error(Error),
    /// The reader of the output has seen enough: no failure at all.
    ClosedPipe,
    /// What was looked for was found, and printed: exit code 1, no message.
    Found,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Error(Error::new(ErrorKind::Io, format!("cannot write the output: {error}")))
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::from(io::Error::from(error))
    }
}

/// The outcome of a command.
type Outcome = Result<(), Failure>;

/// A failure of usage: exit code 2.
fn usage(message: impl Into<String>) -> Failure {
    Failure::Error(Error::new(ErrorKind::Setting, message))
}

/// Parses, dispatches and turns failures into messages and exit codes.
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Train(arguments) => train::run(&arguments),
        Command::Predict(arguments) => predict::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Agree(arguments) => agree::run(&arguments),
        Command::Segment(arguments) => segment::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Methods(arguments) => methods::run(&arguments),
        Command::Completions(arguments) => manual::completions(&arguments),
        Command::Manual(arguments) => manual::manual(&arguments),
    };
    match outcome {
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::FAILURE,
        Err(Failure::Error(error)) => {
            output::tell("error", &error.to_string());
            ExitCode::from(if error.kind() == ErrorKind::Setting { 2 } else { 1 })
        }
    }
}

/// How many threads work.
#[derive(clap::Args)]
struct Threads {
    /// Threads to work on, from 1 to 256 [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl Threads {
    /// Starts the threads, of which this is one: what it hands out it works on too, without waking
    /// another thread for it. Call once, before work is handed out.
    fn start(&self) -> Outcome {
        let n = self.threads.map_or(0, usize::from);
        let started = rayon::ThreadPoolBuilder::new().num_threads(n).use_current_thread().build_global();
        started.map_err(|error| Error::new(ErrorKind::Io, format!("cannot start threads: {error}")).into())
    }
}
