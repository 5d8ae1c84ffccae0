use super::super::{MAX_LENGTH, Url, UrlProblem};
use super::url;

#[test]
fn the_parts_are_found() {
    let all = url("https://h.example:8443/a/b?c=d&e#f?g#h");
    assert_eq!(all.as_str(), "https://h.example:8443/a/b?c=d&e#f?g#h");
    assert_eq!(all.origin(), "https://h.example:8443");
    assert_eq!(
        (all.scheme(), all.host(), all.port()),
        ("https", "h.example", Some(8443))
    );
    assert_eq!(
        (all.path(), all.query(), all.fragment()),
        ("/a/b", Some("c=d&e"), Some("f?g#h"))
    );
    let least = url("http://h");
    assert_eq!(least.as_str(), "http://h/");
    assert_eq!(
        (least.scheme(), least.host(), least.port()),
        ("http", "h", None)
    );
    assert_eq!(
        (least.path(), least.query(), least.fragment()),
        ("/", None, None)
    );
    let empty = url("https://[::1]:1/?#");
    assert_eq!(
        (empty.host(), empty.port(), empty.origin()),
        ("[::1]", Some(1), "https://[::1]:1")
    );
    assert_eq!((empty.query(), empty.fragment()), (Some(""), Some("")));
    assert_eq!(url("https://h#a?b").query(), None);
    assert_eq!(url("https://h?a#b").as_str(), "https://h/?a#b");
}

#[test]
fn one_form_is_kept() {
    for (text, expected) in [
        ("HTTPS://Docs.Example.COM:443", "https://docs.example.com/"),
        ("http://h:80/", "http://h/"),
        ("http://h:443/", "http://h:443/"),
        ("https://h/./a/../b/%2E/c/%2e%2E/d/.", "https://h/b/d/"),
        ("https://h/a/..", "https://h/"),
        ("https://h/../../a", "https://h/a"),
        ("https://h//..", "https://h/"),
        // Not the drive of a file.
        ("https://h/c:/../a", "https://h/a"),
        ("https://h/c|/..", "https://h/"),
        ("https://h//a//../b/", "https://h//a/b/"),
        (
            "https://h/.../..a/%2ea/.%2e%2e",
            "https://h/.../..a/%2ea/.%2e%2e",
        ),
        (
            "https://h/é\"<>`{}|'?é\"<>`{}|'#é\"<>`{}|'",
            "https://h/%C3%A9%22%3C%3E%60%7B%7D|'?%C3%A9%22%3C%3E`{}|%27#%C3%A9%22%3C%3E%60{}|'",
        ),
        ("https://h/%zz%?%zz\\#%zz\\", "https://h/%zz%?%zz\\#%zz\\"),
        ("https://[0:0:1:0:0:0:0:A]", "https://[0:0:1::a]/"),
        ("https://[1:0:0:2:0:0:0:3]", "https://[1:0:0:2::3]/"),
        ("https://[1:0:2:0:0:3:0:0]", "https://[1:0:2::3:0:0]/"),
        ("https://[1:0:2:3:4:5:6:7]", "https://[1:0:2:3:4:5:6:7]/"),
        ("https://[1:2:3:4:5:6:7::]", "https://[1:2:3:4:5:6:7:0]/"),
        ("https://[::]", "https://[::]/"),
        ("https://[1::]", "https://[1::]/"),
        ("https://[0001:00ff::]", "https://[1:ff::]/"),
        (
            "https://xn--mnchen-3ya.example",
            "https://xn--mnchen-3ya.example/",
        ),
    ] {
        assert_eq!(url(text).as_str(), expected, "{text}");
        assert_eq!(url(expected), url(text), "{text} read again");
    }
}

#[test]
fn what_readers_repair_is_refused() {
    use UrlProblem::{Host, Malformed, Scheme, UserInfo};
    for (problem, texts) in [
        (
            Scheme,
            vec![
                "",
                "h",
                "/a",
                "//h/a",
                "?a",
                "ftp://h",
                "javascript:alert(1)",
                "data:,a",
                "ws://h",
                "httpss://h",
                "h:80/a",
                "blob:https://h/a",
            ],
        ),
        (
            UserInfo,
            vec![
                "https://a@h",
                "https://a:b@h",
                "https://@h",
                "https://a@b@h",
                "https://h:80@i",
            ],
        ),
        (
            Malformed,
            vec![
                " https://h",
                "https://h ",
                "https://h\n",
                "ht\ttps://h",
                "https://h/a b",
                "https://h/\t",
                "https://h/\0",
                "https://h/\u{7f}",
                "https:h",
                "https:/h",
                "https:\\\\h",
                "https://h\\a",
                "https://h/\\a",
                "https://h/a^b",
                "https://i\\@h",
            ],
        ),
        (
            Host,
            vec![
                "https://",
                "https:///h",
                "https://?a",
                "https://#a",
                "https://:80",
                "https://h:",
                "https://h:/",
                "https://h:0",
                "https://h:00",
                "https://h:080",
                "https://h:65536",
                "https://h:99999999999",
                "https://h:+80",
                "https://h:8a",
                "https://h:80:80",
                "https://h.",
                "https://.h",
                "https://a..h",
                "https://%68",
                "https://h%2e",
                "https://é",
                "https://h\u{3002}i",
                "https://a_b!",
                "https://a<b",
                "https://a|b",
                "https://a*b",
                "https://a,b",
                "https://1.2.3",
                "https://1",
                "https://127.1",
                "https://0x7f.1",
                "https://2130706433",
                "https://1.2.3.4.5",
                "https://1.2.3.256",
                "https://1.2.3.04",
                "https://0x1.2.3.4",
                "https://a.1",
                "https://a.0x",
                "https://a.0xf",
                "https://1.2.3.4.",
                "https://[",
                "https://[]",
                "https://[::1",
                "https://::1",
                "https://[::1]a",
                "https://[::1]:",
                "https://[::1%25lo]",
                "https://[::1.2.3.4]",
                "https://[1:2:3:4:5:6:7]",
                "https://[1:2:3:4:5:6:7:8:9]",
                "https://[1:2:3:4:5:6:7:8::]",
                "https://[::1::]",
                "https://[:::]",
                "https://[12345::]",
                "https://[00001::]",
                "https://[g::]",
                "https://[:1:2:3:4:5:6:7]",
                "https://[+1::]",
                "https://[[::1]]",
                "https://[h]",
                "https://xn--",
                "https://xn--example-.com",
                "https://XN--Example-.com",
            ],
        ),
    ] {
        for text in texts {
            assert_eq!(Url::parse(text), Err(problem), "{text:?}");
        }
    }
}

#[test]
fn lengths_have_an_end() {
    let long = |length: usize| ["https://h/", &"a".repeat(length - 10)].concat();
    assert!(Url::parse(&long(MAX_LENGTH)).is_ok());
    assert_eq!(
        Url::parse(&long(MAX_LENGTH + 1)),
        Err(UrlProblem::Malformed)
    );
    assert!(Url::parse(&["https://", &"a".repeat(63), ".h"].concat()).is_ok());
    assert_eq!(
        Url::parse(&["https://", &"a".repeat(64), ".h"].concat()),
        Err(UrlProblem::Host)
    );
    assert!(Url::parse(&["https://", &"a.".repeat(126), "a"].concat()).is_ok());
    assert_eq!(
        Url::parse(&["https://", &"a.".repeat(127), "a"].concat()),
        Err(UrlProblem::Host)
    );
}

#[test]
fn this_computer_is_known() {
    for host in [
        "127.0.0.1",
        "127.255.0.3",
        "[::1]",
        "[0:0::1]",
        "localhost",
        "LOCALHOST",
        "app.localhost",
        "a.b.localhost",
    ] {
        assert!(
            url(&["http://", host, ":8080/"].concat()).is_loopback(),
            "{host}"
        );
    }
    for host in [
        "128.0.0.1",
        "127.example",
        "127.0.0.1.example",
        "[::2]",
        "[::]",
        "[::ffff:7f00:1]",
        "localhost.example",
        "mylocalhost",
        "0.0.0.0",
        "10.0.0.1",
    ] {
        assert!(
            !url(&["http://", host, "/"].concat()).is_loopback(),
            "{host}"
        );
    }
}

#[test]
fn debug_does_not_show_the_query() {
    assert_eq!(
        format!("{:?}", url("https://h/cb?code=abc#def")),
        "Url(https://h/cb)"
    );
}
