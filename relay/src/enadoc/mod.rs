//! Enadoc's calls that need the secret, or that a page cannot make (docs/providers/enadoc.md).
//!
//! The authorization URL, the discovery of the API's address while the code is still whole, then the token. No
//! PKCE, no `state` and no `redirect_uri` reach Enadoc: what binds a code to a browser here is the relay's own
//! check, and it binds the browser alone, not Enadoc's code.

mod calls;
mod dialect;

use docgate::core::asked;
use docgate::core::http::CAP;
use docgate::core::secret::Secret;

use crate::config::{Enadoc, Entry, SignIn};
use crate::error::{Code, Refusal};
use crate::granted::Granted;
use crate::judgement::{self, Sent};
use crate::outward::Purpose;
use crate::state::AppState;
use crate::token::Redemption;

/// Asks where the person signs in. The answer is https, and on a host of the entry's list, or it is not passed
/// on.
pub(crate) async fn authorization_url(
    state: &AppState,
    entry: &Entry,
    sign_in: &SignIn,
    enadoc: &Enadoc,
    redirect_uri: &str,
) -> Result<String, Refusal> {
    let call = calls::authorization_url(enadoc, &sign_in.client_id, redirect_uri)?;
    let sent = Sent {
        secret: &sign_in.client_secret,
        texts: &[],
    };
    let answer = judgement::received(
        state.send(entry, Purpose::Authorization, call, CAP).await?,
        &sent,
    )?;
    let location = answer.location().filter(|_| answer.is_redirect());
    if !answer.is_redirect() && !(200..300).contains(&answer.status) {
        return Err(dialect::refused(&answer, &sent));
    }
    if let Some(refusal) = dialect::fault(&answer.body, &sent) {
        return Err(refusal);
    }
    let address = asked::address(&answer.body, location).ok_or(Code::UpstreamInvalid)?;
    permitted(&address, &enadoc.authorization_hosts, enadoc.loopback)
}

/// Discovers the API, then exchanges the code. In this order: an exchanged code is discarded.
pub(crate) async fn exchange(
    state: &AppState,
    entry: &Entry,
    sign_in: &SignIn,
    enadoc: &Enadoc,
    redemption: &Redemption<'_>,
) -> Result<Granted, Refusal> {
    // Enadoc is where its code goes.
    let code = redemption.code.expose();
    let api_base = discover(state, entry, sign_in, enadoc, redemption).await?;
    let call = calls::token(enadoc, sign_in, ("authorization_code", "code", code));
    let sent = Sent {
        secret: &sign_in.client_secret,
        texts: &[code],
    };
    let spent = &redemption.spent;
    let answer = state.send_for(spent, entry, Purpose::Code, call).await?;
    let tokens = dialect::tokens(answer, &sent)?;
    Ok(Granted {
        tokens,
        api_base: Some(api_base),
    })
}

/// Renews.
pub(crate) async fn refresh(
    state: &AppState,
    entry: &Entry,
    sign_in: &SignIn,
    enadoc: &Enadoc,
    refresh_token: &Secret,
) -> Result<Granted, Refusal> {
    // Enadoc is the only place that its refresh token is sent to.
    let refresh_token = refresh_token.expose();
    let grant = ("refresh_token", "refresh_token", refresh_token);
    let call = calls::token(enadoc, sign_in, grant);
    let sent = Sent {
        secret: &sign_in.client_secret,
        texts: &[refresh_token],
    };
    let tokens = dialect::tokens(state.send(entry, Purpose::Refresh, call, CAP).await?, &sent)?;
    Ok(Granted {
        tokens,
        api_base: None,
    })
}

/// Where the API of the person is: on a host of the operator's list.
async fn discover(
    state: &AppState,
    entry: &Entry,
    sign_in: &SignIn,
    enadoc: &Enadoc,
    redemption: &Redemption<'_>,
) -> Result<String, Refusal> {
    // It is asked for with the code, and at Enadoc.
    let code = redemption.code.expose();
    let sent = Sent {
        secret: &sign_in.client_secret,
        texts: &[code],
    };
    let call = calls::discovery(enadoc, sign_in, code);
    let spent = &redemption.spent;
    let answer = state
        .send_for(spent, entry, Purpose::Discovery, call)
        .await?;
    let answer = judgement::received(answer, &sent)?;
    if !(200..300).contains(&answer.status) {
        return Err(dialect::refused(&answer, &sent));
    }
    if let Some(refusal) = dialect::fault(&answer.body, &sent) {
        return Err(refusal);
    }
    let address = asked::address(&answer.body, None).ok_or(Code::UpstreamInvalid)?;
    let mut base = permitted(&address, &enadoc.api_hosts, enadoc.loopback)?;
    if base.contains('?') {
        return Err(Code::UpstreamInvalid.into());
    }
    if !base.ends_with('/') {
        base.push('/');
    }
    Ok(base)
}

fn permitted(address: &str, hosts: &[String], loopback: bool) -> Result<String, Refusal> {
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let url = asked::permitted(address, &hosts, loopback);
    if url.is_none() {
        tracing::error!("the provider named an address that is not on the entry's list of hosts");
    }
    Ok(url.ok_or(Code::UpstreamInvalid)?.as_str().to_owned())
}
