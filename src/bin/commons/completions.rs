//! `commons completions`: what a shell needs to complete commands, rules, paths and the ids of a record.

use std::process::ExitCode;

use crate::complete::{SHELLS, VARIABLE};
use crate::context::Context;

/// Write what a shell needs to complete commands, and ids of the record
#[derive(clap::Args)]
#[command(after_help = "\
bash: put this into ~/.bashrc:  source <(commons completions bash)
zsh:  put this into ~/.zshrc:   source <(commons completions zsh)
fish: commons completions fish > ~/.config/fish/completions/commons.fish")]
pub struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Completions {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let name = match self.shell {
            Shell::Bash => "bash",
            Shell::Zsh => "zsh",
            Shell::Fish => "fish",
        };
        let shell = SHELLS.into_iter().find(|shell| shell.is(name)).expect("every shell that can be asked for is in the list");
        let mut script = Vec::new();
        shell.write_registration(VARIABLE, "commons", "commons", "commons", &mut script)?;
        let mut script = String::from_utf8(script).expect("a script is text").trim().to_owned() + "\n";
        match self.shell {
            // Where the program has gone, a line that is being typed is no place to say so.
            Shell::Bash => script = script.replace("-- \"${words[@]}\" \\", "-- \"${words[@]}\" 2>/dev/null \\"),
            // A shell whose owner never set up completion has no `compdef`.
            Shell::Zsh => {
                script = script.replacen('\n', "\n(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n", 1);
            }
            Shell::Fish => {}
        }
        context.end(script.as_bytes())
    }
}
