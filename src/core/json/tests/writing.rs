use super::super::{Object, Value, write};
use super::read;

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
