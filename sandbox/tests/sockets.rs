//! The same doubles over real sockets: what only the server can do, and how the program starts and ends.

#![cfg(feature = "server")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The program, running.
struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(flags: &[&str]) -> Self {
        let mut child = program(&[&["--port", "0"], flags].concat());
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line
            .strip_prefix("docgate-sandbox listening on 127.0.0.1:")
            .unwrap()
            .trim_end()
            .parse()
            .unwrap();
        Self { child, port }
    }

    /// A connection with the request sent.
    fn open(
        &self,
        method: &str,
        host: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut text = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}:{}\r\nContent-Length: {}\r\n",
            self.port,
            body.len()
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream
            .write_all(format!("{text}\r\n{body}").as_bytes())
            .unwrap();
        stream
    }

    /// A request, its whole answer: head and body.
    fn ask(
        &self,
        method: &str,
        host: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (String, String) {
        let mut answer = Vec::new();
        self.open(method, host, target, headers, body)
            .read_to_end(&mut answer)
            .unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_string(), body.to_string())
    }

    fn portal(&self, method: &str, target: &str) -> (String, String) {
        self.ask(method, "docspace.localhost", target, &[], "")
    }

    fn switch(&self, switches: Value) {
        let body = json!({"docspace": switches}).to_string();
        let (head, body) = self.ask("PUT", "127.0.0.1", "/_sandbox/switches", &[], &body);
        assert!(head.starts_with("HTTP/1.1 200"), "{head}{body}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(flags: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_docgate-sandbox"))
        .args(flags)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A header's value in an answer's head.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[test]
fn a_whole_login_over_sockets() {
    let running = Running::start(&[
        "--app-origin",
        "http://localhost:5173",
        "--switch",
        "docspace.auto_login=ada",
        "--switch=docspace.auto_consent=true",
    ]);
    let callback = "http%3A%2F%2Flocalhost%3A5173%2Fcallback%2Fdocspace";
    let mut target = format!(
        "/oauth2/authorize?response_type=code&client_id=demo-docspace&redirect_uri={callback}&state=s-1&code_challenge={CHALLENGE}&code_challenge_method=S256&scope=accounts.self%3Aread"
    );
    let mut cookies: Vec<(String, String)> = Vec::new();
    let code = loop {
        let cookie = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let (head, _) = running.ask(
            "GET",
            "docspace.localhost",
            &target,
            &[("Cookie", &cookie)],
            "",
        );
        for (name, value) in head
            .lines()
            .filter_map(|line| line.strip_prefix("set-cookie: "))
            .filter_map(|text| text.split(';').next()?.split_once('='))
        {
            cookies.retain(|(known, _)| known != name);
            cookies.push((name.to_string(), value.to_string()));
        }
        let location = header(&head, "location").unwrap_or_else(|| panic!("{head}"));
        match location.split_once("/callback/docspace?code=") {
            Some((_, rest)) => break rest.split('&').next().unwrap().to_string(),
            None => {
                target = location
                    .strip_prefix(&format!("http://docspace.localhost:{}", running.port))
                    .unwrap()
                    .to_string()
            }
        }
    };
    let body = format!(
        "grant_type=authorization_code&client_id=demo-docspace&code={code}&redirect_uri={callback}&code_verifier={VERIFIER}"
    );
    let kind = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", "http://localhost:5173"),
    ];
    let (head, body) = running.ask("POST", "docspace.localhost", "/oauth2/token", &kind, &body);
    assert!(head.starts_with("HTTP/1.1 200"), "{head}{body}");
    assert_eq!(header(&head, "access-control-allow-origin"), Some("*"));
    assert_eq!(header(&head, "connection"), Some("close"));
    let token = serde_json::from_str::<Value>(&body).unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_string();
    let bearer = format!("Bearer {token}");
    let (_, body) = running.ask(
        "GET",
        "docspace.localhost",
        "/api/2.0/people/@self",
        &[("Authorization", &bearer)],
        "",
    );
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap()["response"]["displayName"],
        json!("Ada Lovelace")
    );
    let (_, log) = running.portal("GET", "/_sandbox/log");
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(
        log["entries"].as_array().unwrap().last().unwrap()["status"],
        json!(200)
    );
}

#[test]
fn every_pacing_is_carried_out() {
    let running = Running::start(&[]);
    let jwks = || running.open("GET", "docspace.localhost", "/oauth2/jwks", &[], "");
    let (_, genuine) = running.portal("GET", "/oauth2/jwks");

    running.switch(json!({"jwks_fault": {"kind": "close"}}));
    let mut answer = Vec::new();
    // A reset or a plain end: in either case no byte of an answer.
    let _ = jwks().read_to_end(&mut answer);
    assert_eq!(answer, b"");

    running.switch(json!({"jwks_fault": {"kind": "hang"}}));
    let mut stream = jwks();
    stream
        .set_read_timeout(Some(Duration::from_millis(400)))
        .unwrap();
    assert!(
        stream.read(&mut [0]).is_err(),
        "nothing, and not the end either"
    );

    running.switch(json!({"jwks_fault": {"kind": "delay", "milliseconds": 300}}));
    let start = Instant::now();
    assert_eq!(running.portal("GET", "/oauth2/jwks").1, genuine);
    assert!(start.elapsed() >= Duration::from_millis(300));

    running.switch(json!({"jwks_fault": {"kind": "cut", "after": 7}}));
    let mut answer = Vec::new();
    let _ = jwks().read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(
        (header(head, "content-length"), body),
        (Some(genuine.len().to_string().as_str()), &genuine[..7])
    );

    running.switch(json!({"jwks_fault": {"kind": "slow", "bytes_per_second": 5}}));
    let start = Instant::now();
    let mut stream = jwks();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("\r\n\r\n{\"ke") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        seen.push(byte[0]);
    }
    let elapsed = start.elapsed();
    assert!(
        (Duration::from_millis(550)..Duration::from_secs(5)).contains(&elapsed),
        "{elapsed:?}"
    );
    drop(stream);

    running.switch(json!({"jwks_fault": {"kind": "endless"}}));
    let mut stream = jwks();
    let mut buffer = vec![0; 2_000_000];
    stream.read_exact(&mut buffer).unwrap();
    stream.shutdown(Shutdown::Both).unwrap();

    running.switch(json!({"jwks_fault": {"kind": "large"}}));
    assert!(running.portal("GET", "/oauth2/jwks").1.len() > 10_000_000);

    running.switch(json!({"jwks_fault": null}));
    assert_eq!(
        running.portal("GET", "/oauth2/jwks").1,
        genuine,
        "none of it has hurt the server"
    );
}

#[test]
fn a_raw_state_reaches_the_location_header() {
    let running = Running::start(&["--app-origin", "http://localhost:5173"]);
    let (head, _) = running.ask(
        "GET",
        "evil.localhost",
        "/x",
        &[("Origin", "http://\u{e9}")],
        "",
    );
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    // A line break in what becomes a header is a space, never a header of its own.
    running
        .switch(json!({"jwks_fault": {"kind": "redirect", "to": "http://a/\r\nSet-Cookie: x=y"}}));
    let (head, _) = running.portal("GET", "/oauth2/jwks");
    assert_eq!(
        header(&head, "location"),
        Some("http://a/  Set-Cookie: x=y")
    );
    assert_eq!(header(&head, "set-cookie"), None);
}

#[test]
fn long_bodies_and_foreign_hosts_are_refused() {
    let running = Running::start(&[]);
    let long = "x".repeat(1024 * 1024 + 1);
    let mut stream = running.open("POST", "docspace.localhost", "/oauth2/token", &[], "");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"));
    let mut stream = TcpStream::connect(("127.0.0.1", running.port)).unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: docspace.localhost\r\nContent-Length: {}\r\n\r\n",
        long.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(long.as_bytes());
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
    let (head, _) = running.ask("GET", "docspace.example.com", "/_sandbox/state", &[], "");
    assert!(head.starts_with("HTTP/1.1 421"), "{head}");
}

#[test]
fn a_get_may_have_a_body() {
    let running = Running::start(&["--switch", "enadoc.auto_login=ada"]);
    let (_, page) = running.ask(
        "POST",
        "enadoc.localhost",
        "/api/v3/authorization/url",
        &[
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("ClientId", "demo-enadoc"),
            ("RedirectUri", "http://localhost:5173/callback/enadoc"),
        ],
        "",
    );
    assert!(page.contains("not registered"), "{page}");
    let fields = "client_id=demo-enadoc&client_secret=sandbox-secret&oauth_code=none";
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let (head, body) = running.ask(
        "GET",
        "enadoc.localhost",
        "/enadoc/discovery/api",
        &[kind],
        fields,
    );
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert!(body.contains("000.506"), "{body}");
}

#[test]
fn both_families_answer_where_the_machine_has_them() {
    let running = Running::start(&[]);
    // Only loopback: an address of this machine's other interfaces would be refused.
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        let mut stream = TcpStream::connect(("::1", running.port)).unwrap();
        write!(
            stream,
            "GET /_sandbox/state HTTP/1.1\r\nHost: [::1]:{}\r\n\r\n",
            running.port
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

#[test]
fn a_port_in_use_is_one_line_and_status_2() {
    let running = Running::start(&[]);
    let port = running.port.to_string();
    for (flags, line) in [
        (
            vec!["--port", &port],
            format!("docgate-sandbox: port {port} is in use\n"),
        ),
        (
            vec!["--prot", "1"],
            "docgate-sandbox: unknown flag `--prot`\n".to_string(),
        ),
        (
            vec!["--config", "/nonexistent.toml"],
            "docgate-sandbox: /nonexistent.toml: No such file or directory (os error 2)\n"
                .to_string(),
        ),
    ] {
        let output = program(&flags).wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            (String::from_utf8(output.stderr).unwrap(), output.stdout),
            (line, Vec::new())
        );
    }
}

#[cfg(unix)]
#[test]
fn sigterm_and_ctrl_c_end_it_even_with_answers_that_never_end() {
    for signal in ["-TERM", "-INT"] {
        let mut running = Running::start(&["--switch", "docspace.jwks_fault={\"kind\":\"hang\"}"]);
        let stream = running.open("GET", "docspace.localhost", "/oauth2/jwks", &[], "");
        std::thread::sleep(Duration::from_millis(100));
        let start = Instant::now();
        assert!(
            Command::new("kill")
                .args([signal, &running.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(running.child.wait().unwrap().code(), Some(0));
        assert!(start.elapsed() < Duration::from_secs(2));
        drop(stream);
    }
}

#[test]
fn a_configuration_file_sets_port_switches_and_clients() {
    let path = std::env::temp_dir().join(format!("docgate-sandbox-{}.toml", std::process::id()));
    let text = "app_origins = ['http://localhost:5173']\n[switches.docspace]\ncode_lifetime = 7\n[[docspace_clients]]\nid = 'mine'\nredirect_uris = ['http://localhost:1/x']\n";
    std::fs::write(&path, text).unwrap();
    let running = Running::start(&["--config", path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    let (_, state) = running.portal("GET", "/_sandbox/state");
    let state: Value = serde_json::from_str(&state).unwrap();
    assert_eq!(state["switches"]["docspace"]["code_lifetime"], json!(7));
    let ids: Vec<&str> = state["docspace"]["clients"]
        .as_array()
        .unwrap()
        .iter()
        .map(|client| client["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        [
            "demo-docspace",
            "demo-docspace-confidential",
            "demo-docspace-disabled",
            "mine"
        ]
    );
}
