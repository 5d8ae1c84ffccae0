//! `core::claims_request` on generated requests (R-107).

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::oracle::claims_request::judge;
use crate::rows::serves;

fn how() -> impl Strategy<Value = Value> {
    let texts = [
        "null",
        "{}",
        r#"{"essential":true}"#,
        r#"{"value":"v"}"#,
        r#"{"values":["cp1"]}"#,
        r#"{"values":["cp2","cp1"]}"#,
        r#"{"values":["a"],"essential":true}"#,
        r#"{"values":[1]}"#,
        r#"{"values":"cp1"}"#,
        r#"{"values":[]}"#,
        "1",
        "\"cp1\"",
        "[]",
    ];
    select(texts.to_vec()).prop_map(|text| serde_json::from_str(text).unwrap())
}

fn request() -> impl Strategy<Value = String> {
    let claims = prop::collection::btree_map(
        select(vec!["xms_cc", "xms_cc", "acrs", "nbf", "<é\u{7f}"]).prop_map(String::from),
        how(),
        0..4,
    );
    let list = prop_oneof![
        8 => claims.prop_map(|claims| serde_json::json!(claims)),
        1 => how(),
    ];
    let names = vec![
        "access_token",
        "access_token",
        "id_token",
        "userinfo",
        "other",
    ];
    prop::collection::btree_map(select(names), list, 0..4)
        .prop_map(|request| serde_json::to_string(&request).unwrap())
}

#[test]
fn two_requests_become_one() {
    proptest!(super::cases(), |(first in request(), second in request())| {
        prop_assert_eq!(judge(&first, &second), Ok(()), "{} {}", first, second);
    });
    serves(
        "R-107",
        "property: claims of a challenge are merged with the app's as an independent merging does",
    );
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn any_two_texts_get_a_verdict(first in any::<String>(), second in request()) {
        prop_assert_eq!(judge(&first, &second), Ok(()));
        prop_assert_eq!(judge(&second, &first), Ok(()));
    }
}
