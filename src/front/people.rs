//! The calls that are about who is signed in: tokens, accounts, sign-out.

use super::auth::{Auth, settle};
use super::options::{LoginOptions, LogoutOptions, TokenOptions, text};
use super::session::{Account, Introspection, Session};
use crate::browser::location;
use crate::client::calling::{self, About};
use crate::core::error::{Code, Error};
use crate::core::json::{self, Value};
use crate::core::options;
use crate::core::secret::Secret;

impl Auth {
    /// The access token; renewed first where that is due. `interaction_required` where the person has to consent first:
    /// call [`Auth::login`] with the scopes of the error's evidence.
    pub fn access_token(
        &self,
        options: TokenOptions,
    ) -> impl Future<Output = Result<Secret, Error>> + use<> {
        let fresh = match self.begin() {
            Ok(_) if options.0.is_empty() => self.0.desk.fresh_token(),
            _ => None,
        };
        let options = options::token(&text(&options.0));
        let (ready, inner) = (self.begin(), self.0.clone());
        async move {
            if let Some(token) = fresh {
                return Ok(Secret::new(token));
            }
            settle(ready, &inner.desk).await?;
            let (session, aim) = inner.desk.usable(&options?).await?;
            let access = session.access_for(&aim);
            let access = access.ok_or_else(|| inner.desk.nobody())?;
            // EXPOSE: to the app, which is what an access token is for; covered again.
            Ok(Secret::new(String::from(access.token.expose())))
        }
    }

    /// The newest ID token, as the provider signed it. `not_supported` where there is none.
    pub fn id_token(&self) -> impl Future<Output = Result<Secret, Error>> + use<> {
        let (ready, inner) = (self.begin(), self.0.clone());
        async move {
            settle(ready, &inner.desk).await?;
            let session = inner.desk.present().ok_or_else(|| inner.desk.nobody())?;
            let token = session.id_token.as_ref();
            // EXPOSE: to the app, whose ID token it is; covered again.
            token
                .map(|token| Secret::new(String::from(token.expose())))
                .ok_or_else(|| Error::at(Code::NotSupported, "id_token"))
        }
    }

    /// The provider's own record of the person, as JSON text.
    pub fn fetch_profile(&self) -> impl Future<Output = Result<String, Error>> + use<> {
        self.ask(About::Person)
    }

    /// Asks the server whether the access token is still good (RFC 7662), where the provider lets a page ask: DocSpace
    /// alone, else `not_supported`. A token that is not good ends the session as a 401 of the API does.
    pub fn introspect(&self) -> impl Future<Output = Result<Introspection, Error>> + use<> {
        let asked = self.ask(About::Token);
        async move {
            let text = asked.await?;
            let answer = json::parse(text.as_bytes()).ok();
            let answer = answer.as_ref().and_then(Value::as_object);
            let active = answer.and_then(|answer| answer.value("active")?.as_bool());
            Ok(Introspection {
                active: active.unwrap_or_default(),
                text,
            })
        }
    }

    fn ask(&self, about: About) -> impl Future<Output = Result<String, Error>> + use<> {
        let (ready, inner) = (self.begin(), self.0.clone());
        async move {
            settle(ready, &inner.desk).await?;
            calling::ask(&inner.desk, about).await
        }
    }

    /// Everybody who is signed in here, the current one first; nobody before [`Auth::ready`] has its answer.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let (people, mut current) = self.0.desk.accounts();
        let mut accounts = Vec::new();
        for person in people {
            let current = std::mem::take(&mut current);
            let user = person.user.clone();
            accounts.extend(user.map(|user| Account { user, current }));
        }
        accounts
    }

    /// Makes another account the current one, in every tab. `login_required` where its session is over.
    pub fn switch_account(&self, id: &str) -> impl Future<Output = Result<Session, Error>> + use<> {
        let (ready, inner) = (self.begin(), self.0.clone());
        let id = String::from(id);
        async move {
            settle(ready, &inner.desk).await?;
            inner.desk.switch(&id)?;
            inner.face.signed_in()
        }
    }

    /// Signs out here and in every tab, at once and always; then tells the provider. Where the page is left for that, the
    /// future is ready only after three seconds: await it before going anywhere else.
    pub fn logout(
        &self,
        options: LogoutOptions,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let inner = self.0.clone();
        let forgotten = if inner.face.disposed.get() {
            Err(Code::Disposed.into())
        } else {
            inner.desk.forget(&text(&options.0))
        };
        async move {
            let (wanted, sessions) = forgotten?;
            inner.desk.part(wanted, sessions).await;
            Ok(())
        }
    }

    /// The options of a login that the provider asks for by this page's address (OpenID Connect Core 1.0, section 4).
    /// Fails with `issuer_mismatch` for another issuer, `framed` in a frame.
    pub fn initiated_login(&self) -> Result<LoginOptions, Error> {
        let options = self.0.desk.initiated(&location::href())?;
        let options = json::parse(options.as_bytes()).ok();
        let options = options.and_then(Value::into_object);
        options
            .map(LoginOptions)
            .ok_or_else(|| Code::InternalError.into())
    }

    /// For the page that is registered as front-channel logout URL: signs out every tab if this page's address names the
    /// present session, else does nothing. Says whether it did.
    pub fn front_channel_logout(&self) -> bool {
        self.0.desk.sign_out_by_frame(&location::href())
    }
}
