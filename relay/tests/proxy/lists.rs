//! The list of an entry: methods and patterns.

use axum::http::Method;
use docgate_relay::api::path::PlainPath;
use docgate_relay::api::pattern::{Rule, Verdict, judge};
use docgate_relay::config::ApiRule;

use super::rows::serves;
use super::scene::{ask, plain, state};
use super::upstream::{Reply, Service};

fn rule(methods: &[&str], path: &str) -> Result<Rule, &'static str> {
    let methods: Vec<Method> = methods
        .iter()
        .map(|it| Method::from_bytes(it.as_bytes()).unwrap())
        .collect();
    Rule::new(&methods, path)
}

fn allows(pattern: &str, path: &str) -> bool {
    let rules = [rule(&["GET"], pattern).unwrap()];
    judge(&rules, &Method::GET, PlainPath::judge(path).unwrap()) == Verdict::Allowed
}

#[test]
fn a_pattern_is_compared_letter_by_letter() {
    for (pattern, path, fits) in [
        ("/a", "/a", true),
        ("/a", "/A", false),
        ("/a", "/a/", false),
        ("/a", "/a/b", false),
        ("/a", "/ab", false),
        ("/a/", "/a/", true),
        ("/a/", "/a", false),
        ("/a/*", "/a/b", true),
        ("/a/*", "/a/b/", false),
        ("/a/*", "/a/b/c", false),
        ("/a/*", "/a/", false),
        ("/a/*", "/a", false),
        ("/a/*/c", "/a/b/c", true),
        ("/a/*/c", "/a/b/d", false),
        ("/*/c", "/a/c", true),
        ("/a/**", "/a/b", true),
        ("/a/**", "/a/b/c/d", true),
        ("/a/**", "/a/b/", true),
        ("/a/**", "/a/", false),
        ("/a/**", "/a", false),
        ("/a/**", "/ab/c", false),
        ("/a/*/**", "/a/b/c", true),
        ("/a/*/**", "/a/b", false),
        ("/**", "/a", true),
        ("/a/%C3%A9", "/a/%C3%A9", true),
        ("/a/b", "/a/%62", false),
        ("/a/%62", "/a/b", false),
        ("/api.v1/x", "/apixv1/x", false),
    ] {
        assert_eq!(allows(pattern, path), fits, "{pattern} {path}");
    }
}

#[test]
fn a_line_that_says_nothing_is_an_error() {
    for path in [
        "", "a", "/", "//", "/a/../b", "/a/*b", "/a*", "/**/b", "/a/**b", "/a/***", "/a?b",
        "/a/%2e",
    ] {
        assert!(rule(&["GET"], path).is_err(), "{path}");
    }
    for methods in [
        &[][..],
        &["get"],
        &["CONNECT"],
        &["TRACE"],
        &["OPTIONS"],
        &["GET", "PURGE"],
    ] {
        assert!(rule(methods, "/a").is_err(), "{methods:?}");
    }
}

#[tokio::test]
async fn only_listed_methods_go_on() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let line = |methods: &[Method], path: &str| ApiRule {
        methods: methods.to_vec(),
        path: path.to_owned(),
    };
    let list = vec![
        line(&[Method::GET], "/files/**"),
        line(&[Method::POST, Method::DELETE], "/files/new"),
    ];
    let relay = state(vec![plain(&service.origin(), list)]);
    let mut sent = 0;
    for (method, path, code) in [
        ("GET", "/files/new", ""),
        ("POST", "/files/new", ""),
        ("DELETE", "/files/new", ""),
        ("POST", "/files/old", "method_not_allowed"),
        ("HEAD", "/files/old", "method_not_allowed"),
        ("PUT", "/files/new", "method_not_allowed"),
        ("PATCH", "/files/new", "method_not_allowed"),
        ("OPTIONS", "/files/new", "method_not_allowed"),
        ("TRACE", "/files/new", "method_not_allowed"),
        ("CONNECT", "/files/new", "method_not_allowed"),
        ("get", "/files/new", "method_not_allowed"),
        ("PROPFIND", "/files/new", "method_not_allowed"),
        ("GET", "/admin", "path_not_allowed"),
        ("PUT", "/admin", "path_not_allowed"),
    ] {
        let got = ask(method, path, "t0ken").send(&relay, "plain").await;
        assert_eq!(got.code(), code, "{method} {path}");
        sent += usize::from(code.is_empty());
        assert_eq!(service.seen().len(), sent, "{method} {path}");
    }
    serves(
        "R-142",
        "a method or a path that no line of the list has: refused, nothing upstream",
    );
}
