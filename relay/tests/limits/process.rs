//! The process itself.
#![cfg(target_os = "linux")]

use std::process::Stdio;

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::rows::serves;

const FILE: &str = r#"
listen = "127.0.0.1:0"
hosts = ["relay.localhost"]
[seal]
keys = [{ env = "KEY" }]
[entries.bc]
provider = "business-central"
origins = ["http://app.localhost:5173"]
[entries.bc.api]
base = "http://127.0.0.1:1"
allow = [{ methods = ["GET"], path = "/**" }]
"#;

#[tokio::test]
async fn it_leaves_no_core_dump() {
    let path = format!("{}/dumps.toml", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, FILE).unwrap();
    let mut relay = Command::new(env!("CARGO_BIN_EXE_docgate-relay"))
        .args(["run", "--config", &path])
        .env("KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(relay.stdout.take().unwrap()).lines();
    let first = lines.next_line().await.unwrap().unwrap();
    assert!(first.starts_with("docgate-relay listening on"), "{first}");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", relay.id().unwrap())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let bounds: Vec<&str> = core.unwrap().split_whitespace().skip(4).take(2).collect();
    assert_eq!(bounds, ["0", "0"], "now, and at most");
    relay.kill().await.unwrap();
    serves(
        "R-146",
        "no core dump of the relay, whatever the system allows",
    );
}
