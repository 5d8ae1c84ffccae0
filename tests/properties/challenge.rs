//! `core::challenge` on generated headers.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use docgate::core::challenge::{Demand, MAX_LENGTH, demand, read};
use docgate::core::claims_request;
use proptest::prelude::*;
use proptest::sample::select;

use super::oracle::challenge::{Plain, judge, ours};
use crate::rows::serves;

const TOKEN: &str = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,10}";

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        TOKEN,
        "[ -~\t\u{80}-\u{ff}]{0,20}",
        "[,=\"\\\\ ]{0,8}",
        "[A-Za-z0-9+/]{4,12}={0,2}",
    ]
}

fn challenge() -> impl Strategy<Value = Plain> {
    let scheme = || {
        prop_oneof![
            select(vec!["Bearer", "bearer", "DPoP"]).prop_map(String::from),
            TOKEN
        ]
    };
    let parameters = prop::collection::vec((TOKEN, value()), 0..6).prop_map(|all| {
        let mut once: Vec<(String, String)> = Vec::new();
        for (name, value) in all {
            if !once.iter().any(|(own, _)| own.eq_ignore_ascii_case(&name)) {
                once.push((name, value));
            }
        }
        once
    });
    prop_oneof![
        3 => (scheme(), parameters).prop_map(|(scheme, parameters)| (scheme, None, parameters)),
        1 => (scheme(), "[A-Za-z0-9._~+/-]{1,12}={0,2}")
            .prop_map(|(scheme, token68)| (scheme, Some(token68), Vec::new())),
    ]
}

/// How a header is written: numbers that say what is chosen, one after the other, round and round.
#[derive(Debug, Clone)]
struct Manner(Vec<u8>);

impl Manner {
    fn choose<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        self.0.rotate_left(1);
        choices[usize::from(self.0[0]) % choices.len()]
    }

    fn blank(&mut self) -> &'static str {
        self.choose(&["", "", " ", "\t", "  \t"])
    }

    fn value(&mut self, value: &str) -> String {
        let token = !value.is_empty()
            && value
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it));
        if token && self.choose(&["bare", "quoted"]) == "bare" {
            return value.to_owned();
        }
        let mut text = String::from("\"");
        for character in value.chars() {
            if matches!(character, '"' | '\\') || self.choose(&["", "", "", "\\"]) == "\\" {
                text.push('\\');
            }
            text.push(character);
        }
        text + "\""
    }

    fn separator(&mut self) -> String {
        let comma = self.choose(&[",", ",", ",", ",,", ", ,"]);
        [self.blank(), comma, self.blank()].concat()
    }

    fn header(&mut self, challenges: &[Plain]) -> String {
        let mut pieces = Vec::new();
        for (scheme, token68, parameters) in challenges {
            let mut begin = scheme.clone();
            if let Some(token68) = token68 {
                begin = [&begin, self.choose(&[" ", "  "]), token68].concat();
            }
            for (name, value) in parameters {
                let written = [name, self.blank(), "=", self.blank(), &self.value(value)].concat();
                // The first one stands beside the scheme.
                if begin.is_empty() {
                    pieces.push(written);
                } else {
                    let between = self.choose(&[" ", "   ", " ,", "\t"]);
                    pieces.push([&begin, between, &written].concat());
                    begin.clear();
                }
            }
            if !begin.is_empty() {
                pieces.push(begin);
            }
        }
        let mut header = String::from(self.choose(&["", "", ",", " , "]));
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                header.push_str(&self.separator());
            }
            header.push_str(piece);
        }
        header + self.choose(&["", "", " ", ","])
    }
}

fn manner() -> impl Strategy<Value = Manner> {
    prop::collection::vec(any::<u8>(), 1..64).prop_map(Manner)
}

/// Texts that are nearly headers.
fn nearly_header() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "Bearer ",
        "Bearer",
        "bearer ",
        "DPoP ",
        "Basic abc=",
        "Negotiate",
        "realm=\"a\"",
        "a=b",
        "A=c",
        "error=\"insufficient_claims\"",
        "error=insufficient_scope",
        "scope=\"a b\"",
        "error = \"insufficient_user_authentication\"",
        "max_age=5",
        "max_age=-1",
        "acr_values=\"x\"",
        "claims=\"e30=\"",
        "claims=e30",
        "authorization_uri=\"https://x/y,z=\"",
        ",",
        ",",
        ", ",
        " ",
        "=",
        "==",
        "\"",
        "\\",
        "\"\\\"\"",
        "\t",
        "\n",
        "\0",
        "é",
        "@",
        "a",
        "Foo x=y z",
    ]);
    (
        select(vec!["", "Bearer "]),
        prop::collection::vec(piece, 0..14),
    )
        .prop_map(|(start, pieces)| [start, &pieces.concat()].concat())
}

#[test]
fn what_is_written_is_read_again() {
    let challenges = || prop::collection::vec(challenge(), 0..6);
    proptest!(super::cases(), |(challenges in challenges(), mut manner in manner())| {
        let header = manner.header(&challenges);
        prop_assert_eq!(ours(&header), challenges, "{}", header);
        prop_assert_eq!(judge(&header), Ok(()), "{}", header);
    });
    serves(
        "R-107",
        "property: challenges written in any manner are read as they were",
    );
}

#[test]
fn it_is_read_as_another_reader_reads_it() {
    proptest!(super::cases(), |(text in nearly_header())| {
        prop_assert_eq!(judge(&text), Ok(()), "{}", text);
    });
    serves(
        "R-107",
        "property: nearly headers mean the same to an independent reader",
    );
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn any_text_gets_a_verdict(text in any::<String>()) {
        prop_assert_eq!(judge(&text), Ok(()), "{}", text);
        prop_assert_eq!(judge(&["Bearer a=\"", &text].concat()), Ok(()), "{}", text);
        prop_assert_eq!(judge(&["Bearer a=b,", &text].concat()), Ok(()), "{}", text);
    }

    #[test]
    fn claims_come_through_every_base64(
        name in "[a-zA-Z0-9 -~é]{1,20}",
        value in "[ -~\u{80}-\u{2ff}]{0,40}",
        way in 0..4usize,
    ) {
        let request = serde_json::json!({ "access_token": { (name): { "essential": true, "value": value } } });
        let text = request.to_string();
        let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
        let header = format!("Bearer claims=\"{}\", error=\"insufficient_claims\"", engines[way].encode(&text));
        let claims = claims_request::check(&text);
        prop_assert!(claims.is_some());
        let found = match demand(&header) {
            Some(Demand::Claims { claims, .. }) => Some(claims),
            _ => None,
        };
        prop_assert_eq!(found, claims);
    }
}

#[test]
fn hostile_headers_take_little_time() {
    let pieces = [
        ",",
        " ",
        "a",
        "a,",
        "a=b,",
        "a ",
        "a a,",
        "=",
        "\"",
        "\\",
        "\"\\",
        "a=\"\\\"",
        "A b=\"",
        "A a=,",
        "é",
        "A ===,",
        "a68=",
        "A aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
        "\\\"",
        "\u{80}",
    ];
    let starts = [
        "",
        "Bearer ",
        "Bearer a=\"",
        "Bearer a=b, ",
        "Bearer error=\"insufficient_claims\", claims=\"",
    ];
    let begun = Instant::now();
    for piece in pieces {
        for start in starts {
            let length = MAX_LENGTH - start.len();
            let mut header = [start, &piece.repeat(length / piece.len())].concat();
            assert_eq!(judge(&header), Ok(()), "{start}{piece}");
            header.push_str(&"a".repeat(1 << 20));
            assert_eq!(read(&header), []);
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
    serves(
        "A-29",
        "WWW-Authenticate of 16 KiB and of a megabyte, of whatever it is made: read in no time",
    );
}
