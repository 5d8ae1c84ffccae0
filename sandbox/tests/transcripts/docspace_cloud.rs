//! The cloud: sign-in at the authorization host, portals in two regions, codes and tokens that name theirs.

use serde_json::{Value, json};

use crate::browser::*;

const CLOUD: &str = "http://docspace-cloud.localhost:9400";
const EU: &str = "http://docspace-eu.localhost:9400";
const US: &str = "http://docspace-us.localhost:9400";

/// The same request at another host.
fn at(host: &str, scope: &str) -> String {
    authorize_url(scope).replace(PORTAL, host)
}

/// From the app to the authorization host and in as ada, up to the first page of the portal or of the picker.
fn signed_in(browser: &mut Browser) -> Landing {
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    browser.press(&landing, "user-ada")
}

/// On from the portal's first page to the app.
fn carried_on(browser: &mut Browser, landing: &Landing) -> Landing {
    let landing = browser.press(landing, "arrival-continue");
    if landing.response.body_text().contains("consent-allow") {
        return browser.press(&landing, "consent-allow");
    }
    landing
}

fn code_of(landing: &Landing) -> String {
    landing
        .parameter("code")
        .unwrap_or_else(|| panic!("no code: {}", landing.url))
}

fn exchange_at(browser: &mut Browser, host: &str, code: &str) -> docgate_sandbox::Response {
    browser.post(&format!("{host}/oauth2/token"), &exchange_fields(code))
}

fn token_of(response: &docgate_sandbox::Response) -> String {
    let body = response.body_json().unwrap_or_default();
    body["access_token"]
        .as_str()
        .unwrap_or_else(|| panic!("no token: {} {body}", response.status))
        .to_string()
}

fn profile_at(browser: &mut Browser, host: &str, token: &str) -> docgate_sandbox::Response {
    let authorization = format!("Bearer {token}");
    let headers = [("origin", APP), ("authorization", authorization.as_str())];
    browser.send("GET", &format!("{host}/api/2.0/files/@root"), &headers, "")
}

fn introspected(browser: &mut Browser, host: &str, token: &str) -> Value {
    browser
        .post(&format!("{host}/oauth2/introspect"), &[("token", token)])
        .body_json()
        .unwrap()
}

#[test]
fn the_way_through_authorization_host_and_portal() {
    let mut browser = Browser::new();
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    assert_eq!(
        landing.url,
        format!("{CLOUD}/login?type=oauth2&client_id={CLIENT}&error=missing_asc_signature_error")
    );
    let landing = browser.press(&landing, "user-ada");
    assert!(
        landing.url.starts_with(&format!("{EU}/login/confirm?key=")),
        "{}",
        landing.url
    );
    let landing = browser.press(&landing, "arrival-continue");
    assert_eq!(
        landing.url,
        format!("{EU}/login/consent?client_id={CLIENT}"),
        "signed in at the portal, and asked there"
    );
    let landing = browser.press(&landing, "consent-allow");
    // Plain text, so the colon is a colon.
    assert!(
        landing.url.starts_with(&format!("{CALLBACK}?code=eu:"))
            && landing.url.ends_with("&state=s-1_x"),
        "{}",
        landing.url
    );
    assert_eq!(code_of(&landing).len(), "eu:".len() + 128);
    let paths: Vec<String> = browser
        .log()
        .iter()
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_string();
            format!("{} {} {}", text("double"), text("method"), text("path"))
        })
        .collect();
    assert_eq!(
        paths,
        [
            "docspace-cloud GET /oauth2/authorize",
            "docspace-cloud GET /login",
            "docspace-cloud POST /login",
            "docspace-eu GET /login/confirm",
            "docspace-eu POST /login/confirm",
            "docspace-eu GET /oauth2/authorize",
            "docspace-eu GET /oauth2/consent",
            "docspace-eu GET /login",
            "docspace-eu GET /login/consent",
            "docspace-eu POST /api/2.0/oauth2/authorize",
        ]
    );
}

#[test]
fn tokens_name_the_portal_and_its_region_wherever_the_code_was_exchanged() {
    for (portal, region, tenant) in [(EU, "eu", 101), (US, "us", 202)] {
        for host in [CLOUD, EU, US] {
            let mut browser = Browser::switched(json!({"portals": [region]}));
            let landing = signed_in(&mut browser);
            let landing = carried_on(&mut browser, &landing);
            let answer = exchange_at(&mut browser, host, &code_of(&landing));
            let token = token_of(&answer);
            let claims = claims(&token);
            assert_eq!(
                (
                    &claims["iss"],
                    &claims["aud"],
                    &claims["region"],
                    &claims["tid"]
                ),
                (
                    &json!(format!("{portal}/oauth2")),
                    &json!(portal),
                    &json!(region),
                    &json!(tenant)
                ),
                "exchanged at {host}"
            );
            assert_eq!(answer.body_json().unwrap().get("refresh_token"), None);
            for place in [CLOUD, EU, US, PORTAL] {
                let status = profile_at(&mut browser, place, &token).status;
                assert_eq!(status == 200, place == portal, "the API at {place}");
            }
            for place in [CLOUD, EU, US] {
                assert_eq!(introspected(&mut browser, place, &token)["active"], true);
            }
            assert_eq!(introspected(&mut browser, PORTAL, &token)["active"], false);
        }
    }
}

#[test]
fn two_portals_bring_the_page_that_asks_which() {
    let mut browser = Browser::switched(json!({"portals": ["eu", "us"]}));
    let landing = signed_in(&mut browser);
    let page = landing.response.body_text();
    assert!(page.contains(EU) && page.contains(US), "{page}");
    let landing = browser.press(&landing, "portal-us");
    assert!(landing.url.starts_with(&format!("{US}/login/confirm")));
    let landing = carried_on(&mut browser, &landing);
    assert!(code_of(&landing).starts_with("us:"));
    // Nobody has a session at the authorization host: the next login asks for both again.
    let landing = signed_in(&mut browser);
    assert!(landing.response.body_text().contains("portal-eu"));
    // The portal knows the browser, and another login there needs no page (from within the site).
    let landing = browser.visit(&at(US, "files:read"));
    assert!(code_of(&landing).starts_with("us:"), "{}", landing.url);
}

#[test]
fn a_member_of_no_portal_stays_there() {
    let mut browser = Browser::switched(json!({"portals": []}));
    let landing = signed_in(&mut browser);
    assert_eq!(landing.url, format!("{CLOUD}/login"));
    assert!(landing.response.body_text().contains("no-portal"));
}

#[test]
fn a_key_to_a_portal_opens_once() {
    let mut browser = Browser::new();
    let arrival = signed_in(&mut browser);
    carried_on(&mut browser, &arrival);
    let again = browser.press(&arrival, "arrival-continue");
    assert_eq!(
        again.url,
        format!("{EU}/login/error?oauthMessageKey=something_went_wrong_error")
    );
}

#[test]
fn what_follows_scope_is_lost_on_the_way_to_the_portal() {
    let mut browser = Browser::new();
    let request = at(CLOUD, "files:read").replace("&state=s-1_x", "") + "&state=s-1_x";
    let landing = browser.leave_app(&request);
    let landing = browser.press(&landing, "user-ada");
    let landing = carried_on(&mut browser, &landing);
    assert_eq!(landing.parameter("state"), None);
}

#[test]
fn automatic_sign_in_and_consent_are_redirects_alone() {
    let mut browser = Browser::switched(json!({"auto_login": "ada", "auto_consent": true}));
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    assert!(
        landing.url.starts_with(&format!("{CALLBACK}?code=eu:"))
            && landing.url.ends_with("&state=s-1_x"),
        "{}",
        landing.url
    );
    // With two portals the person still has to say which.
    browser.control(
        "PUT",
        "switches",
        json!({"docspace": {"portals": ["us", "eu"]}}),
    );
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    let landing = browser.press(&landing, "portal-us");
    let landing = browser.press(&landing, "arrival-continue");
    assert!(code_of(&landing).starts_with("us:"), "{}", landing.url);
}

#[test]
fn scenarios_have_clouds_of_their_own() {
    let mut browser = Browser::new();
    let switches = json!({"docspace": {"auto_login": "ada", "auto_consent": true}});
    browser.control("PUT", "switches?scenario=t1", switches);
    let scenario = |host: &str| host.replace("http://", "http://t1.");
    let landing = browser.leave_app(&at(&scenario(CLOUD), "files:read"));
    let answer = exchange_at(&mut browser, &scenario(CLOUD), &code_of(&landing));
    assert_eq!(claims(&token_of(&answer))["aud"], json!(scenario(EU)));
}

#[test]
fn the_cloud_and_the_portal_of_ones_own_know_nothing_of_each_other() {
    let mut browser = Browser::switched(json!({"auto_login": "ada", "auto_consent": true}));
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    let in_the_cloud = token_of(&exchange_at(&mut browser, CLOUD, &code_of(&landing)));
    let code = browser.login("ada", "files:read");
    assert!(!code.contains(':'));
    assert_eq!(exchange_at(&mut browser, CLOUD, &code).status, 400);
    let own = token_of(&exchange_at(&mut browser, PORTAL, &code));
    assert_eq!(claims(&own).get("region"), None);
    // A login at one place leaves the row of another as it is.
    assert_eq!(profile_at(&mut browser, EU, &in_the_cloud).status, 200);
    assert_eq!(profile_at(&mut browser, PORTAL, &own).status, 200);
    let landing = browser.visit(&at(EU, "files:read"));
    code_of(&landing);
    assert_eq!(profile_at(&mut browser, EU, &in_the_cloud).status, 401);
    assert_eq!(profile_at(&mut browser, PORTAL, &own).status, 200);
}

#[test]
fn a_confidential_client_has_a_refresh_token_of_its_region() {
    let mut browser =
        Browser::switched(json!({"auto_login": "ada", "auto_consent": true, "portals": ["us"]}));
    browser.control(
        "PUT",
        "clients",
        json!({"double": "docspace", "client": {"id": CLIENT, "redirect_uris": [CALLBACK], "secret": "s"}}),
    );
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    let mut fields = exchange_fields("").to_vec();
    let code = code_of(&landing);
    fields[2].1 = &code;
    fields.push(("client_secret", "s"));
    let answer = browser.post(&format!("{CLOUD}/oauth2/token"), &fields);
    let refresh = answer.body_json().unwrap()["refresh_token"]
        .as_str()
        .unwrap()
        .to_string();
    assert!(refresh.starts_with("us:"), "{refresh}");
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", CLIENT),
        ("client_secret", "s"),
        ("refresh_token", refresh.as_str()),
    ];
    let renewed = browser.post(&format!("{EU}/oauth2/token"), &fields);
    assert_eq!(claims(&token_of(&renewed))["aud"], json!(US));
}

#[test]
fn before_3_6_codes_name_no_region_and_stay_in_theirs() {
    let mut browser = Browser::switched(
        json!({"auto_login": "ada", "auto_consent": true, "version": "3.2", "portals": ["us"]}),
    );
    let landing = browser.leave_app(&at(CLOUD, "files:read"));
    let code = code_of(&landing);
    assert!(!code.contains(':'), "{code}");
    for elsewhere in [CLOUD, EU] {
        assert_eq!(
            exchange_at(&mut browser, elsewhere, &code).body_text(),
            "{\"error\":\"invalid_grant\"}",
            "at {elsewhere}"
        );
    }
    let token = token_of(&exchange_at(&mut browser, US, &code));
    assert_eq!(claims(&token).get("region"), None);
    assert_eq!(profile_at(&mut browser, US, &token).status, 200);
    assert_eq!(introspected(&mut browser, US, &token)["active"], true);
    assert_eq!(introspected(&mut browser, EU, &token)["active"], false);
}
