use std::time::{Duration, Instant};

use super::super::{MAX_DEPTH, MAX_VALUES, Malformed, Object, Value, parse};
use super::{object, read, refused};

#[test]
fn values_of_every_kind_are_read() {
    assert!(read("null") == Value::Null);
    assert!(read(" \t\r\n true \t\r\n ") == Value::Bool(true));
    assert!(read("false") == Value::Bool(false));
    assert!(read("0") == Value::Integer(0));
    assert!(read("-0") == Value::Integer(0));
    assert!(read("9223372036854775807") == Value::Integer(i64::MAX));
    assert!(read("-9223372036854775808") == Value::Integer(i64::MIN));
    assert!(read("1.50") == Value::Decimal("1.50".into()));
    assert!(read("-1E+2") == Value::Decimal("-1E+2".into()));
    assert!(read("\"a\"") == Value::from("a"));
    assert!(read("[]") == Value::Array(Vec::new()));
    assert!(read("{}") == Value::Object(Object::new()));
    let nested = Object::new()
        .with("b", vec![Value::from(1), Value::Null])
        .with(
            "a",
            Object::new().with("c", Some("d")).with("e", None::<bool>),
        );
    assert!(
        read(r#" { "b" : [ 1 , null ] , "a" : { "c" : "d" , "e" : null } } "#) == nested.into()
    );
}

#[test]
fn escapes_are_read() {
    let text = r#""\" \\ \/ \b \f \n \r \t \u0041 \u00e9 \u20AC \ud83d\ude00 \u0000 é""#;
    let string = "\" \\ / \u{8} \u{c} \n \r \t A é € \u{1f600} \0 é";
    assert!(read(text) == Value::from(string));
}

#[test]
fn what_is_no_json_is_refused() {
    let texts = [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "'a'",
        "a",
        "+1",
        "-",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1.e5",
        "0x10",
        "1_000",
        "--1",
        "1 2",
        "[1 2]",
        "[1,]",
        "[,1]",
        "[,]",
        "[",
        "]",
        "[1",
        "[1]]",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{1:2}",
        "{null:1}",
        "[1}",
        "{\"a\":1]",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\u00\"",
        "\"\\u00g0\"",
        "\"\\u+041\"",
        "\"\\U0041\"",
        "\"\n\"",
        "\"\t\"",
        "\"\0\"",
        "\"\u{1f}\"",
        "// a\n1",
        "/* a */1",
        "1//",
        "\u{a0}1",
        "\u{c}1",
        "\u{b}1",
        "\u{feff}1",
        "\u{feff}{}",
        "1\0",
        "1;",
        "true false",
        "truefalse",
        "<html>",
        "{\"a\":1}{\"a\":1}",
    ];
    for text in texts {
        assert!(refused(text), "accepted: {text:?}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_refused() {
    for text in [
        b"\"\xff\"".as_slice(),
        b"\"\xc0\xaf\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
        b"\"\xe2\x82",
        b"\xff\xfe{\0}\0",
        b"\0{\0}",
        b"\xef\xbb\xbf{}",
    ] {
        assert!(parse(text) == Err(Malformed), "accepted: {text:?}");
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    for escape in [
        "\\ud83d",
        "\\ude00",
        "\\ud83d\\ud83d",
        "\\ude00\\ud83d",
        "\\ud83d\\u0041",
        "\\ud83d\\n",
        "\\ud83dx\\ude00",
        "\\ud83d\\",
        "\\ud83d\\ude0",
        "\\uD800\\uE000",
    ] {
        assert!(
            refused(&["\"", escape, "\""].concat()),
            "accepted: {escape}"
        );
    }
}

#[test]
fn a_name_twice_is_refused() {
    assert!(refused(r#"{"a":1,"a":1}"#));
    assert!(refused(r#"{"a":1,"b":2,"\u0061":3}"#));
    assert!(refused(r#"{"":1,"b":2,"":3}"#));
    assert!(refused(r#"[{"x":{"iss":1,"sub":2,"iss":1}}]"#));
    assert!(!refused(r#"{"a":{"a":1},"A":1,"a ":1}"#));
}

#[test]
fn special_names_are_only_names() {
    let object = object(r#"{"__proto__":{"a":1},"constructor":2,"toString":3}"#);
    assert_eq!(
        object.names().collect::<Vec<_>>(),
        ["__proto__", "constructor", "toString"]
    );
    assert!(object.value("a").is_none());
}

#[test]
fn nesting_has_an_end() {
    let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
    assert!(!refused(&nested(MAX_DEPTH)));
    assert!(refused(&nested(MAX_DEPTH + 1)));
    let objects =
        |depth: usize| ["{\"a\":".repeat(depth), "1".to_owned(), "}".repeat(depth)].concat();
    assert!(!refused(&objects(MAX_DEPTH)));
    assert!(refused(&objects(MAX_DEPTH + 1)));
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        assert!(refused(&open.repeat(100_000)), "accepted: {open}");
    }
}

#[test]
fn values_have_a_number() {
    let list = |items: usize| ["[0", &",0".repeat(items - 1), "]"].concat();
    assert!(!refused(&list(MAX_VALUES - 1)));
    assert!(refused(&list(MAX_VALUES)));
}

#[test]
fn numbers_have_a_range() {
    for text in [
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "1e309",
        "-1e309",
        "1e-309",
        "1E+0400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "1.8e308",
        "1.7e308",
        "9e308",
        "10e308",
        "0.1e309",
        "0e309",
    ] {
        assert!(refused(text), "accepted: {text}");
    }
    for text in [
        "1e308",
        "1.6e308",
        "0.99e308",
        "0e308",
        "1e-308",
        "9.9e307",
        "1e0000000308",
        "123456.5e302",
    ] {
        assert!(read(text) == Value::Decimal(text.into()), "misread: {text}");
        assert!(text.parse::<f64>().unwrap().is_finite());
    }
    let long = ["1", &"0".repeat(400), ".5"].concat();
    assert!(refused(&long));
    assert!(!refused(&[&long, "e-100"].concat()));
}

#[test]
fn hostile_texts_take_little_time() {
    let mebibyte = 1 << 20;
    let names: Vec<String> = (0..MAX_VALUES - 2)
        .map(|name| ["\"", &"a".repeat(40), &name.to_string(), "\":0"].concat())
        .collect();
    let texts = [
        ["{", &names.join(","), "}"].concat(),
        "[".repeat(mebibyte),
        "{\"a\":".repeat(mebibyte / 5),
        ["\"", &"\\u0041".repeat(mebibyte / 6), "\""].concat(),
        ["\"", &"\\".repeat(mebibyte), "\""].concat(),
        ["[", &"0,".repeat(mebibyte / 2), "0]"].concat(),
        ["0.", &"0".repeat(mebibyte), "e308"].concat(),
        "1".repeat(mebibyte),
        " ".repeat(mebibyte),
        [
            "[",
            &"\"\",".repeat(MAX_VALUES - 3),
            "0",
            &" ".repeat(mebibyte),
            "]",
        ]
        .concat(),
    ];
    for text in texts {
        let start = Instant::now();
        let _ = parse(text.as_bytes());
        // Some 20 ms unoptimised; a square of the length would be hours.
        assert!(
            start.elapsed() < Duration::from_secs(2),
            "slow: {}",
            text.get(..20).unwrap()
        );
    }
}
