//! `core::json` on generated texts.

use docgate::core::json::{Object, Value, parse, write};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value as Theirs;

use super::oracle::json::{alike, judge};

/// A JSON value that can be shown, since ours shows nothing of itself.
#[derive(Clone, Debug)]
enum Tree {
    Null,
    Bool(bool),
    Integer(i64),
    Decimal(String),
    String(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl From<&Tree> for Value {
    fn from(tree: &Tree) -> Value {
        match tree {
            Tree::Null => Value::Null,
            Tree::Bool(truth) => Value::Bool(*truth),
            Tree::Integer(number) => Value::Integer(*number),
            Tree::Decimal(text) => Value::Decimal(text.as_str().into()),
            Tree::String(text) => Value::String(text.clone()),
            Tree::Array(items) => Value::Array(items.iter().map(Value::from).collect()),
            Tree::Object(members) => {
                let mut object = Object::new();
                for (name, value) in members {
                    object.push(name, value.into());
                }
                Value::Object(object)
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '"',
        '\\',
        '/',
        '<',
        '\0',
        '\u{1f}',
        '\u{7f}',
        '\u{9f}',
        '\u{2028}',
        '\u{2029}',
        '\u{feff}',
        '\u{ffff}',
        '\u{10ffff}',
    ]);
    prop::collection::vec(
        prop_oneof![odd, any::<char>(), prop::char::range('a', 'z')],
        0..12,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

fn decimal() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,20}([eE][-+]?0{0,3}[12]?[0-9]{1,2})?|[eE][-+]?0{0,3}[12]?[0-9]{1,2})"
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Integer),
        (-99i64..99).prop_map(Tree::Integer),
        decimal().prop_map(Tree::Decimal),
        text().prop_map(Tree::String),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Tree::Array),
            prop::collection::vec((text(), inner), 0..6).prop_map(Tree::Object),
        ]
    })
}

/// Texts that are nearly JSON: pieces of it in any order, and JSON with one thing broken.
fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\"",
        "\"a\":",
        "\"\\u0061\":1",
        "\"a\":1,",
        "null",
        "true",
        "false",
        "nul",
        "0",
        "-0",
        "-",
        "01",
        "1",
        ".5",
        "1.5",
        "e",
        "1e5",
        "1E-308",
        "1e309",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "1.7e308",
        "\\",
        "\\n",
        "\\u",
        "\\ud83d",
        "\\ude00",
        "\\ud83d\\ude00",
        "\"\\ud83d\"",
        "\"\\ud83d\\ude00\"",
        "\u{feff}",
        " ",
        "\n",
        "\t",
        "\u{c}",
        "\0",
        "\u{a0}",
        "é",
        "//",
        "NaN",
        "'",
        "<",
        "[[[[[[[[[[[[[[[[[",
        "]]]]]]]]]]]]]]]]]",
    ]);
    let pieces =
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat().into_bytes());
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        prop::sample::select(b"{}[],:\"\\u0e-. \x01\xff\xc0".to_vec()),
        0..3,
    );
    let edited = (tree(), edit).prop_map(|(tree, (at, other, byte, kind))| {
        let mut bytes = write(&Value::from(&tree)).into_bytes();
        let at = at.index(bytes.len());
        match kind {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => {
                let other = other.index(bytes.len());
                bytes.drain(at.min(other)..at.max(other));
            }
        }
        bytes
    });
    prop_oneof![4 => pieces, 4 => edited, 1 => prop::collection::vec(any::<u8>(), 0..20)]
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn what_is_written_is_read_again(tree in tree()) {
        let value = Value::from(&tree);
        let text = write(&value);
        prop_assert!(parse(text.as_bytes()) == Ok(value), "{}", text);
        let unsafe_in_scripts = |character: char| character.is_control() || "<\u{2028}\u{2029}".contains(character);
        prop_assert!(!text.contains(unsafe_in_scripts), "{}", text);
    }

    #[test]
    fn what_is_written_is_json_for_others(tree in tree()) {
        let value = Value::from(&tree);
        let text = write(&value);
        let theirs = serde_json::from_str(&text);
        prop_assert!(theirs.as_ref().is_ok_and(|theirs| alike(&value, theirs)), "{} {:?}", text, theirs);
    }

    #[test]
    fn verdicts_differ_for_stated_reasons_only(text in nearly_json()) {
        prop_assert_eq!(judge(&text), Ok(()), "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn what_others_write_is_read(tree in tree()) {
        let theirs: Theirs = serde_json::from_str(&write(&Value::from(&tree))).unwrap();
        for text in [serde_json::to_string(&theirs), serde_json::to_string_pretty(&theirs)] {
            let text = text.unwrap();
            prop_assert!(parse(text.as_bytes()).is_ok_and(|ours| alike(&ours, &theirs)), "{}", text);
        }
    }

    #[test]
    fn seconds_are_those_of_a_float(number in decimal()) {
        let text = ["{\"exp\":", number.as_str(), "}"].concat();
        let object = parse(text.as_bytes()).unwrap().into_object().unwrap();
        let float = number.parse::<f64>().unwrap();
        match object.seconds("exp") {
            // A float holds these whole numbers exactly; the number may lie on its rounding edge.
            Ok(seconds) => prop_assert!((seconds as f64 - float.trunc()).abs() <= 1.0, "{}", seconds),
            Err(_) => prop_assert!(number.starts_with('-') || float >= 9_007_199_254_740_991.0),
        }
    }
}

#[test]
fn the_generated_texts_meet_both_verdicts() {
    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut stricter) = (0, 0);
    for _ in 0..5_000 {
        let text = nearly_json().new_tree(&mut runner).unwrap().current();
        accepted += usize::from(parse(&text).is_ok());
        stricter +=
            usize::from(parse(&text).is_err() && serde_json::from_slice::<Theirs>(&text).is_ok());
    }
    assert!(accepted > 200, "{accepted} of 5000 accepted");
    assert!(stricter > 10, "{stricter} of 5000 refused by us alone");
}
