/**
 * What docgate makes of DocSpace under each switch of its double: at a login, at a call of the API, and at the end of the
 * token. A cell is what `cells()` tells; what a row does not name is as usual. Where no login succeeds, the other two cells
 * are about a session of before the switches.
 */

/** A login works, the API answers; a dead token ends the session, without a login by itself, and a reload revives nothing. */
export const USUAL = {
  login: 'signed-in',
  call: '200, signed-in',
  expiry: '401, expired; login_required; signed-out, expired',
};

/** The first call finds the token dead. */
const DEAD = { call: '401, expired', expiry: 'login_required, expired; login_required; signed-out, expired' };

/** The API says nothing of the token, so nobody knows that it is dead. */
const untold = (answer) => ({
  call: `${answer}, signed-in`,
  expiry: `${answer}, signed-in; still a token; signed-in`,
});

const failed = (error) => ({ login: `failed: ${error}` });
const stays = (where) => ({ login: `${where}; signed-out` });

const OPENID = { scopes: ['openid', 'accounts.self:read', 'files:read'] };
const withOpenid = (outcome = {}) => ({ config: OPENID, ...outcome });
const ROOMS = { config: { scopes: ['rooms:write'] }, route: '/api/2.0/files/rooms' };
const hurried = (outcome) => ({ config: { timeout: 3000 }, ...outcome });

/** [switches, what is unusual, besides how it is played: `config`, `press` (buttons), `route`, `api` (cloud: in place of the portals)] */
export const PORTAL_ROWS = [
  [{}, {}],
  [{}, withOpenid()],

  // No CORS, no login in a page; the API has its own rules.
  [{ version: '3.0' }, failed('network')],
  [{ version: '3.0' }, { ...ROOMS, ...failed('network'), call: '403, signed-in' }],
  [{ version: '3.1' }, failed('network')],
  [{ version: '3.1' }, { ...ROOMS, ...failed('network') }],
  [{ version: '3.2' }, {}],
  [{ version: '3.6' }, {}],
  [{ version: '3.8' }, {}],
  [{ cors: false }, failed('network')],
  [{ portals: [] }, {}],

  // The person
  [{ auto_login: null }, stays('/login')],
  [{ auto_login: null }, { press: ['user-ada'] }],
  [{ auto_login: 'linus' }, {}],
  [{ auto_consent: false }, stays('/login/consent')],
  [{ auto_consent: false }, { press: ['consent-allow'] }],
  [{ auto_consent: false }, { press: ['consent-deny'], ...failed('authorization_denied') }],
  [{ deny_consent: true }, failed('authorization_denied')],
  [{ partial_consent: [] }, failed('authorization_denied')],
  [
    { partial_consent: ['files:read'] },
    { login: 'signed-in, without accounts.self:read', call: '403, signed-in', expiry: USUAL.expiry },
  ],
  [{ partial_consent: ['accounts.self:read'] }, { login: 'signed-in, without files:read' }],
  [{ signature_lifetime: 0 }, stays('redirects in circles')],
  [{ signature_expired: true }, {}],

  // Lives. A token answer says one second less.
  [{ access_token_lifetime: 1 }, failed('response_invalid expires_in')],
  [{ access_token_lifetime: 30 }, {}],
  [{ access_token_lifetime: 86400 }, {}],
  [{ code_lifetime: 0 }, failed('grant_refused')],
  [{ refresh_token_lifetime: 1 }, {}],
  [{ id_token_lifetime: 0 }, withOpenid()],

  // Ten POSTs a minute
  [{ rate_limit: true }, {}],
  [{ rate_limit: true, rate_limit_posts: 0 }, failed('rate_limited')],
  [{ rate_limit_posts: 0 }, {}],

  // What tokens say
  [{ audience: 'https://other.example' }, { ...failed('api_base_mismatch aud'), ...DEAD }],
  [{ issuer: 'https://other.example/oauth2' }, {}],
  [{ issuer: 'https://other.example/oauth2' }, withOpenid({ ...failed('id_token_invalid iss'), ...DEAD })],
  [{ access_token: { remove: ['sub'] } }, failed('response_invalid access_token')],
  [{ access_token: { set: { aud: 'https://other.example' } } }, failed('api_base_mismatch aud')],
  [{ access_token: { shift: { exp: -7200 } } }, DEAD],
  [{ id_token: { set: { azp: 'another' } } }, {}],
  [{ id_token: { set: { azp: 'another' } } }, withOpenid(failed('id_token_invalid azp'))],
  [{ id_token: { signature: 'corrupt' } }, withOpenid(failed('id_token_invalid signature'))],
  [{ id_token: { shift: { exp: -7200 } } }, withOpenid(failed('id_token_invalid exp'))],

  // How the browser comes back
  [{ callback: { remove: ['state'] } }, failed('pending_login_missing')],
  [{ callback: { set: { state: 'another' } } }, failed('pending_login_missing')],
  [{ callback: { remove: ['code'] } }, failed('callback_invalid code')],
  [{ callback: { set: { code: ['{code}', 'other'] } } }, failed('callback_invalid code')],
  [{ callback: { set: { error: 'access_denied' } } }, failed('callback_invalid error')],
  [{ callback: { set: { iss: '{issuer}x' } } }, failed('issuer_mismatch iss')],
  [{ callback: { set: { iss: '{issuer}' } } }, {}],
  [{ callback: { fragment: true } }, {}],

  // Nobody there, or nothing of use
  [{ identity_server: false }, { ...stays('/oauth2/authorize answers 502'), ...DEAD }],
  [{ authorize_fault: { kind: 'problem' } }, stays('/oauth2/authorize answers 500')],
  [{ authorize_fault: { kind: 'close' } }, stays('/oauth2/authorize answers nothing')],
  [{ token_fault: { kind: 'problem' } }, failed('http_status')],
  [{ token_fault: { kind: 'html' } }, failed('response_invalid content-type')],
  [{ token_fault: { kind: 'empty', status: 401 } }, failed('client_refused')],
  [{ token_fault: { kind: 'empty', status: 429 } }, failed('rate_limited')],
  [{ token_fault: { kind: 'close' } }, failed('network')],
  [{ token_fault: { kind: 'hang' } }, hurried(failed('timeout'))],
  [{ jwks_fault: { kind: 'problem' } }, {}],
  [{ jwks_fault: { kind: 'problem' } }, withOpenid(failed('http_status'))],
  [{ jwks_fault: { kind: 'close' } }, withOpenid(failed('network'))],
  [{ metadata_fault: { kind: 'close' } }, {}],
  [{ userinfo_fault: { kind: 'close' } }, withOpenid()],
  [{ introspection_fault: { kind: 'close' } }, {}],
  [{ revocation_fault: { kind: 'close' } }, {}],
  [{ capabilities_fault: { kind: 'close' } }, {}],
  [{ api_fault: { kind: 'problem' } }, untold('500')],
  [{ api_fault: { kind: 'empty', status: 403 } }, untold('403')],
  [{ api_fault: { kind: 'empty', status: 429 } }, untold('429')],
  [{ api_fault: { kind: 'empty', status: 401 } }, DEAD],
  [{ api_fault: { kind: 'close' } }, untold('network')],
  [{ api_fault: { kind: 'html', cors: false } }, untold('network')],
];

/** Where the cloud is unlike a portal of one's own. The app's double for all portals is the one in `eu`. */
export const CLOUD_ROWS = [
  [{}, {}],
  [{ version: '3.0' }, failed('network')],
  [{ version: '3.1' }, failed('network')],
  [{ version: '3.2' }, {}],
  [{ version: '3.2', portals: ['us'] }, failed('grant_refused')],
  [{ version: '3.6' }, {}],
  [{ version: '3.8' }, {}],
  [{ portals: ['us'] }, { api: 'us' }],
  // The token says where the API is, and that is no address that the app allows.
  [{ portals: ['us'] }, failed('api_base_mismatch aud')],
  [{ audience: 'https://other.example' }, { ...failed('api_base_mismatch aud'), ...DEAD }],
  [{ portals: [] }, stays('docspace-cloud /login')],
  [{ portals: ['eu', 'us'] }, stays('docspace-cloud /login')],
  [{ portals: ['eu', 'us'] }, { press: ['portal-eu'] }],
  [{ portals: ['eu', 'us'] }, { press: ['portal-us'], api: 'us' }],
  [{ auto_login: null }, stays('docspace-cloud /login')],
  [{ auto_login: null }, { press: ['user-ada'] }],
  [{ auto_consent: false }, stays('docspace-eu /login/consent')],
  [{ auto_login: null, auto_consent: false }, { press: ['user-ada', 'consent-allow'] }],
  [{ deny_consent: true }, failed('authorization_denied')],
  [{ partial_consent: ['accounts.self:read'] }, { login: 'signed-in, without files:read' }],
  [{ rate_limit: true, rate_limit_posts: 0 }, failed('rate_limited')],
  // The real one sends none; this is the portal's, and not of the server that was asked.
  [{ callback: { set: { iss: '{issuer}' } } }, failed('issuer_mismatch iss')],
  [{ identity_server: false }, { ...stays('docspace-cloud /oauth2/authorize answers 502'), ...DEAD }],
  [{ authorize_fault: { kind: 'problem' } }, stays('docspace-cloud /oauth2/authorize answers 500')],
  [{ authorize_fault: { kind: 'problem', skip: 1 } }, stays('docspace-eu /oauth2/authorize answers 500')],
  [{ token_fault: { kind: 'close' } }, failed('network')],
  [{ api_fault: { kind: 'empty', status: 401 } }, DEAD],
  [{ api_fault: { kind: 'close' } }, untold('network')],
];
