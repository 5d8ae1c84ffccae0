//! The place to go back to is on our own origin, whoever reads it.

use docgate::core::return_to::return_to;
use proptest::prelude::*;

use super::oracle::return_to::judge;
use super::url::{piece, proper_url};
use super::{fixture, strings};

const ORIGINS: [&str; 4] = [
    "https://app.example",
    "https://h.example:8443",
    "http://localhost:8080",
    "http://127.0.0.1:3000",
];

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn a_place_is_on_our_own_origin(
        own_origin in prop::sample::select(ORIGINS.to_vec()),
        start in prop::sample::select(vec!["", "/", "/", "/a/..", "/.", "https://app.example", "https://app.example/", "http://localhost:8080", "https:", "//"]),
        pieces in prop::collection::vec(piece(), 0..8),
    ) {
        prop_assert_eq!(judge(&[start, &pieces.concat()].concat(), own_origin), Ok(()));
    }

    #[test]
    fn any_text_gets_a_verdict(text in any::<String>(), own_origin in prop::sample::select(ORIGINS.to_vec())) {
        prop_assert_eq!(judge(&text, own_origin), Ok(()));
        prop_assert_eq!(judge(&["/", &text].concat(), own_origin), Ok(()));
    }

    #[test]
    fn an_address_of_another_origin_is_nothing(text in proper_url()) {
        prop_assert_eq!(return_to(&text, "https://app.example.test"), None);
    }

    #[test]
    fn an_ordinary_place_is_kept(
        own_origin in prop::sample::select(ORIGINS.to_vec()),
        path in "(/[a-z0-9@:_-]{1,8}){1,4}/?",
        query in "(\\?[a-z0-9=&/:@.%-]{0,12})?",
        fragment in "(#[a-z0-9=&/:@.!?-]{0,12})?",
    ) {
        let place = [path, query, fragment].concat();
        prop_assert_eq!(return_to(&place, own_origin), Some(place.clone()));
        prop_assert_eq!(return_to(&[own_origin, &place].concat(), own_origin), Some(place));
    }
}

#[test]
fn the_list_of_places_is_judged_rightly() {
    let list = fixture(include_str!("../fixtures/return_to/places.json"));
    let own_origin = list["own_origin"].as_str().unwrap();
    let accepted = list["accepted"].as_object().unwrap();
    let refused = strings(&list["refused"]);
    assert!(accepted.len() + refused.len() >= 300);
    for (text, place) in accepted {
        assert_eq!(
            return_to(text, own_origin).as_deref(),
            place.as_str(),
            "{text:?}"
        );
        assert_eq!(judge(text, own_origin), Ok(()), "{text:?}");
    }
    for text in refused {
        assert_eq!(return_to(text, own_origin), None, "{text:?}");
    }
}
