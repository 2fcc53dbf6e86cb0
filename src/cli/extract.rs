//! `standpoint extract`: the article of a page as text.

use std::path::PathBuf;

use standpoint::article;

use super::inputs::read_text;
use super::output::with_output;
use super::{Failure, Outcome};

/// Print the main text of an HTML page
#[derive(clap::Args)]
pub struct Arguments {
    /// The page; `-` or nothing is standard input
    #[arg(default_value = "-", hide_default_value = true)]
    page: PathBuf,

    /// Print the title too, before the text
    #[arg(long)]
    title: bool,
}

/// Extracts and prints.
pub fn run(arguments: &Arguments) -> Outcome {
    let html = read_text(&arguments.page)?;
    let page = article::extract(&html).map_err(|error| error.in_file(arguments.page.display()))?;
    let text = if arguments.title { page.text() } else { page.body };
    with_output(None, |output| writeln!(output, "{text}").map_err(Failure::from))
}
