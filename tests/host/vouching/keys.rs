//! The key set: fetched with the token, once more where it does not do, and never a third time.

use super::*;

const ONCE: [Purpose; 2] = [Purpose::Token, Purpose::Keys];
const TWICE: [Purpose; 3] = [Purpose::Token, Purpose::Keys, Purpose::KeysAgain];

#[test]
fn the_keys_are_asked_for_together_with_the_token() {
    let played = played(RS256, true, scene::keys(), vec![verified(true), kept()]);
    assert_eq!(
        played.asked,
        [
            "POST token https://id.example/token + GET keys https://id.example/jwks",
            "verify RS256 by 1",
            "record",
            "finished",
        ]
    );
    let keys = &played.requests[1];
    assert_eq!(
        (keys.method, keys.url.as_str()),
        (Method::Get, "https://id.example/jwks")
    );
    assert!(keys.body.is_none() && keys.headers.is_empty());
    assert_eq!(keys.cap, 1024 * 1024);
    serves(
        "R-061",
        "token and keys in one fetch, the signature before the record",
    );
    // DocSpace's too, whose address is derived; without openid nobody asks for keys.
    let asked = |settings: Rc<Settings>| {
        let callback = answered(begun(&settings, Wishes::default()).0, &settings).unwrap();
        let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
        let docgate::core::steps::Step::Fetch(requests) = turn.step else {
            panic!("no request");
        };
        requests.into_iter().map(|it| it.url).collect::<Vec<_>>()
    };
    assert_eq!(
        asked(docspace_openid()),
        [
            "https://docs.example.com/oauth2/token",
            "https://docs.example.com/oauth2/jwks"
        ]
    );
    assert_eq!(
        asked(scene::docspace()),
        ["https://docs.example.com/oauth2/token"]
    );
    assert_eq!(asked(oauth()), ["https://id.example/token"]);
    serves(
        "R-061",
        "no provider vouches for its ID tokens by the connection alone",
    );
}

#[test]
fn an_unknown_key_is_looked_for_once_more() {
    // It was made just now: the second set has it.
    let newer = renamed(|keys| keys.replace("\"k1\"", "\"k9\""));
    let good = vec![answers(newer), verified(true), kept()];
    let found = played(UNKNOWN, true, scene::keys(), good);
    assert_eq!((purposes(&found), found.recorded), (TWICE.to_vec(), 1));
    assert_eq!(found.requests[2].url, "https://id.example/jwks");
    // It was not.
    let lost = played(UNKNOWN, true, scene::keys(), vec![answers(scene::keys())]);
    assert_eq!(lost.failed(), (Code::IdTokenInvalid, Some("kid")));
    assert_eq!(purposes(&lost), TWICE);
    assert!(nothing_is_kept(&lost));
    // The set was fetched twice a moment ago.
    let refused = played(UNKNOWN, false, scene::keys(), vec![]);
    assert_eq!(refused.failed(), (Code::IdTokenInvalid, Some("kid")));
    assert_eq!(purposes(&refused), ONCE);
    assert!(nothing_is_kept(&refused));
    serves(
        "R-065",
        "an unknown kid: one more fetch of the keys, then a failure; none where it is too soon",
    );
    serves("R-070", "a key that is in no set: nothing is recorded");
}

#[test]
fn a_set_that_cannot_be_read_is_asked_for_once_more() {
    let broken: [(fn() -> Received, Code); 10] = [
        (|| scene::json(503, ""), Code::HttpStatus),
        (|| scene::json(404, "{}"), Code::HttpStatus),
        (|| scene::json(429, ""), Code::RateLimited),
        (|| scene::json(200, "[]"), Code::KeysInvalid),
        (|| scene::json(200, "{}"), Code::KeysInvalid),
        (|| scene::json(200, r#"{"keys":{}}"#), Code::KeysInvalid),
        (
            || scene::answer(200, Some("text/html"), b"{}"),
            Code::KeysInvalid,
        ),
        (|| Err(Failure::Network), Code::Network),
        (|| Err(Failure::Timeout), Code::Timeout),
        (|| Err(Failure::TooLarge), Code::ResponseTooLarge),
    ];
    for (answer, code) in broken {
        let again = vec![answers(scene::keys()), verified(true), kept()];
        let found = played(RS256, true, answer(), again);
        assert_eq!(
            (purposes(&found), found.recorded),
            (TWICE.to_vec(), 1),
            "{code:?}"
        );
        let lost = played(RS256, true, answer(), vec![answers(answer())]);
        assert_eq!((lost.code(), purposes(&lost)), (Some(code), TWICE.to_vec()));
        let refused = played(RS256, false, answer(), vec![]);
        assert_eq!(
            (refused.code(), purposes(&refused)),
            (Some(code), ONCE.to_vec())
        );
        assert!(nothing_is_kept(&lost) && nothing_is_kept(&refused));
    }
    serves(
        "R-065",
        "ten broken key sets: fetched once more, then a typed failure",
    );
    serves("R-085", "without keys no ID token is accepted");
}

#[test]
fn only_fitting_keys_are_tried_and_four_at_most() {
    let asked = |header: &str, keys: Received| {
        let played = played(header, false, keys, vec![verified(true), kept()]);
        played.asked[1].clone()
    };
    let no_name = r#"{"alg":"RS256"}"#;
    assert_eq!(asked(no_name, scene::keys()), "verify RS256 by 1");
    // Six of a kind: no name to choose by, or one name for all.
    let one = KEYS
        .split("},")
        .next()
        .unwrap()
        .trim_start_matches(r#"{"keys":["#);
    let many = format!(r#"{{"keys":[{}]}}"#, vec![format!("{one}}}"); 6].join(","));
    assert_eq!(asked(no_name, scene::json(200, &many)), "verify RS256 by 4");
    assert_eq!(asked(RS256, scene::json(200, &many)), "verify RS256 by 4");
    for (algorithm, kid) in [
        ("PS256", "k1"),
        ("ES256", "k2"),
        ("ES384", "k3"),
        ("EdDSA", "k4"),
    ] {
        let header = format!(r#"{{"alg":"{algorithm}","kid":"{kid}"}}"#);
        assert_eq!(
            asked(&header, scene::keys()),
            format!("verify {algorithm} by 1")
        );
    }
    serves(
        "R-064",
        "by name, then by kind; several fitting keys are all tried, up to four",
    );
    // A name that is another kind's, and keys that the token brings along.
    let own = one.replace("\"k1\"", "\"k9\"");
    for header in [
        String::from(r#"{"alg":"RS256","kid":"k2"}"#),
        String::from(r#"{"alg":"ES256","kid":"k1"}"#),
        String::from(r#"{"alg":"RS256","kid":""}"#),
        format!(r#"{{"alg":"RS256","kid":"k9","jwk":{own}}}}}"#),
        String::from(r#"{"alg":"RS256","kid":"k9","jku":"https://evil.example/jwks"}"#),
    ] {
        let played = played(&header, false, scene::keys(), vec![]);
        assert_eq!(
            played.failed(),
            (Code::IdTokenInvalid, Some("kid")),
            "{header}"
        );
        assert_eq!(purposes(&played), ONCE);
    }
    serves("R-063", "a key or an address in the header is never used");
}

#[test]
fn an_odd_name_of_a_key_is_refused() {
    for kid in ["1", "null", "[]", "{}", "true"] {
        let header = format!(r#"{{"alg":"RS256","kid":{kid}}}"#);
        let played = played(&header, true, scene::keys(), vec![]);
        assert_eq!(
            played.failed(),
            (Code::IdTokenInvalid, Some("kid")),
            "{kid}"
        );
        assert!(nothing_is_kept(&played) && purposes(&played) == ONCE);
    }
    serves(
        "R-064",
        "a kid of a wrong type is refused, never taken for absent",
    );
}

#[test]
fn a_signature_that_is_not_genuine_ends_it() {
    for (signature, code, field) in [
        (Some(false), Code::IdTokenInvalid, "signature"),
        (None, Code::NotSupported, "alg"),
    ] {
        let verdict = Verdict {
            signature,
            digest: None,
        };
        let played = played(RS256, true, scene::keys(), vec![Reply::Verified(verdict)]);
        assert_eq!(played.failed(), (code, Some(field)));
        assert!(nothing_is_kept(&played));
        assert_eq!(purposes(&played), ONCE, "and no newer keys are looked for");
    }
    serves(
        "R-061",
        "a forged signature, or an engine that cannot check it: refused",
    );
    serves("R-070", "a signature that does not hold leaves no token");
}

#[test]
fn without_an_address_of_keys_nobody_leaves_for_an_id_token() {
    let metadata = || scene::metadata_with(&[("jwks_uri", "")]);
    let turn = Start::begin(oidc(), Wishes::default(), entropy(1), NOW);
    let refused = play(turn, [answers(metadata())]);
    assert_eq!(refused.failed(), (Code::MetadataInvalid, Some("jwks_uri")));
    assert!(refused.remembered.is_empty() && refused.left_for.is_none());
    let turn = Start::begin(oauth(), Wishes::default(), entropy(1), NOW);
    let plain = play(turn, [answers(metadata()), Reply::Remembered(Ok(()))]);
    assert!(plain.left_for.is_some());
    serves(
        "R-085",
        "no jwks_uri: no login with openid, and plain OAuth as ever",
    );
    // A record that lost it meanwhile.
    let settings = oidc();
    let (mut login, _) = begun(&settings, Wishes::default());
    login.metadata.jwks_uri = None;
    let id = token(&settings, RS256, "x", "1");
    let callback = answered(login, &settings).unwrap();
    let turn = Finish::begin(settings, callback, &entropy(9), 0, true);
    let lost = play(Ok(turn), [answers(tokens_with_id(&id))]);
    assert_eq!(lost.failed(), (Code::MetadataInvalid, Some("jwks_uri")));
    assert!(nothing_is_kept(&lost));
    serves("R-061", "no keys to be had: the ID token is not believed");
}
