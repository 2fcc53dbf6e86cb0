//! Shell completions and the manual page, made from the same declarations as the arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use super::output::with_output;
use super::{Arguments, Failure, Outcome};

/// Print completions for a shell
#[derive(clap::Args)]
pub struct CompletionArguments {
    /// The shell
    shell: Shell,
}

/// Print the manual as a man page (view it with: standpoint manual | man -l -)
#[derive(clap::Args)]
pub struct ManualArguments {}

/// Prints completions.
pub fn completions(arguments: &CompletionArguments) -> Outcome {
    with_output(None, |output| {
        let mut script = Vec::new();
        clap_complete::generate(arguments.shell, &mut Arguments::command(), "standpoint", &mut script);
        output.write_all(&script).map_err(Failure::from)
    })
}

/// Prints the pages of the program and of all its subcommands, one after the other.
pub fn manual(_: &ManualArguments) -> Outcome {
    with_output(None, |output| {
        let mut command = Arguments::command();
        command.build();
        clap_mangen::Man::new(command.clone()).render(output)?;
        for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
            let name = format!("standpoint-{}", subcommand.get_name());
            clap_mangen::Man::new(subcommand.clone()).title(name).render(output)?;
        }
        Ok(())
    })
}
