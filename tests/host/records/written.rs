//! What was written is read again as it was.

use super::*;
use docgate::core::digest;

#[test]
fn a_pending_login_is_read_as_it_was_written() {
    proptest!(|(login in any_login())| {
        let text = login.encode();
        let read = PendingLogin::decode(&text).unwrap();
        prop_assert_eq!(read.encode(), text);
        prop_assert_eq!(read.verifier.as_ref().map(Verifier::expose), login.verifier.as_ref().map(Verifier::expose));
        prop_assert_eq!(read.scopes, login.scopes);
        prop_assert_eq!(read.metadata, login.metadata);
        prop_assert_eq!(
            (read.provider, read.issuer, read.client_id, read.redirect_uri, read.state, read.return_to),
            (login.provider, login.issuer, login.client_id, login.redirect_uri, login.state, login.return_to)
        );
        prop_assert_eq!(
            (read.nonce, read.app_state, read.created, read.max_age, read.quiet, read.flow),
            (login.nonce, login.app_state, login.created, login.max_age, login.quiet, login.flow)
        );
        prop_assert_eq!(
            (read.acr_values, read.resource, read.claims),
            (login.acr_values, login.resource, login.claims)
        );
    });
    serves(
        "R-102",
        "property: a pending login is read as it was written",
    );
    serves("R-017", "everything that a callback uses is in the record");
}

#[test]
fn a_tombstone_is_read_as_it_was_written_and_holds_no_secret() {
    proptest!(|(login in any_login())| {
        let left = Tombstone::of(&login);
        prop_assert_eq!(Tombstone::decode(&left.encode()), Some(left));
    });
    let (login, _) = begun(
        &oidc(),
        Wishes {
            return_to: String::from("/here"),
            ..Wishes::default()
        },
    );
    let text = Tombstone::of(&login).encode();
    assert!(text.contains("/here"));
    for secret in [
        login.state.as_str(),
        login.nonce.as_deref().unwrap(),
        login.verifier.as_ref().unwrap().expose(),
    ] {
        assert!(!text.contains(secret));
        assert!(!tombstone::key(&digest::hash(&login.state)).contains(secret));
        assert!(!pending::key(&login.state).contains(secret));
    }
    serves("R-102", "property: a tombstone is read as it was written");
    serves(
        "R-026",
        "a tombstone cannot finish a login: no verifier, nonce, state or code in it",
    );
}

/// Every field of an access token.
fn all_of(access: &Access) -> String {
    let Access {
        token,
        since,
        issued,
        expires,
        stale,
        requested,
        granted,
        resource,
        claims,
    } = access;
    let token = token.expose();
    format!(
        "{token} {since} {issued:?} {expires:?} {stale:?} {requested:?} {granted:?} {resource:?} {claims:?}"
    )
}

#[test]
fn a_session_is_read_as_it_was_written() {
    proptest!(|(session in any_session())| {
        let text = session.encode();
        let read = Session::decode(&text, "client-key").unwrap();
        prop_assert_eq!(read.encode(), text);
        prop_assert_eq!(all_of(&read.access), all_of(&session.access));
        let others = |session: &Session| session.others.iter().map(all_of).collect::<Vec<_>>();
        prop_assert_eq!(others(&read), others(&session));
        for of in [
            |session: &Session| session.refresh_token.as_ref().map(|it| String::from(it.expose())),
            |session: &Session| session.id_token.as_ref().map(|it| String::from(it.expose())),
        ] {
            prop_assert_eq!(of(&read), of(&session));
        }
        prop_assert_eq!((read.renewable_until, &read.nonce), (session.renewable_until, &session.nonce));
        prop_assert_eq!((read.generation, read.epoch, read.dead), (session.generation, session.epoch, session.dead));
        prop_assert_eq!((&read.user, &read.metadata, &read.api_base), (&session.user, &session.metadata, &session.api_base));
        prop_assert_eq!(&read.claims, &session.claims);
        let over = read.over().unwrap();
        prop_assert!(over.dead && over.id == session.id);
        prop_assert!(over.others.is_empty() && over.refresh_token.is_none() && over.id_token.is_none());
        prop_assert_eq!(over.access.token.expose(), "ended");
    });
    serves("R-102", "property: a session is read as it was written");
}

#[test]
fn the_shared_record_is_read_as_it_was_written_and_holds_no_secret() {
    proptest!(|(shared in any_shared())| {
        prop_assert_eq!(Shared::decode(&shared.encode()), Some(shared));
    });
    proptest!(|(session in any_session())| {
        let mut shared = Shared::default();
        shared.follow(&session);
        let text = shared.encode();
        let tokens = [Some(&session.access.token), session.refresh_token.as_ref(), session.id_token.as_ref()];
        for token in tokens.into_iter().flatten().chain(session.others.iter().map(|it| &it.token)) {
            prop_assert!(token.expose().len() < 8 || !text.contains(token.expose()));
        }
        prop_assert_eq!(shared.generation, session.generation);
        prop_assert!(!shared.overtook(&session) && !shared.ended(&session));
    });
    serves(
        "R-102",
        "property: the shared record is read as it was written",
    );
    serves("R-101", "the record in localStorage holds no token");
}

#[test]
fn records_have_names_that_tell_nothing() {
    assert!(pending::key("a").starts_with(pending::PREFIX));
    assert!(tombstone::key("a").starts_with(tombstone::PREFIX));
    assert_ne!(pending::key("a"), pending::key("b"));
    assert_eq!(pending::key("").len(), pending::PREFIX.len() + 43);
    assert_ne!(session::key("x"), shared::key("x"));
}
