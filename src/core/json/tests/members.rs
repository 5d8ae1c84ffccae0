use super::super::{Field, Object, Problem};
use super::object;

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
