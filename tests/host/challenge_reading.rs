//! `WWW-Authenticate` as APIs and hostile servers write it (R-107, A-29).

use docgate::core::challenge::{
    Challenge, MAX_CHALLENGES, MAX_LENGTH, MAX_PARAMETERS, demand, read,
};

use crate::rows::serves;

/// `scheme` or `scheme~token68`, then `name:value` for each parameter.
fn shown(header: &str) -> Vec<Vec<String>> {
    let show = |challenge: &Challenge<'_>| {
        let mut words = vec![match challenge.token68() {
            Some(token68) => [challenge.scheme(), "~", token68].concat(),
            None => String::from(challenge.scheme()),
        }];
        let parameters = challenge.parameters();
        words.extend(parameters.map(|(name, value)| [name, ":", value].concat()));
        words
    };
    read(header).iter().map(show).collect()
}

#[test]
fn headers_are_read_as_they_are_meant() {
    let cases: &[(&str, &[&[&str]])] = &[
        ("Bearer", &[&["Bearer"]]),
        ("Bearer realm=\"a\"", &[&["Bearer", "realm:a"]]),
        ("Bearer realm=a,x=\"\"", &[&["Bearer", "realm:a", "x:"]]),
        // The two challenges of RFC 9110, section 11.6.1, the other way round.
        (
            r#"Newauth realm="apps", type=1, title="Login to \"apps\"", Basic realm="simple""#,
            &[
                &["Newauth", "realm:apps", "type:1", "title:Login to \"apps\""],
                &["Basic", "realm:simple"],
            ],
        ),
        (
            "Negotiate, NTLM, Bearer a=b",
            &[&["Negotiate"], &["NTLM"], &["Bearer", "a:b"]],
        ),
        (
            "Negotiate YII+/==, Bearer a=b",
            &[&["Negotiate~YII+/=="], &["Bearer", "a:b"]],
        ),
        ("Basic a=", &[&["Basic~a="]]),
        ("Basic a, Basic a=b", &[&["Basic~a"], &["Basic", "a:b"]]),
        (
            r#"A x="Bearer error=\"insufficient_scope\", y", B z="\\""#,
            &[
                &["A", "x:Bearer error=\"insufficient_scope\", y"],
                &["B", "z:\\"],
            ],
        ),
        (
            "A x = \"1\" ,\ty\t=\t2,, ,z=3 ,",
            &[&["A", "x:1", "y:2", "z:3"]],
        ),
        (", ,A  ,x=1", &[&["A", "x:1"]]),
        ("A x=\"\\é\u{ff}\t\"", &[&["A", "x:é\u{ff}\t"]]),
        ("A title*=utf-8''x", &[&["A", "title*:utf-8''x"]]),
        // Twice the same name: that challenge is nothing, its neighbours are.
        ("A x=1, B y=1, Y=2, C z=3", &[&["A", "x:1"], &["C", "z:3"]]),
        ("", &[]),
        (" ,\t, ", &[]),
    ];
    for (header, expected) in cases {
        assert_eq!(shown(header), *expected, "{header}");
    }
    serves(
        "R-107",
        "several challenges and schemes in one value, commas and escapes in quotes, token68, blanks, empty elements",
    );
}

#[test]
fn reading_ends_where_the_form_does() {
    for header in [
        "x=1",
        "=",
        "= x",
        "A=1",
        "\"A\" x=1",
        "A x=1 y=2",
        "A x=\"1\" y=\"2\"",
        "A x=\"1\"y",
        "A x=\"1",
        "A x=\"1\\",
        "A x=\"1\\\"",
        "A y=1, x=",
        "A x=1=2",
        "A x= =",
        "A x=https://evil.example",
        "A x=@",
        "A\u{a0}x=1",
        "A x=\"\n\"",
        "A x=\"\\\n\"",
        "A x=\"\0\"",
        "A x=\"\u{7f}\"",
        "A\nx=1",
        "A x=1\r\nB",
        "A é=1",
        "é",
        "A b, x=1",
        "A b c",
        "A\\",
        "A (comment)",
    ] {
        // Nothing of what is odd counts, nor what comes after it.
        let header = [header, ", Z z=1"].concat();
        assert_eq!(shown(&header), Vec::<Vec<String>>::new(), "{header:?}");
    }
    // The challenge that was being read is dropped; the one before it is whole.
    assert_eq!(shown("A x=1, B y=2, @"), [["A", "x:1"]]);
    assert_eq!(shown("A x=1, B @"), [["A", "x:1"]]);
    assert_eq!(shown("A x=1, A y==z, C"), [["A", "x:1"]]);
    assert_eq!(shown("A x=1, B@"), Vec::<Vec<String>>::new());
    serves(
        "R-107",
        "a header that is no list of challenges: nothing from there on is trusted",
    );
}

#[test]
fn too_much_of_anything_is_nothing() {
    let good = r#"Bearer error="insufficient_scope""#;
    let list = |count: usize| vec![good; count].join(", ");
    assert_eq!(read(&list(MAX_CHALLENGES)).len(), MAX_CHALLENGES);
    assert_eq!(read(&list(MAX_CHALLENGES + 1)), []);
    let parameters = |count: usize| {
        let all: Vec<String> = (0..count).map(|at| format!("p{at}=1")).collect();
        format!("{good}, {}", all.join(","))
    };
    assert!(demand(&parameters(MAX_PARAMETERS - 1)).is_some());
    assert_eq!(demand(&parameters(MAX_PARAMETERS)), None);
    assert_eq!(
        demand(&[good, ", ", &parameters(MAX_PARAMETERS)].concat()),
        None
    );
    let padded = |length: usize| [good, &" ".repeat(length - good.len())].concat();
    assert!(demand(&padded(MAX_LENGTH)).is_some());
    assert_eq!(demand(&padded(MAX_LENGTH + 1)), None);
    serves(
        "A-29",
        "WWW-Authenticate over 16 KiB, of 17 challenges or of 33 parameters: as if it were not there",
    );
}
