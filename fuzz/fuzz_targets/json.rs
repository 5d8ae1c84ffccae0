//! Bytes as a server may answer them.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/properties/oracle/mod.rs"]
mod oracle;

use docgate::core::json::{Object, Value, parse};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 4] = ["a", "exp", "__proto__", ""];

fuzz_target!(|text: &[u8]| {
    assert_eq!(oracle::json::judge(text), Ok(()));
    if let Ok(value) = parse(text) {
        check(&value);
    }
});

/// Every getter answers, and a member is missing for it only where there is none.
fn check(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(check),
        Value::Object(object) => {
            NAMES.iter().for_each(|name| check_member(object, name));
            object.iter().for_each(|(_, value)| check(value));
        }
        _ => {}
    }
}

fn check_member(object: &Object, name: &'static str) {
    let there = object.names().filter(|own| *own == name).count();
    assert_eq!(usize::from(object.value(name).is_some()), there);
    let absent = there == 0;
    assert_eq!(object.optional_string(name) == Ok(None), absent);
    assert_eq!(object.optional_boolean(name) == Ok(None), absent);
    assert_eq!(object.optional_integer(name) == Ok(None), absent);
    assert_eq!(object.optional_seconds(name) == Ok(None), absent);
    assert_eq!(object.optional_strings(name) == Ok(None), absent);
    assert_eq!(
        object
            .optional_object(name)
            .is_ok_and(|found| found.is_none()),
        absent
    );
    assert_eq!(
        object
            .optional_array(name)
            .is_ok_and(|found| found.is_none()),
        absent
    );
    if let Ok(seconds) = object.seconds(name) {
        assert!(seconds < 1 << 53);
    }
}
