//! Where Enadoc's answers may lead (R-142, R-175; A-44).

use crate::rows::serves;
use crate::support::scene::{STATE, usual};
use crate::support::{Scene, Scripted};

#[tokio::test]
async fn every_dialect_of_the_first_answer_is_read() {
    let scene = Scene::new().await;
    let url = format!("http://enadoc.localhost:{}/login", scene.double.port);
    for answer in [
        Scripted::of(200, "text/plain", url.clone()),
        Scripted::of(200, "text/html", format!("  {url}\r\n")),
        Scripted::json(200, format!("\"{url}\"")),
        Scripted::json(201, format!(r#"{{"authorizationUrl":"{url}"}}"#)),
        Scripted::json(200, format!(r#"{{"ok":true,"Authorization_URL":"{url}"}}"#)),
        Scripted::of(302, "text/html", "<html>").with("location", &url),
        Scripted::of(307, "text/html", "").with("location", &url),
    ] {
        scene.double.always(answer.clone());
        let mut browser = scene.browser();
        let reply = scene.start(&mut browser, "enadoc", STATE).await;
        assert_eq!(
            reply.member("authorization_url").as_deref(),
            Some(url.as_str()),
            "{answer:?}"
        );
    }
    assert_eq!(scene.double.count(), 7, "redirects are not followed");
}

#[tokio::test]
async fn nobody_is_sent_to_a_host_that_is_not_listed() {
    let scene = Scene::new().await;
    let port = scene.double.port;
    let mut urls: Vec<String> = [
        "http://auth.enadoc.com/login",
        "https://evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//enadoc.localhost/",
        "/login",
        "login",
        "",
        "https://enadoc.localhost/",
        "http://enadoc.localhost/",
        "http://localhost/",
        "file:///etc/passwd",
        "ftp://enadoc.localhost/",
        "https://auth.enadoc.com@evil.example/",
        "about:blank",
        "blob:http://enadoc.localhost/x",
        "http:enadoc.localhost",
    ]
    .map(str::to_owned)
    .to_vec();
    for pattern in [
        "http://enadoc.localhost:{port}.evil.example/",
        "http://evil.localhost:{port}/",
        "http://enadoc.localhost.:{port}/",
        "http://enadoc.localhost:{port}@evil.example/",
        "http://user@enadoc.localhost:{port}/",
        "http://user:pass@enadoc.localhost:{port}/",
        "http://evil.example\\@enadoc.localhost:{port}/",
        "http://enadoc.localhost:{port}\\@evil.example/",
        "http://xenadoc.localhost:{port}/",
        "http://127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://enadoc.localhost:0{port}/",
        "http://enadoc.localhost:{port}/#fragment",
        "http://enadoc.localhost:{port}/ a",
        "http://enadoc.localhost:{port}/\n",
        "http://enadoc%2elocalhost:{port}/",
        "http://\u{435}nadoc.localhost:{port}/",
        "ws://enadoc.localhost:{port}/",
        "http:///enadoc.localhost:{port}/",
        "http:\\\\enadoc.localhost:{port}/",
        "https://evil.example/http://enadoc.localhost:{port}/",
        "https://evil.example?http://enadoc.localhost:{port}/",
        "https://evil.example#http://enadoc.localhost:{port}/",
    ] {
        urls.push(pattern.replace("{port}", &port.to_string()));
    }
    assert!(urls.len() >= 40, "{}", urls.len());
    for url in urls.iter().filter(|url| !url.ends_with('\n')) {
        for body in [
            Scripted::json(
                200,
                format!(r#"{{"url":{}}}"#, serde_json::to_string(url).unwrap()),
            ),
            Scripted::of(200, "text/plain", url.clone()),
        ] {
            scene.double.always(body);
            let mut browser = scene.browser();
            let reply = scene.start(&mut browser, "enadoc", STATE).await;
            assert_eq!(reply.error(), (502, "upstream_invalid".into()), "{url}");
            assert!(
                browser.jar.is_empty() && !reply.text.contains("evil"),
                "{url}"
            );
        }
    }
    serves(
        "R-175",
        "40 authorization URLs of other hosts or schemes: none is passed on",
    );
}

#[tokio::test]
async fn an_api_base_must_be_on_the_operators_list() {
    let scene = Scene::new().await;
    let port = scene.double.port;
    for (base, fits) in [
        (format!("http://enadoc.localhost:{port}"), true),
        (format!("http://enadoc.localhost:{port}/a/b/"), true),
        ("https://acme.enadocapp.com/".to_owned(), false),
        (format!("http://169.254.169.254:{port}/"), false),
        (format!("http://127.0.0.1:{port}/"), false),
        (format!("http://enadoc.localhost:{port}/a?b=c"), false),
        (
            format!("http://enadoc.localhost:{port}@evil.example/"),
            false,
        ),
        ("file:///etc/passwd".to_owned(), false),
    ] {
        let mut browser = scene.browser();
        scene.double.script(usual(port));
        scene.start(&mut browser, "enadoc", STATE).await;
        let mut before = usual(port);
        let own = base.clone();
        scene.double.script(move |seen| match seen.path.as_str() {
            "/enadoc/discovery/api" => Scripted::json(200, format!("\"{own}\"")),
            _ => before(seen),
        });
        let count = scene.double.count();
        let reply = scene.redeem(&mut browser, "enadoc", STATE).await;
        if fits {
            assert!(
                reply.member("api_base").unwrap().ends_with('/'),
                "{}",
                reply.text
            );
        } else {
            assert_eq!(reply.error(), (502, "upstream_invalid".into()), "{base}");
            assert_eq!(
                scene.double.count(),
                count + 1,
                "the code is not exchanged: {base}"
            );
            assert!(browser.cookies("__Host-dg-s-").is_empty());
        }
    }
    serves(
        "A-44",
        "a discovered API outside of the operator's list: refused",
    );
    serves("R-142", "no answer chooses a host outside of the config");
}
