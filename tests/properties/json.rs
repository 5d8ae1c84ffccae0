//! `core::json` beside `serde_json`: what we accept, it accepts and reads alike; what we
//! refuse and it accepts has one of the reasons that we state.

use docgate::core::json::{MAX_DEPTH, MAX_VALUES, Object, Value, parse, write};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value as Theirs;

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

/// Whether both mean the same.
fn alike(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(ours), Theirs::Bool(theirs)) => ours == theirs,
        // -0 is a float there.
        (Value::Integer(0), Theirs::Number(theirs)) => theirs.as_f64() == Some(0.0),
        (Value::Integer(ours), Theirs::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Value::Decimal(ours), Theirs::Number(theirs)) => {
            let (ours, theirs) = (ours.parse::<f64>().unwrap(), theirs.as_f64().unwrap());
            // It rounds the last bits its own way.
            ours.is_finite() && (ours - theirs).abs() <= ours.abs() * 1e-14
        }
        (Value::String(ours), Theirs::String(theirs)) => ours == theirs,
        (Value::Array(ours), Theirs::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(theirs)
                    .all(|(ours, theirs)| alike(ours, theirs))
        }
        (Value::Object(ours), Theirs::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(name, value)| {
                    theirs.get(name).is_some_and(|theirs| alike(value, theirs))
                })
        }
        _ => false,
    }
}

/// Why we refuse a text that `serde_json` has read; found without our reader.
fn stated_reason(text: &str, theirs: &Theirs) -> Option<&'static str> {
    let bare = without_strings(text);
    let (mut depth, mut deepest) = (0usize, 0usize);
    for byte in bare.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    let number =
        |word: &&str| word.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let mut numbers = bare
        .split(['[', ']', '{', '}', ',', ':', ' ', '\n', '\t', '\r'])
        .filter(number);
    if deepest > MAX_DEPTH {
        Some("too deep")
    } else if bare.matches(':').count() > members(theirs) {
        Some("a name twice")
    } else if bare.matches([',', '[', '{']).count() + 1 > MAX_VALUES {
        Some("too many values")
    } else if numbers.any(out_of_range) {
        Some("a number out of range")
    } else {
        None
    }
}

fn out_of_range(number: &str) -> bool {
    match number.split_once(['e', 'E']) {
        None if number.contains('.') => false,
        None => number.parse::<i64>().is_err(),
        Some((_, exponent)) => {
            let beyond = exponent
                .parse::<i64>()
                .map_or(true, |exponent| exponent.abs() > 308);
            beyond || number.parse::<f64>().unwrap().abs() >= 1.7e308
        }
    }
}

/// A JSON text with every string emptied.
fn without_strings(text: &str) -> String {
    let mut bare = String::new();
    let (mut inside, mut escaped) = (false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ if !inside => bare.push(character),
            _ => {}
        }
    }
    bare
}

fn members(theirs: &Theirs) -> usize {
    match theirs {
        Theirs::Array(items) => items.iter().map(members).sum(),
        Theirs::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// Both verdicts on a text, and nothing but stated differences between them.
fn judge(text: &[u8]) -> Result<(), String> {
    match (parse(text), serde_json::from_slice::<Theirs>(text)) {
        (Ok(ours), Ok(theirs)) if alike(&ours, &theirs) => Ok(()),
        (Ok(_), Ok(theirs)) => Err(format!("read differently: {theirs}")),
        (Ok(_), Err(problem)) => Err(format!("accepted, though {problem}")),
        (Err(_), Err(_)) => Ok(()),
        (Err(_), Ok(theirs)) => match stated_reason(std::str::from_utf8(text).unwrap(), &theirs) {
            Some(_) => Ok(()),
            None => Err("refused without a stated reason".to_owned()),
        },
    }
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
