//! What comes to an app from elsewhere, on pages for tests: a front-channel logout (OpenID Connect Front-Channel Logout 1.0,
//! section 2) and a login that a third party starts (OpenID Connect Core, section 4).

use crate::{encoding::escape_html, form::append, http::Response, page::page};

use super::Issuer;

impl Issuer<'_> {
    /// `/frontchannel?uri=…&iss=…&sid=…`: loads the app's logout address in a hidden frame, with `iss` and `sid` as far as given.
    pub(super) fn frontchannel(&mut self) -> Response {
        let query = self.request.query_parameters();
        let Some(uri) = query.text("uri").filter(|uri| uri.starts_with("http")) else {
            return Response::empty(400);
        };
        let given: Vec<(&str, &str)> = ["iss", "sid"]
            .into_iter()
            .filter_map(|name| Some((name, query.first(name)?)))
            .collect();
        Response::html(
            200,
            page("Signing out elsewhere", &frame(&append(uri, &given))),
        )
    }

    /// A logout that the app asked for comes to its front-channel address too, if a switch names that; then it goes back.
    pub(super) fn tell_the_app(&self, sid: &str, back: &str) -> Option<Response> {
        let uri = self.switches.frontchannel_logout_uri.as_deref()?;
        let address = append(uri, &[("iss", &self.issuer()), ("sid", sid)]);
        let body = format!(
            "{}\n<meta http-equiv=\"refresh\" content=\"1; url={}\">",
            frame(&address),
            escape_html(back),
        );
        Some(Response::html(200, page("Signed out", &body)))
    }

    /// `/initiate?login_uri=…`: sends the browser to the app's address for that, with this issuer unless `iss` says another.
    pub(super) fn initiate(&mut self) -> Response {
        let query = self.request.query_parameters();
        let Some(uri) = query
            .text("login_uri")
            .filter(|uri| uri.starts_with("http"))
        else {
            return Response::empty(400);
        };
        let issuer = self.issuer();
        let mut given = vec![("iss", query.first("iss").unwrap_or(&issuer))];
        given.retain(|(_, issuer)| !issuer.is_empty());
        given.extend(
            ["login_hint", "target_link_uri"]
                .into_iter()
                .filter_map(|name| Some((name, query.first(name)?))),
        );
        Response::redirect(302, &append(uri, &given))
    }
}

/// A hidden frame, and a mark that it has loaded.
fn frame(address: &str) -> String {
    format!(
        "<p id=\"frontchannel-done\" data-testid=\"frontchannel-done\" hidden>The app was told.</p>\n\
         <iframe hidden data-testid=\"frontchannel-frame\" src=\"{}\" \
         onload=\"document.getElementById('frontchannel-done').hidden = false\"></iframe>",
        escape_html(address),
    )
}
