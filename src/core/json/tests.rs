use std::time::{Duration, Instant};

use super::{Field, MAX_DEPTH, MAX_VALUES, Malformed, Object, Problem, Value, parse, write};

fn read(text: &str) -> Value {
    parse(text.as_bytes()).unwrap_or_else(|_| panic!("refused: {text}"))
}

fn object(text: &str) -> Object {
    read(text).into_object().unwrap()
}

fn refused(text: &str) -> bool {
    parse(text.as_bytes()) == Err(Malformed)
}

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

#[test]
fn strings_are_there_or_named() {
    let object = object(r#"{"a":"x","n":null,"i":1,"e":""}"#);
    let missing = Field {
        name: "m",
        problem: Problem::Missing,
    };
    let wrong = |name| Field {
        name,
        problem: Problem::WrongType,
    };
    assert_eq!(object.string("a"), Ok("x"));
    assert_eq!(object.string("e"), Ok(""));
    assert_eq!(object.string("m"), Err(missing));
    assert_eq!(object.string("n"), Err(wrong("n")));
    assert_eq!(object.string("i"), Err(wrong("i")));
    assert_eq!(object.optional_string("a"), Ok(Some("x")));
    assert_eq!(object.optional_string("m"), Ok(None));
    assert_eq!(object.optional_string("n"), Err(wrong("n")));
    assert_eq!(object.aliased_string(&["m", "a", "e"]), Ok(Some("x")));
    assert_eq!(object.aliased_string(&["e", "a"]), Ok(Some("")));
    assert_eq!(object.aliased_string(&["m", "o"]), Ok(None));
    assert_eq!(object.aliased_string(&["a", "n"]), Err(wrong("n")));
}

#[test]
fn a_wrong_type_is_never_absent() {
    let values = [
        "null", "true", "1", "1.5", "\"1\"", "[1]", "[\"a\"]", "{}", "[]",
    ];
    // Which of the values above each getter takes.
    type Getter = fn(&Object) -> Option<Problem>;
    let getters: [(&str, Getter, &[usize]); 7] = [
        (
            "string",
            |object| object.optional_string("a").err().map(|field| field.problem),
            &[4],
        ),
        (
            "boolean",
            |object| {
                object
                    .optional_boolean("a")
                    .err()
                    .map(|field| field.problem)
            },
            &[1],
        ),
        (
            "integer",
            |object| {
                object
                    .optional_integer("a")
                    .err()
                    .map(|field| field.problem)
            },
            &[2],
        ),
        (
            "seconds",
            |object| {
                object
                    .optional_seconds("a")
                    .err()
                    .map(|field| field.problem)
            },
            &[2, 3],
        ),
        (
            "strings",
            |object| {
                object
                    .optional_strings("a")
                    .err()
                    .map(|field| field.problem)
            },
            &[6, 8],
        ),
        (
            "object",
            |object| object.optional_object("a").err().map(|field| field.problem),
            &[7],
        ),
        (
            "array",
            |object| object.optional_array("a").err().map(|field| field.problem),
            &[5, 6, 8],
        ),
    ];
    for (name, getter, taken) in getters {
        assert_eq!(getter(&Object::new()), None, "{name} absent");
        for (at, value) in values.iter().enumerate() {
            let object = object(&["{\"a\":", value, "}"].concat());
            let expected = (!taken.contains(&at)).then_some(Problem::WrongType);
            assert_eq!(getter(&object), expected, "{name} of {value}");
        }
    }
    let empty = Object::new();
    let missing = Some(Field {
        name: "a",
        problem: Problem::Missing,
    });
    assert_eq!(empty.string("a").err(), missing);
    assert_eq!(empty.boolean("a").err(), missing);
    assert_eq!(empty.integer("a").err(), missing);
    assert_eq!(empty.seconds("a").err(), missing);
    assert_eq!(empty.strings("a").err(), missing);
    assert_eq!(empty.object("a").err(), missing);
    assert_eq!(empty.array("a").err(), missing);
}

#[test]
fn the_right_type_is_handed_out() {
    let object = object(r#"{"b":true,"i":-5,"s":["x","y"],"o":{"k":1},"a":[1,"x"]}"#);
    assert_eq!(object.boolean("b"), Ok(true));
    assert_eq!(object.integer("i"), Ok(-5));
    assert_eq!(object.strings("s"), Ok(vec!["x", "y"]));
    assert_eq!(object.object("o").unwrap().integer("k"), Ok(1));
    assert_eq!(object.array("a").unwrap().len(), 2);
}

#[test]
fn seconds_are_whole_and_in_range() {
    let seconds = |number: &str| object(&["{\"a\":", number, "}"].concat()).seconds("a");
    for (number, expected) in [
        ("0", 0),
        ("-0", 0),
        ("3600", 3600),
        ("1700000000.5", 1_700_000_000),
        ("1700000000.999999999", 1_700_000_000),
        ("1.7e9", 1_700_000_000),
        ("1.7E+9", 1_700_000_000),
        ("17000000000e-1", 1_700_000_000),
        ("17000000009e-1", 1_700_000_000),
        ("0.0000000017e18", 1_700_000_000),
        ("0.5", 0),
        ("1e-308", 0),
        ("0e308", 0),
        ("0.0", 0),
        ("9007199254740991", 9_007_199_254_740_991),
        ("9007199254740991.9", 9_007_199_254_740_991),
    ] {
        assert_eq!(seconds(number), Ok(expected), "{number}");
    }
    for number in [
        "-1",
        "-0.5",
        "-1e3",
        "9007199254740992",
        "9007199254740992.0",
        "9223372036854775807",
        "1e16",
        "1e308",
        "-1e308",
    ] {
        let out_of_range = Field {
            name: "a",
            problem: Problem::OutOfRange,
        };
        assert_eq!(seconds(number), Err(out_of_range), "{number}");
    }
}

#[test]
fn a_name_is_in_an_object_once() {
    let mut object = Object::new().with("a", 1).with("b", "x").with("a", 2);
    object.push("b", Value::Null);
    assert!(
        object
            .iter()
            .eq([("a", &Value::Integer(2)), ("b", &Value::Null)])
    );
    assert_eq!(object.len(), 2);
}

#[test]
fn values_are_written_compactly() {
    let object = Object::new()
        .with("n", None::<&str>)
        .with("t", true)
        .with("f", false)
        .with(
            "i",
            vec![0.into(), i64::MIN.into(), i64::MAX.into(), 10.into()],
        )
        .with("e", Vec::new())
        .with("o", Object::new())
        .with("s", String::from("é€\u{1f600}/'&>"));
    let text = "{\"n\":null,\"t\":true,\"f\":false,\
        \"i\":[0,-9223372036854775808,9223372036854775807,10],\"e\":[],\"o\":{},\
        \"s\":\"é€\u{1f600}/'&>\"}";
    assert_eq!(write(&object.into()), text);
    assert_eq!(write(&read(" [ 1.50 , -1E+2 ] ")), "[1.50,-1E+2]");
}

#[test]
fn what_could_end_a_script_is_written_as_an_escape() {
    let string = "\"\\\0\u{1}\n\r\t\u{1f}\u{7f}\u{9f}<\u{2028}\u{2029}";
    let text =
        "\"\\\"\\\\\\u0000\\u0001\\u000a\\u000d\\u0009\\u001f\\u007f\\u009f\\u003c\\u2028\\u2029\"";
    assert_eq!(write(&string.into()), text);
    assert!(read(text) == string.into());
    assert_eq!(
        write(&Object::new().with("<!--\n", 1).into()),
        "{\"\\u003c!--\\u000a\":1}"
    );
}

#[test]
fn debug_shows_nothing_of_a_value() {
    let value = read(r#"{"access_token":"at-1"}"#);
    assert_eq!(format!("{value:?}"), "Object");
    assert_eq!(format!("{:?}", value.as_object().unwrap()), "Object");
    assert_eq!(format!("{:?}", Value::from("at-1")), "String");
}
