//! How the tabs of one client act together, as a pure machine: what was heard goes in, what is
//! to be done comes out. Channel, storage and timers are the host's.
//!
//! A new tab asks its siblings for the session, since a second login would end the first tab's
//! token at some providers (docspace.md, 3.5). Sign-out and expiry reach every tab. The price is
//! said in `SECURITY.md`: any page of the origin can ask.

use std::sync::Arc;

use super::json::{self, Object, Value};
use super::record;
use super::secret::redacted;
use super::session::Session;
use super::settings::Settings;
use super::shared::Shared;

const VERSION: i64 = 1;
/// No browser has seen more sign-outs than this.
const COUNT_LIMIT: u64 = 1 << 40;

/// The name of a client's channel.
pub fn channel(client: &str) -> String {
    let mut name = String::from("docgate:tabs:");
    name.push_str(client);
    name
}

/// What reached this tab.
pub enum Heard<'a> {
    /// A message on the channel, whoever sent it.
    Message(&'a str),
    /// The shared record changed, or the page woke up and looked at it again.
    Record,
    /// Nobody answered in time.
    Silence,
}

/// What this tab knows when it hears something.
#[derive(Debug)]
pub struct Known<'a> {
    /// The client's settings.
    pub settings: &'a Settings,
    /// The session of this tab.
    pub session: Option<&'a Session>,
    /// The sessions of other people.
    pub parked: &'a [Arc<Session>],
    /// The shared record; `None`: missing or unreadable.
    pub shared: Option<&'a Shared>,
}

/// What is to be done, in order.
pub enum Act {
    /// Send this to the siblings.
    Post(String),
    /// Take over this session, without telling anybody, and keep those of other people.
    Adopt(Box<Session>, Vec<Box<Session>>),
    /// The question is answered, or will not be.
    Settle,
    /// Forget the session: someone signed out.
    SignOut,
    /// Forget the sessions of these names, whether or not one is the current one.
    Part(Vec<String>),
    /// The session is over; keep showing who it was.
    Expire,
    /// The session is over; the record says that another tab found out.
    Over,
    /// Ask the siblings for the current session; the record says that this tab's is not it.
    Catch,
    /// Write the record again: it is missing or older than what this tab knows.
    Restore,
}

redacted!("Heard" for Heard<'_>, "Act" for Act);

/// One tab. `name` is random, so that an answer can be addressed.
#[derive(Debug, Clone)]
pub struct Tabs {
    client: String,
    name: String,
    asking: bool,
    sign_outs: u64,
}

impl Tabs {
    /// A tab of this client.
    pub fn new(client: &str, name: &str) -> Tabs {
        Tabs {
            client: String::from(client),
            name: String::from(name),
            asking: false,
            sign_outs: 0,
        }
    }

    /// Asks the siblings for the session.
    pub fn ask(&mut self) -> Act {
        self.asking = true;
        Act::Post(self.message("ask", Object::new().with("from", self.name.as_str())))
    }

    /// Whether an answer is waited for.
    pub fn is_asking(&self) -> bool {
        self.asking
    }

    /// Tells that someone signed in here, or that the session was renewed.
    pub fn announce(&self, session: &Session) -> Act {
        Act::Post(self.message("session", Object::new().with("session", session.encode())))
    }

    /// Tells that someone signed out here; the count makes late messages harmless.
    pub fn farewell(&mut self, sign_outs: u64) -> Act {
        self.sign_outs = self.sign_outs.max(sign_outs);
        let count = i64::try_from(sign_outs).unwrap_or(i64::MAX);
        Act::Post(self.message("signed-out", Object::new().with("count", count)))
    }

    /// Tells that one account signed out here, and others stay.
    pub fn parted(&self, names: &[String]) -> Act {
        let names = names.iter().map(|name| Value::from(name.as_str()));
        let body = Object::new().with("names", Value::Array(names.collect()));
        Act::Post(self.message("parted", body))
    }

    /// How many sign-outs this tab told or heard of; also where there is no shared record.
    pub fn sign_outs(&self) -> u64 {
        self.sign_outs
    }

    /// Learns of a sign-out in some other way.
    pub fn note(&mut self, sign_outs: u64) {
        self.sign_outs = self.sign_outs.max(sign_outs);
    }

    /// Tells that the session is over.
    pub fn expired(&self, session: &Session) -> Act {
        let generation = i64::try_from(session.generation).unwrap_or(i64::MAX);
        let body = Object::new()
            .with("id", session.id.as_str())
            .with("generation", generation);
        Act::Post(self.message("expired", body))
    }

    /// Judges what was heard.
    pub fn hear(&mut self, heard: Heard<'_>, known: &Known<'_>) -> Vec<Act> {
        match heard {
            Heard::Silence => {
                let waited = std::mem::take(&mut self.asking);
                if waited {
                    vec![Act::Settle]
                } else {
                    Vec::new()
                }
            }
            Heard::Record => self.look(known),
            Heard::Message(text) => self.listen(text, known).unwrap_or_default(),
        }
    }

    /// What the shared record says about this tab's session.
    fn look(&self, known: &Known<'_>) -> Vec<Act> {
        let Some(session) = known.session else {
            return Vec::new();
        };
        match known.shared {
            Some(shared) if shared.ended(session) => vec![Act::SignOut],
            Some(shared) if shared.finished(session) => vec![Act::Over],
            Some(shared) if shared.overtook(session) => vec![Act::Catch],
            Some(shared) if shared.knows(session) => Vec::new(),
            // What is over is nothing for others to follow.
            _ if session.dead => Vec::new(),
            _ => vec![Act::Restore],
        }
    }

    fn listen(&mut self, text: &str, known: &Known<'_>) -> Option<Vec<Act>> {
        let message = record::open(text, VERSION)?;
        if message.string("client").ok()? != self.client {
            return None;
        }
        match message.string("kind").ok()? {
            "ask" => self.answer(message.string("from").ok()?, known),
            "session" => {
                let session = Session::decode(message.string("session").ok()?, &self.client)?;
                let to = message.optional_string("to").ok()?;
                let parked = message.optional_strings("parked").ok()?.unwrap_or_default();
                let parked = parked
                    .into_iter()
                    .filter_map(|text| Session::decode(text, &self.client))
                    .filter(|session| session.fits(known.settings))
                    .collect();
                Some(self.offered(session, parked, to, known))
            }
            "signed-out" => {
                let count = u64::try_from(message.integer("count").ok()?).ok()?;
                // Nobody signs out that often: such a count would only stop the counting.
                if count > COUNT_LIMIT {
                    return None;
                }
                self.sign_outs = self.sign_outs.max(count);
                let session = known.session?;
                (count > session.epoch).then(|| vec![Act::SignOut])
            }
            "parted" => {
                let names = message.strings("names").ok()?.into_iter().take(4);
                Some(vec![Act::Part(names.map(String::from).collect())])
            }
            "expired" => {
                let session = known.session?;
                let generation = u64::try_from(message.integer("generation").ok()?).ok()?;
                let mine = message.string("id") == Ok(session.id.as_str());
                (mine && session.generation <= generation && !session.dead)
                    .then(|| vec![Act::Expire])
            }
            _ => None,
        }
    }

    /// A sibling asks: it gets the session, if this tab has the current one.
    fn answer(&self, from: &str, known: &Known<'_>) -> Option<Vec<Act>> {
        let session = known.session.filter(|session| !session.dead)?;
        let current = known.shared.is_none_or(|shared| shared.allows(session));
        let parked = known.parked.iter().map(|other| Value::from(other.encode()));
        let mut body = Object::new()
            .with("to", from)
            .with("session", session.encode());
        if !known.parked.is_empty() {
            body.push("parked", Value::Array(parked.collect()));
        }
        current.then(|| vec![Act::Post(self.message("session", body))])
    }

    /// A sibling hands over a session: taken when it was asked for, or when it follows on this
    /// tab's own; never against what the record says.
    #[allow(clippy::vec_box)] // As they come out of the message.
    fn offered(
        &mut self,
        session: Box<Session>,
        parked: Vec<Box<Session>>,
        to: Option<&str>,
        known: &Known<'_>,
    ) -> Vec<Act> {
        let addressed = to.is_none_or(|to| self.asking && to == self.name);
        let newer = known
            .session
            .is_none_or(|own| session.supersedes(own) || own.dead);
        let current = known.shared.is_none_or(|shared| shared.allows(&session));
        // Announced before a sign-out that this tab knows of: too late.
        let current = current && session.epoch >= self.sign_outs;
        if !(addressed && newer && current && !session.dead && session.fits(known.settings)) {
            return Vec::new();
        }
        let mut acts = vec![Act::Adopt(session, parked)];
        if std::mem::take(&mut self.asking) {
            acts.push(Act::Settle);
        }
        acts
    }

    fn message(&self, kind: &str, body: Object) -> String {
        let message = body
            .with("v", VERSION)
            .with("client", self.client.as_str())
            .with("kind", kind);
        json::write(&Value::Object(message))
    }
}
