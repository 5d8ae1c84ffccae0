//! `core::form` on generated texts.

use docgate::core::form::Form;
use proptest::prelude::*;
use url::form_urlencoded;

use super::oracle::form::judge;

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        ' ',
        '+',
        '%',
        '&',
        '=',
        ';',
        '*',
        '-',
        '.',
        '_',
        '~',
        '\n',
        '\u{7f}',
        'é',
        '\u{10ffff}',
    ]);
    prop::collection::vec(
        prop_oneof![
            odd,
            prop::char::range('\u{1}', '\u{10ffff}'),
            prop::char::range('a', 'z')
        ],
        0..10,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((text(), text()), 0..8)
}

/// Texts that are nearly forms.
fn nearly_form() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "code",
        "=",
        "=",
        "&",
        "&",
        "+",
        "%20",
        "%2B",
        "%",
        "%4",
        "%zz",
        "%00",
        "\0",
        "%c3%a9",
        "%C3%A9",
        "%c3",
        "%ff",
        "%ed%a0%80",
        "é",
        ";",
        "#",
        "?",
        "[]",
        " ",
        "%25",
        "\u{fffd}",
        "%ef%bf%bd",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn form(fields: &[(String, String)]) -> Form {
    let mut form = Form::new();
    for (name, value) in fields {
        form.push(name, value);
    }
    form
}

proptest! {
    #![proptest_config(super::cases())]

    #[test]
    fn what_is_written_is_read_again(fields in fields()) {
        let form = form(&fields);
        prop_assert!(Form::parse(&form.encode()) == Ok(form));
    }

    #[test]
    fn it_is_written_as_the_standard_writes_it(fields in fields()) {
        let theirs = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        prop_assert_eq!(form(&fields).encode(), theirs.replace('+', "%20"));
    }

    #[test]
    fn it_is_read_as_the_standard_reads_it(text in nearly_form()) {
        prop_assert_eq!(judge(&text), Ok(()));
    }

    #[test]
    fn any_text_gets_a_verdict(text in any::<String>()) {
        prop_assert_eq!(judge(&text), Ok(()));
    }
}
