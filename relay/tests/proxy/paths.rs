//! Paths that mean something else to somebody are refused before anything is sent.

use docgate_relay::api::path::{LONGEST_PATH, PlainPath};

use super::rows::serves;
use super::scene::{ask, in_front_of};
use super::upstream::{Reply, Service};

/// Each would leave `/files`, or be read in two ways, somewhere.
const ATTACKS: [&str; 96] = [
    "",
    "/",
    "//",
    "files/a",
    "/files//a",
    "//files/a",
    "/files/a//",
    "/files/.",
    "/files/./a",
    "/files/..",
    "/files/../admin",
    "/files/a/../../admin",
    "/files/a..b",
    "/files/...",
    "/files/..../admin",
    "/files/..;/admin",
    "/files/;/admin",
    "/files/a;jsessionid=1",
    "/files/.;a/admin",
    "/files/%2e%2e/admin",
    "/files/%2E%2E/admin",
    "/files/.%2e/admin",
    "/files/%2e./admin",
    "/files/%2e",
    "/files/a%2eb",
    "/files/..%2fadmin",
    "/files/%2fadmin",
    "/files/a%2fb",
    "/files/a%2Fb",
    "/files/%5cadmin",
    "/files/..%5cadmin",
    "/files/a%5Cb",
    "/files/\\admin",
    "/files/..\\admin",
    "\\files\\a",
    "/files/%252e%252e/admin",
    "/files/%252fadmin",
    "/files/%25252fadmin",
    "/files/%255cadmin",
    "/files/%2500",
    "/files/%25%32%65",
    "/files/%00",
    "/files/a%00.pdf",
    "/files/%0a",
    "/files/%0d%0aHost:%20evil.example",
    "/files/%09a",
    "/files/%1fa",
    "/files/%7fa",
    "/files/%c2%85a",
    "/files/\0",
    "/files/\r\nHost: evil.example",
    "/files/\ta",
    "/files/a b",
    "/files/%20",
    "/files/%20%20/a",
    "/files/.%20/admin",
    "/files/%20./admin",
    "/files/..%20/admin",
    "/files/%20../admin",
    "/files/%c0%ae%c0%ae/admin",
    "/files/%c0%af",
    "/files/%c1%9c",
    "/files/%e0%80%ae",
    "/files/%f0%80%80%ae",
    "/files/%e0%80%af",
    "/files/%ff",
    "/files/%fe%ff",
    "/files/%ed%a0%80",
    "/files/%ef%bc%8e%ef%bc%8e/admin",
    "/files/%ef%bc%8fadmin",
    "/files/%ef%bc%bcadmin",
    "/files/%e2%80%a5/admin",
    "/files/%e2%80%a4%e2%80%a4/admin",
    "/files/%e2%88%95admin",
    "/files/%e2%81%84admin",
    "/files/%e2%88%96admin",
    "/files/\u{ff0e}\u{ff0e}/admin",
    "/files/\u{e9}",
    "/files/%",
    "/files/%2",
    "/files/%zz",
    "/files/%u002e%u002e/admin",
    "/files/%+2e",
    "/files/a%3bb",
    "/files/a%3b..",
    "/files/a?b",
    "/files/a#b",
    "/files/a|b",
    "/files/a\"b",
    "/files/<a>",
    "/files/{a}",
    "/files/a^b",
    "/files/a`b",
    "/files/[a]",
    "@evil.example/files/a",
    ":80/files/a",
];

/// Each means one thing, and goes on as it is.
const PLAIN: [&str; 20] = [
    "/files/a",
    "/files/a/",
    "/files/.hidden",
    "/files/a.pdf",
    "/files/a.",
    "/files/a%20b",
    "/files/a%20b.pdf",
    "/files/%C3%A9",
    "/files/100%25",
    "/files/%2Bab",
    "/files/companies(1b5d-2)",
    "/files/companies(name='A%27B')",
    "/files/a,b",
    "/files/a=b&c",
    "/files/a:b@c",
    "/files/$batch",
    "/files/~a_b-c!d*e+f",
    "/files/@self",
    "/files/%F0%9F%98%80",
    "/files/http:",
];

#[tokio::test]
async fn no_path_leaves_the_list() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for path in ATTACKS {
        let mut call = ask("GET", "/", "t0ken");
        path.clone_into(&mut call.path);
        let got = call.send(&relay, "plain").await;
        assert_eq!(
            (got.status, got.code()),
            (403, "path_not_allowed"),
            "{path:?}"
        );
    }
    let long = format!("/files/{}", "a".repeat(LONGEST_PATH));
    assert!(PlainPath::judge(&long).is_none());
    assert!(service.seen().is_empty());
    serves(
        "R-142",
        "96 paths that lead elsewhere: refused, nothing upstream",
    );
    serves("A-44", "no path chooses what is asked of the upstream");
}

#[tokio::test]
async fn a_plain_path_goes_on_as_it_is() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for path in PLAIN {
        let got = ask("GET", path, "t0ken").send(&relay, "plain").await;
        assert_eq!(got.status, 200, "{path}: {got:?}");
        assert_eq!(service.seen().last().unwrap().target, path);
    }
}

#[tokio::test]
async fn a_path_below_the_base_stays_there() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let base = format!("{}/v2.0/tenant/", service.origin());
    let rules = super::scene::rules(&["/files/*"]);
    let relay = super::scene::state(vec![super::scene::plain(&base, rules)]);
    ask("GET", "/files/a?x=%2e%2e/&y='1'", "t0ken")
        .send(&relay, "plain")
        .await;
    assert_eq!(service.seen()[0].path(), "/v2.0/tenant/files/a");
    assert_eq!(
        service.seen()[0].header("host"),
        Some(service.address.to_string().as_str())
    );
}

#[tokio::test]
async fn a_query_goes_on_or_is_refused() {
    let service = Service::start(|_, _| Reply::json(200, "{}")).await;
    let relay = in_front_of(&service, &["/files/**"]);
    for (query, sent) in [
        ("a=1&b=%20", "a=1&b=%20"),
        ("$filter=id%20eq%20%27x%27", "$filter=id%20eq%20%27x%27"),
        ("url=https://evil.example/", "url=https://evil.example/"),
        ("a=b?c=d//e", "a=b?c=d//e"),
    ] {
        ask("GET", &format!("/files/a?{query}"), "t0ken")
            .send(&relay, "plain")
            .await;
        assert_eq!(
            service.seen().last().unwrap().target,
            format!("/files/a?{sent}")
        );
        let host = service.address.to_string();
        assert_eq!(
            service.seen().last().unwrap().header("host"),
            Some(host.as_str())
        );
    }
    let before = service.seen().len();
    let got = ask("GET", &format!("/files/a?{}", "a".repeat(8193)), "t0ken")
        .send(&relay, "plain")
        .await;
    assert_eq!((got.status, got.code()), (400, "invalid_request"));
    assert_eq!(service.seen().len(), before);
}
