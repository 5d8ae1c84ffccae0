//! The checker itself, on small snippets that break one rule each, and on good ones.

use crate::rules::{forbidden_crates, judge};
use crate::tokens::{Token, tokens};

fn wrong(path: &str, source: &str) -> Vec<String> {
    judge(
        path,
        source,
        &["docspace".to_owned(), "business-central".to_owned()],
    )
}

#[test]
fn every_broken_rule_is_found() {
    for (path, source, rule) in [
        (
            "src/core/a.rs",
            "use crate::providers::ALL;",
            "names crate::providers::ALL",
        ),
        (
            "src/core/a.rs",
            "use crate::{core::json, browser::fetch as f};",
            "names crate::browser::fetch",
        ),
        (
            "src/core/a.rs",
            "use crate::{core::{form, json}, api};",
            "names crate::api",
        ),
        (
            "src/core/a.rs",
            "fn a() { crate::browser::now() }",
            "names crate::browser::now",
        ),
        (
            "src/core/a.rs",
            "fn a() { crate::ONLY_PROVIDER }",
            "names crate::ONLY_PROVIDER",
        ),
        (
            "src/core/provider/chosen.rs",
            "use crate::providers::ONLY_PROVIDER;",
            "names crate::providers::ONLY_PROVIDER",
        ),
        (
            "src/core/a.rs",
            "use crate::Anything;",
            "names crate::Anything",
        ),
        ("src/core/a.rs", "use crate::*;", "names crate::*"),
        (
            "src/core/a.rs",
            "use crate::{self as us};",
            "names crate::self",
        ),
        ("src/core/a.rs", "use crate as us;", "renames the crate"),
        (
            "src/core/a.rs",
            "use super::super::providers;",
            "names super::super::providers",
        ),
        (
            "src/core/mod.rs",
            "use super::providers;",
            "names super::providers",
        ),
        (
            "src/core/a/b.rs",
            "use super::{super::super::browser, c};",
            "names super::super::super::browser",
        ),
        (
            "src/core/a.rs",
            "mod tests { use super::super::super::api::A; }",
            "names super::super::super::api::A",
        ),
        (
            "src/core/a.rs",
            "extern crate self as docgate; use docgate::browser;",
            "names docgate::browser",
        ),
        (
            "src/providers/a.rs",
            "use crate::browser;",
            "names crate::browser",
        ),
        ("src/providers/a.rs", "use crate::api;", "names crate::api"),
        (
            "src/browser/a.rs",
            "use crate::providers;",
            "names crate::providers",
        ),
        (
            "src/browser/a/b.rs",
            "use crate::api::Auth;",
            "names crate::api::Auth",
        ),
        (
            "src/browser/a.rs",
            "use crate::client::desk::Desk;",
            "names crate::client::desk::Desk",
        ),
        ("src/client/a.rs", "use crate::api;", "names crate::api"),
        (
            "src/client/a.rs",
            "use crate::front::Auth;",
            "names crate::front::Auth",
        ),
        (
            "src/api/a.rs",
            "use crate::front::Auth;",
            "names crate::front::Auth",
        ),
        (
            "src/front/a.rs",
            "use crate::api::Client;",
            "names crate::api::Client",
        ),
        (
            "src/front/a.rs",
            "fn a() { is(\"docspace\") }",
            "names the provider \"docspace\"",
        ),
        (
            "relay/src/a.rs",
            "use docgate::front;",
            "names docgate::front",
        ),
        ("src/other/a.rs", "", "layer other is unknown"),
        ("src/loose.rs", "", "belongs to no layer"),
        (
            "sandbox/src/a.rs",
            "use docgate::{core::json, browser};",
            "names docgate::browser",
        ),
        ("relay/src/a.rs", "use docgate::api;", "names docgate::api"),
        ("src/core/a.rs", "use web_sys::Window;", "names web_sys"),
        ("src/api/a.rs", "use web_sys::Window;", "names web_sys"),
        (
            "src/api/a.rs",
            "gloo_net::http::Request::get(u)",
            "names gloo_net",
        ),
        (
            "src/core/a.rs",
            "getrandom::fill(&mut b)",
            "names getrandom",
        ),
        ("src/providers/a.rs", "use js_sys::Date;", "names js_sys"),
        (
            "src/core/tests.rs",
            "use wasm_bindgen::JsValue;",
            "names wasm_bindgen",
        ),
        (
            "src/browser/a.rs",
            "serde_wasm_bindgen::to_value(v)",
            "names serde_wasm_bindgen",
        ),
        (
            "src/core/a.rs",
            "#[derive(serde::Serialize)] struct A;",
            "names serde",
        ),
        (
            "src/browser/a.rs",
            "#[wasm_bindgen] pub struct Auth;",
            "exports with #[wasm_bindgen]",
        ),
        (
            "src/browser/a.rs",
            "#[wasm_bindgen(js_name = a)] #[allow(x)] pub fn a() { extern_b() }",
            "exports with #[wasm_bindgen]",
        ),
        (
            "src/browser/a.rs",
            "#[wasm_bindgen::prelude::wasm_bindgen] impl A {}",
            "exports with #[wasm_bindgen]",
        ),
        (
            "src/browser/a.rs",
            "#[cfg_attr(x, wasm_bindgen)] pub extern \"C\" fn a() {}",
            "exports with #[wasm_bindgen]",
        ),
        (
            "src/api/a.rs",
            "if provider.id == \"docspace\" {}",
            "names the provider \"docspace\"",
        ),
        (
            "src/core/a.rs",
            "const A: &str = r#\"business-central\"#;",
            "names the provider \"business-central\"",
        ),
        (
            "src/api/a.rs",
            "#[cfg(feature = \"docspace\")] fn a() {}",
            "names the provider \"docspace\"",
        ),
        (
            "src/api/a.rs",
            "use crate::providers::docspace::DOCSPACE;",
            "names crate::providers::docspace::DOCSPACE",
        ),
        (
            "src/api/a.rs",
            "crate::providers::{a, business_central}",
            "names crate::providers::business_central",
        ),
        (
            "src/api/a.rs",
            "providers::DOCSPACE",
            "names providers::DOCSPACE",
        ),
        (
            "src/core/a.rs",
            "match settings.provider.id { _ => {} }",
            "matches on a provider's id",
        ),
        ("src/api/a.rs", "format!(\"{a}\")", "uses format!"),
        ("src/browser/a.rs", "unreachable!()", "uses unreachable!"),
        (
            "src/browser/a.rs",
            "use std::collections::HashMap;",
            "uses HashMap",
        ),
        (
            "src/core/a.rs",
            "#[cfg(not(test))] fn a() { println!() }",
            "uses println!",
        ),
        (
            "src/core/a.rs",
            "#[cfg(test)] mod tests; fn a() { write!(f, \"\") }",
            "uses write!",
        ),
        (
            "src/core/a.rs",
            "pub async fn a() {}",
            "uses async, which is not pure",
        ),
        (
            "src/core/a.rs",
            "static COUNT: u8 = 0;",
            "uses static, which is not pure",
        ),
        (
            "src/core/a.rs",
            "std::time::SystemTime::now()",
            "uses SystemTime, which is not pure",
        ),
        (
            "src/providers/a.rs",
            "use std::{fmt, fs::File};",
            "uses std::fs::File, which is not pure",
        ),
        (
            "src/core/a.rs",
            "let a: f64 = 0.5;",
            "uses f64, which is not pure",
        ),
    ] {
        assert_eq!(wrong(path, source), [rule], "{path}: {source}");
    }
}

#[test]
fn what_keeps_the_rules_is_let_through() {
    for (path, source) in [
        (
            "src/core/a.rs",
            "use crate::core::{form, json::{self, Value}}; use super::b; pub(crate) fn a(&'static self) {}",
        ),
        (
            "src/core/a/b.rs",
            "pub(super) fn a() { super::super::form::b() } mod tests { use super::super::super::c; }",
        ),
        (
            "src/core/a.rs",
            "// use crate::api; format!(\"docspace\")\n/* static /* async */ fn */ const A: &str = \"crate::api\";",
        ),
        (
            "src/core/a.rs",
            "const A: char = '\"'; const B: char = '\\''; const C: &str = \"\\\"docspace\"; fn a<'async>() {}",
        ),
        (
            "src/core/a.rs",
            "#[cfg(test)] mod tests { fn a() { format!(\"{}\", \"docspace\"); let b: f64; } }",
        ),
        (
            "src/core/a/tests.rs",
            "fn a() { let a = std::fs::read(format!(\"docspace\")); }",
        ),
        (
            "src/core/a.rs",
            "impl fmt::Debug for A {} use std::time::Duration; fn write(format: u8) {}",
        ),
        (
            "src/providers/docspace.rs",
            "use crate::core::provider::Provider; const A: P = P { id: \"docspace\" };",
        ),
        (
            "src/browser/a.rs",
            "use crate::core::http; use web_sys::Window; async fn a() { b().await }",
        ),
        (
            "src/browser/a.rs",
            "#[wasm_bindgen(inline_js = \"\")] #[allow(x)] unsafe extern \"C\" { #[wasm_bindgen(js_name = b)] fn a(); }",
        ),
        (
            "src/browser/a.rs",
            "use wasm_bindgen::prelude::wasm_bindgen; #[wasm_bindgen_test] fn a() {}",
        ),
        (
            "src/api/a.rs",
            "use crate::{browser, core, providers::ALL}; #[wasm_bindgen] impl Auth {}",
        ),
        (
            "src/api/a.rs",
            "let a = settings.provider.id; if record.provider == settings.provider.id {}",
        ),
        (
            "src/api/a.rs",
            "#[cfg(feature = \"trap\")] mod traps { fn a() { panic!() } } #[cfg(feature = \"trap\")] pub use traps::a;",
        ),
        ("src/lib.rs", "pub mod core; #[cfg(x)] pub mod api;"),
        ("sandbox/src/a.rs", "use docgate::core::json;"),
    ] {
        assert_eq!(
            wrong(path, source),
            Vec::<String>::new(),
            "{path}: {source}"
        );
    }
}

#[test]
fn crates_are_found_by_their_whole_name() {
    let tree = "docgate v0.1.0 (/somewhere)\nurl v2.5.8\nserde v1.0.0 (*)\nfutures-util v0.3.0\n";
    assert_eq!(
        forbidden_crates(tree, &["url", "serde", "futures", "rand"]),
        ["url", "serde"]
    );
}

#[test]
fn texts_and_comments_are_no_words() {
    let source = "a /* b /* c */ d */ \"e \\\" f\" // g\n 'h' 'i: r#\"j \" k\"# br\"l\" r#m '\\u{6e}' b'o' p";
    let word = |text: &str| Token::Word(text.to_owned());
    let text = |text: &str| Token::Text(text.to_owned());
    let expected = [
        word("a"),
        text("e \\\" f"),
        Token::Mark(':'),
        text("j \" k"),
        text("l"),
        Token::Mark('#'),
        word("m"),
        word("b"),
        word("p"),
    ];
    assert_eq!(tokens(source), expected);
}
