//! Who is it: the accounts signed in in this browser, and the pages that ask.

use crate::{
    clients::User,
    encoding::escape_html,
    entropy::{token, uuid},
    http::Response,
    page::{page, user_picker},
};

use super::{
    Directory, authorize::Asked, claims::login_hint, problem::Problem, state::Session,
    tenant::Tenant,
};

/// Whose authorization it becomes.
pub(super) enum Account {
    Known(Session),
    /// Ask.
    Page(Response),
    /// Tell the app.
    Refused(Problem),
    /// Tell the user: this account does not belong here.
    Elsewhere(Problem),
}

impl<'a> Directory<'a> {
    /// Finds the account. `browser` is set where the browser needs a cookie.
    pub(super) fn account(&mut self, asked: &Asked<'_>, browser: &mut Option<String>) -> Account {
        let entering = asked
            .pressed
            .text("user")
            .map(str::to_string)
            .or_else(|| self.switches.auto_login.clone());
        if let Some(user) = entering.and_then(|name| self.user(&name)) {
            let fresh = asked.pressed.first("user").is_some()
                || asked.prompt() == "login"
                || self.fitting(asked, self.sessions()).is_empty();
            return self.enter(asked, user, fresh, browser);
        }
        if asked.pressed.first("cancel").is_some() {
            return Account::Refused(Problem::new(65004, ""));
        }
        if asked.pressed.first("other").is_some() {
            return Account::Page(self.sign_in_page());
        }
        let sessions = self.sessions();
        if let Some(chosen) = asked.pressed.text("account") {
            let session = sessions.into_iter().find(|session| session.user == chosen);
            return match session {
                None => Account::Page(self.sign_in_page()),
                Some(session) => self.belonging(asked, session),
            };
        }
        let sessions = self.fitting(asked, sessions);
        match (asked.prompt(), sessions.as_slice()) {
            ("none", []) if asked.parameters.text("sid").is_some() => {
                Account::Refused(Problem::new(160_021, ""))
            }
            ("none", []) => Account::Refused(Problem::new(50058, "")),
            ("none", [session]) => Account::Known(session.clone()),
            ("none", _) => Account::Refused(Problem::new(16000, "")),
            ("login" | "create", _) | (_, []) => Account::Page(self.sign_in_page()),
            ("select_account", _) => Account::Page(self.account_page()),
            (_, [session]) => Account::Known(session.clone()),
            _ => Account::Page(self.account_page()),
        }
    }

    /// The accounts signed in in this browser.
    pub(super) fn sessions(&self) -> Vec<Session> {
        let Some(browser) = self.request.cookie("entra_session") else {
            return Vec::new();
        };
        let of_browser = self.state.sessions.iter();
        of_browser
            .filter(|session| session.browser == browser)
            .cloned()
            .collect()
    }

    /// Those that the request can mean: of this authority, of this hint, recent enough.
    fn fitting(&self, asked: &Asked<'_>, sessions: Vec<Session>) -> Vec<Session> {
        let parameter = |name: &str| asked.parameters.text(name);
        let hint = parameter("login_hint").filter(|_| asked.prompt() != "select_account");
        let max_age = parameter("max_age").and_then(|text| text.parse::<u64>().ok());
        let fits = |session: &Session| {
            let Some(user) = self.user(&session.user) else {
                return false;
            };
            asked.authority.admits(Tenant::of(user))
                && hint.is_none_or(|hint| is_meant(hint, user))
                && parameter("sid").is_none_or(|sid| sid == session.id)
                && max_age.is_none_or(|age| self.now.saturating_sub(session.authenticated) <= age)
        };
        sessions.into_iter().filter(fits).collect()
    }

    /// Signs a user in in this browser, beside the others.
    fn enter(
        &mut self,
        asked: &Asked<'_>,
        user: &User,
        fresh: bool,
        browser: &mut Option<String>,
    ) -> Account {
        let known = self.sessions();
        let same = known.iter().find(|session| session.user == user.id);
        if let Some(session) = same.filter(|_| !fresh) {
            return self.belonging(asked, session.clone());
        }
        let cookie = match known.first() {
            Some(session) => session.browser.clone(),
            None => browser.insert(token(self.entropy, 32)).clone(),
        };
        let session = Session {
            browser: cookie.clone(),
            user: user.id.clone(),
            id: uuid(self.entropy),
            authenticated: self.now,
        };
        self.state
            .sessions
            .retain(|old| old.browser != cookie || old.user != user.id);
        self.state.sessions.push(session.clone());
        self.belonging(asked, session)
    }

    /// An account of another tenant is told so, and the app is told nothing.
    fn belonging(&self, asked: &Asked<'_>, session: Session) -> Account {
        let tenant = self.user(&session.user).map(Tenant::of);
        match tenant.filter(|tenant| asked.authority.admits(tenant)) {
            Some(tenant) if !asked.registration.is_in(tenant) => {
                Account::Elsewhere(Problem::new(700016, &asked.registration.id))
            }
            Some(_) => Account::Known(session),
            None if asked.prompt() == "none" => Account::Refused(Problem::new(50058, "")),
            None => Account::Elsewhere(Problem::new(90002, asked.authority.issuer_part())),
        }
    }

    /// Where the pages' forms go: to the same request again.
    pub(super) fn action(&self) -> String {
        format!("{}?{}", self.request.path, self.request.query)
    }

    fn sign_in_page(&self) -> Response {
        let action = self.action();
        let body = format!(
            "<p>Choose who signs in.</p>\n{}\n<form method=\"post\" action=\"{}\">\n\
             <button class=\"plain\" name=\"cancel\" value=\"1\" id=\"login-cancel\" data-testid=\"login-cancel\">Cancel</button>\n</form>",
            user_picker(&action, self.users, &[]),
            escape_html(&action),
        );
        Response::html(200, page("Sign in", &body))
    }

    fn account_page(&self) -> Response {
        let mut body = format!(
            "<form method=\"post\" action=\"{}\">\n",
            escape_html(&self.action())
        );
        for session in self.sessions() {
            let Some(user) = self.user(&session.user) else {
                continue;
            };
            body.push_str(&account_button("account", user));
        }
        body.push_str(
            "<button class=\"plain\" name=\"other\" value=\"1\" id=\"account-other\" data-testid=\"account-other\">Use another account</button>\n</form>",
        );
        Response::html(200, page("Pick an account", &body))
    }
}

/// A button for an account that is signed in.
pub(super) fn account_button(name: &str, user: &User) -> String {
    format!(
        "<button name=\"{name}\" value=\"{}\" id=\"{name}-{login}\" data-testid=\"{name}-{login}\">{}<small>{}</small></button>\n",
        escape_html(&user.id),
        escape_html(&user.display_name()),
        escape_html(&Tenant::of(user).principal_name(user)),
        login = escape_html(&user.login),
    )
}

/// Whether a hint names a user: the `login_hint` claim, the user principal name, or the e-mail address.
fn is_meant(hint: &str, user: &User) -> bool {
    let tenant = Tenant::of(user);
    hint == login_hint(tenant, &user.id)
        || hint.eq_ignore_ascii_case(&tenant.principal_name(user))
        || hint.eq_ignore_ascii_case(&user.email)
}
