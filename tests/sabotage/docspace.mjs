// DocSpace: where a person's portal is, what its tokens say, and what may be asked there.

const host = (filter) => ({ kind: 'host', program: 'host', filter });
const life = (filter) => ({ kind: 'e2e', file: 'docspace_life', filter });
const portals = 'src/core/portals.rs';
const introspection = 'src/core/introspection.rs';

export default [
  {
    name: 'take-any-aud-for-a-portal',
    row: 'R-106',
    file: portals,
    find: 'origin && safe && (own || self.hosts.iter().any(|host| host == authority))',
    replace: 'origin && safe',
    test: host('providers::cloud::an_address_that_is_no_portal_never_gets_the_token'),
  },
  {
    name: 'compare-a-portals-host-by-suffix',
    row: 'R-106',
    file: portals,
    find: ".is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))",
    replace: '.is_some()',
    test: host('providers::cloud::an_address_that_is_no_portal_never_gets_the_token'),
  },
  {
    name: 'take-a-portal-without-tls',
    row: 'R-002',
    file: portals,
    find: 'None => (url.is_https(), is_below(authority, self.below)),',
    replace: 'None => (true, is_below(authority, self.below)),',
    test: host('providers::cloud::an_address_that_is_no_portal_never_gets_the_token'),
  },
  {
    name: 'let-a-repeated-login-move-to-another-portal',
    row: 'R-106',
    file: portals,
    find: 'portals.admit(url) && url.origin() == known.origin()',
    replace: 'portals.admit(url) && !known.origin().is_empty()',
    test: host('providers::cloud::who_comes_again_goes_back_to_the_portal_and_nowhere_else'),
  },
  {
    name: 'send-a-person-back-to-the-cloud-although-the-portal-is-known',
    row: 'R-176',
    file: 'src/core/metadata.rs',
    find: 'let base = portal.unwrap_or(&settings.base).as_str();',
    replace: 'let base = portal.map_or(&settings.base, |_| &settings.base).as_str();',
    test: host('providers::cloud::who_comes_again_goes_back_to_the_portal_and_nowhere_else'),
  },
  {
    name: 'ask-for-an-id-token-that-nobody-can-judge',
    row: 'R-171',
    file: 'src/core/settings.rs',
    find: 'self.portals.is_none() || !scopes.contains("openid")',
    replace: 'self.portals.is_none() || !scopes.is_empty()',
    test: host('providers::cloud::no_id_token_is_asked_for_where_no_portal_is_known'),
  },
  {
    name: 'restore-a-session-whose-api-is-no-portal',
    row: 'R-106',
    file: 'src/core/session.rs',
    find: 'portals.is_some_and(|portals| base.is_some_and(|base| portals.admit(base)))',
    replace: 'portals.is_some() && base.is_some()',
    test: host('providers::cloud::a_stored_session_of_another_place_is_as_if_absent'),
  },
  {
    name: 'introspect-at-every-provider',
    row: 'R-139',
    file: introspection,
    find: 'let path = path.ok_or_else(|| Error::at(Code::NotSupported, "introspect"))?;',
    replace: 'let path = path.unwrap_or("/introspect");',
    test: host('providers::cloud::a_page_may_ask_docspace_alone_whether_its_token_is_good'),
  },
  {
    name: 'take-a-doctors-code-for-good',
    row: 'R-053',
    file: 'src/core/inspection.rs',
    find: 'Ok(_) => Some(Error::at(Code::ResponseInvalid, "code")),',
    replace: 'Ok(_) => None,',
    test: host('inspection::a_code_that_nobody_gave_out_is_asked_with_and_its_refusal_is_well'),
  },
  {
    name: 'introspect-a-cloud-token-where-people-sign-in',
    row: 'R-139',
    file: introspection,
    find: '.filter(|_| settings.portals.is_some());',
    replace: '.filter(|_| settings.portals.is_none());',
    test: host('providers::cloud::a_page_may_ask_docspace_alone_whether_its_token_is_good'),
  },
  {
    name: 'go-on-with-a-token-that-the-api-refused',
    row: 'R-176',
    file: 'src/api/tokens.rs',
    find: 'self.on(Event::Refused(session));',
    replace: 'let _ = Event::Refused(session);',
    test: life('evicted by a second device'),
  },
  {
    name: 'keep-quiet-about-scopes-that-were-not-granted',
    row: 'R-177',
    file: 'src/api/views.rs',
    find: '.missing_from(&session.access.granted)',
    replace: '.missing_from(&session.access.requested)',
    test: life('Deny after an earlier, smaller consent'),
  },
];
