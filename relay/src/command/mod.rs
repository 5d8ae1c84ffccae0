//! The command line: `run` (also without a word), `check`, `example`.

mod dumps;
mod run;

use std::io::Write;
use std::process::ExitCode;

use crate::config::{self, Config, Sources};

/// A configuration with comments. `check` takes it once its variables are set.
pub const EXAMPLE: &str = include_str!("example.toml");

const USAGE: &str = "docgate-relay [run|check|example] [--config relay.toml]

  run      answers pages (the default)
  check    reads the configuration and says what is wrong with it
  example  prints a configuration with comments

Secrets come from the environment or from files, as the configuration says.
";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Run(String),
    Check(String),
    Example,
    Help,
}

/// Runs the program.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    match parse(arguments) {
        Some(Command::Example) => say(EXAMPLE),
        Some(Command::Help) => say(USAGE),
        Some(Command::Check(path)) => match load(&path) {
            Some(config) => say(&summary(&config)),
            None => ExitCode::FAILURE,
        },
        Some(Command::Run(path)) => {
            // Before any secret is read.
            dumps::forbid();
            match load(&path) {
                Some(config) => run::run(config),
                None => ExitCode::FAILURE,
            }
        }
        None => {
            complain(USAGE);
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Command> {
    let mut word = None;
    let mut path = None;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--config" if path.is_none() => path = Some(arguments.next()?),
            "-h" | "--help" => return Some(Command::Help),
            "run" | "check" | "example" if word.is_none() => word = Some(argument),
            _ => return None,
        }
    }
    let path = path.unwrap_or_else(|| "relay.toml".to_owned());
    match word.as_deref() {
        None | Some("run") => Some(Command::Run(path)),
        Some("check") => Some(Command::Check(path)),
        _ => Some(Command::Example),
    }
}

/// The configuration at a path; says what is wrong with it.
fn load(path: &str) -> Option<Config> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            complain(&format!("{path}: {error}\n"));
            return None;
        }
    };
    let sources = Sources {
        environment: &|name| std::env::var(name).ok(),
        file: &|path| std::fs::read_to_string(path),
    };
    match config::read(&text, &sources) {
        Ok(config) => Some(config),
        Err(mistakes) => {
            for mistake in mistakes {
                complain(&format!("{path}: {mistake}\n"));
            }
            None
        }
    }
}

fn summary(config: &Config) -> String {
    let mut text = format!(
        "The configuration is right. Entries: {}\n",
        config.entries.len()
    );
    for entry in config.entries.values() {
        let origins = entry.origins.join(", ");
        text.push_str(&format!(
            "  {}: {} for {origins}\n",
            entry.name, entry.provider
        ));
    }
    text
}

fn say(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) {
    // Nobody is left to tell if this fails.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{Command, EXAMPLE, parse};
    use crate::config::{self, Sources};

    fn parsed(line: &str) -> Option<Command> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn words_and_the_path_are_read() {
        assert_eq!(parsed(""), Some(Command::Run("relay.toml".to_owned())));
        assert_eq!(parsed("--config a"), Some(Command::Run("a".to_owned())));
        assert_eq!(parsed("run --config a"), Some(Command::Run("a".to_owned())));
        assert_eq!(
            parsed("--config a check"),
            Some(Command::Check("a".to_owned()))
        );
        assert_eq!(parsed("example"), Some(Command::Example));
        assert_eq!(parsed("check --help"), Some(Command::Help));
        for line in [
            "--config",
            "serve",
            "run check",
            "--config a --config b",
            "-x",
        ] {
            assert_eq!(parsed(line), None, "{line}");
        }
    }

    #[test]
    fn the_example_is_right_once_its_variables_are_set() {
        let key = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
        let environment = |name: &str| {
            let value = if name.ends_with("_KEY") {
                key
            } else {
                "a secret"
            };
            Some(value.to_owned())
        };
        let sources = |environment| Sources {
            environment,
            file: &|_| Err(std::io::ErrorKind::NotFound.into()),
        };
        let config = config::read(EXAMPLE, &sources(&environment)).unwrap();
        assert!(config.entries.len() >= 6);
        let mistakes = config::read(EXAMPLE, &sources(&|_| None)).unwrap_err();
        let about_secrets = mistakes
            .iter()
            .all(|it| it.ends_with("the variable that env names is not there"));
        assert!(about_secrets && mistakes.len() > 4, "{mistakes:?}");
    }
}
