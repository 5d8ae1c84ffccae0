//! The command line and the configuration file. Flags win over the file.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    clients::{Client, User},
    config::Config,
    entra::Registration,
};

/// What `--help` prints.
pub const USAGE: &str = "\
docgate-sandbox: test doubles of the services that docgate talks to, on loopback

  --port <n>                            9400 unless told; 0 picks a free one
  --app-origin <origin>                 an app under test, repeatable
  --redirect-uri <uri>                  one more redirect URI of the demo clients, repeatable
  --switch <section>.<name>=<value>     a switch of every scenario; JSON, or else text; repeatable
  --config <file.toml>                  the same and more in a file
  --help

sandbox/README.md describes the switches, the control API and the log.
";

/// What a run is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port to bind; 0 picks one.
    pub port: u16,
    /// What the doubles start with.
    pub config: Config,
}

/// The file of `--config`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    port: Option<u16>,
    app_origins: Vec<String>,
    redirect_uris: Vec<String>,
    switches: Map<String, Value>,
    users: Option<Vec<User>>,
    docspace_clients: Vec<Client>,
    oidc_clients: Vec<Client>,
    entra_clients: Vec<Registration>,
    enadoc_clients: Vec<Client>,
    docplanner_clients: Vec<Client>,
}

impl Options {
    /// Reads the command line, without the program's name. `None`: help is asked for.
    ///
    /// # Errors
    ///
    /// One line that names the flag or the key.
    pub fn parse(
        arguments: &[String],
        read_file: impl Fn(&str) -> Result<String, String>,
    ) -> Result<Option<Self>, String> {
        let mut flags = Vec::new();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if argument == "--help" {
                return Ok(None);
            }
            let (flag, value) = match argument.split_once('=') {
                Some((flag, value)) if flag != "--switch" || value.contains('=') => {
                    (flag, Some(value))
                }
                _ => (argument.as_str(), None),
            };
            if ![
                "--port",
                "--app-origin",
                "--redirect-uri",
                "--switch",
                "--config",
            ]
            .contains(&flag)
            {
                return Err(format!("unknown flag `{argument}`"));
            }
            let value = value.or_else(|| arguments.next().map(String::as_str));
            flags.push((
                flag.to_string(),
                value
                    .ok_or_else(|| format!("{flag} needs a value"))?
                    .to_string(),
            ));
        }
        let mut file = File::default();
        for (_, path) in flags.iter().filter(|(flag, _)| flag == "--config") {
            file = toml::from_str(&read_file(path)?)
                .map_err(|error| format!("{path}: {}", error.message()))?;
        }
        let mut options = Self::from_file(file)?;
        for (flag, value) in flags {
            options.apply(&flag, value)?;
        }
        Ok(Some(options))
    }

    fn from_file(file: File) -> Result<Self, String> {
        let mut config = Config {
            app_origins: file.app_origins,
            redirect_uris: file.redirect_uris,
            docspace_clients: file.docspace_clients,
            oidc_clients: file.oidc_clients,
            entra_clients: file.entra_clients,
            enadoc_clients: file.enadoc_clients,
            docplanner_clients: file.docplanner_clients,
            ..Config::default()
        };
        config.users = file.users.unwrap_or(config.users);
        config.switches.merge(&Value::Object(file.switches))?;
        Ok(Self {
            port: file.port.unwrap_or(9400),
            config,
        })
    }

    fn apply(&mut self, flag: &str, value: String) -> Result<(), String> {
        match flag {
            "--port" => {
                self.port = value
                    .parse()
                    .map_err(|_| format!("--port: `{value}` is not a port"))?
            }
            "--app-origin" => self.config.app_origins.push(value),
            "--redirect-uri" => self.config.redirect_uris.push(value),
            "--switch" => {
                let parts = value
                    .split_once('=')
                    .and_then(|(name, value)| Some((name.split_once('.')?, value)));
                let ((section, name), value) = parts
                    .ok_or_else(|| format!("--switch: `{value}` is not section.name=value"))?;
                let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
                self.config
                    .switches
                    .merge(&serde_json::json!({section: {name: value}}))?;
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(arguments: &[&str], file: &str) -> Result<Option<Options>, String> {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        Options::parse(&arguments, |_| Ok(file.to_string()))
    }

    #[test]
    fn flags_win_over_the_file() {
        let file = "port = 1\napp_origins = ['http://a.localhost']\n[switches.docspace]\nauto_login = 'grace'\ncode_lifetime = 5\n";
        let arguments = [
            "--config",
            "x.toml",
            "--port=0",
            "--app-origin",
            "http://b.localhost",
            "--switch",
            "docspace.auto_login=ada",
        ];
        let options = parse(&arguments, file).unwrap().unwrap();
        assert_eq!(options.port, 0);
        assert_eq!(
            options.config.app_origins,
            ["http://a.localhost", "http://b.localhost"]
        );
        assert_eq!(
            options.config.switches.docspace.auto_login.as_deref(),
            Some("ada")
        );
        assert_eq!(options.config.switches.docspace.code_lifetime, 5);
    }

    #[test]
    fn mistakes_are_named() {
        let error = |arguments: &[&str], file: &str| parse(arguments, file).unwrap_err();
        assert!(error(&["--prot", "1"], "").contains("--prot"));
        assert!(error(&["--port"], "").contains("--port needs a value"));
        assert!(error(&["--port", "x"], "").contains("`x` is not a port"));
        assert!(error(&["--switch", "docspace.autologin=ada"], "").contains("autologin"));
        assert!(error(&["--switch", "docspace.auto_login"], "").contains("section.name=value"));
        assert!(error(&["--config", "x.toml"], "prot = 1").contains("prot"));
        assert!(
            error(&["--config", "x.toml"], "[switches.docspace]\ncors = 3")
                .contains("docspace.cors")
        );
    }
}
