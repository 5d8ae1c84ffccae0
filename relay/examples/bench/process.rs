//! The programs that are measured: the release builds beside this one.

use std::{path::PathBuf, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// A running program; it ends with this value.
pub(crate) struct Process {
    child: Child,
    /// What its lines of output ended with, up to the port of the first.
    pub(crate) port: u16,
}

impl Process {
    /// Starts a program and waits for `listening on <address>:<port>`.
    pub(crate) async fn start(
        name: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(program(name))
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{name}: {error}; cargo build --release -p {name}"));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().unwrap_or_default();
        let port = line
            .rsplit_once(':')
            .and_then(|(_, port)| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("{name} did not start: {line}"));
        Self { child, port }
    }

    /// Memory in use and the most that ever was, in MiB.
    pub(crate) fn memory(&self) -> (u64, u64) {
        let id = self.child.id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let figure = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key));
            let kilobytes =
                line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
            kilobytes.unwrap_or(0) / 1024
        };
        (figure("VmRSS:"), figure("VmHWM:"))
    }

    /// Processor time that it has used.
    pub(crate) fn processor(&self) -> Duration {
        let id = self.child.id().unwrap_or_default();
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // After the name in brackets: the state is the first field, user and system time are the 12th and 13th, in hundredths.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let times = fields.split_whitespace().skip(11).take(2);
        let hundredths: u64 = times.filter_map(|time| time.parse::<u64>().ok()).sum();
        Duration::from_millis(hundredths * 10)
    }

    /// Ends it as a service manager does, and says whether it ended well.
    pub(crate) async fn stop(mut self) -> bool {
        let id = self.child.id().unwrap_or_default().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status().await;
        self.child.wait().await.is_ok_and(|status| status.success())
    }
}

/// What else the machine is doing: how many processes want a processor, and how many processors there are.
pub(crate) fn machine() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?");
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{processors} processors, load {load} before the start")
}

fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.parent().unwrap().parent().unwrap().join(name)
}
