//! The web application firewall: who asks for too many tokens, or does not say what it is, gets a page with a captcha.

use crate::{http::Response, page::page};

use super::{Docplanner, token::PATH};

/// Seconds in which token requests are counted.
const WINDOW: u64 = 5 * 60;

/// The token requests of each address: when the count began, how many there were.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visitors(Vec<(String, u64, u32)>);

impl Visitors {
    /// Counts a request, and says the how manyth it is.
    fn count(&mut self, address: &str, now: u64) -> u32 {
        self.0
            .retain(|(_, began, _)| now.saturating_sub(*began) < WINDOW);
        match self.0.iter_mut().find(|(known, ..)| known == address) {
            Some((.., count)) => {
                *count += 1;
                *count
            }
            None => {
                self.0.push((address.to_string(), now, 1));
                1
            }
        }
    }
}

impl Docplanner<'_> {
    /// The captcha, for a request that must not pass.
    pub(super) fn stopped(&mut self) -> Option<Response> {
        let agent = self.request.header("user-agent").unwrap_or_default();
        let nameless = agent.trim().is_empty();
        let address = &self.request.client_address;
        let too_many = self.request.path == PATH
            && self.state.visitors.count(address, self.now) > self.switches.token_calls;
        (nameless || too_many).then(captcha)
    }
}

fn captcha() -> Response {
    let body = "<p id=\"captcha-container\">Confirm that you are human.</p>";
    Response::html(405, page("Human Verification", body)).with("x-amzn-waf-action", "captcha")
}
