/** What each finding says: ONE table. Texts are constants; `{name}` stands for what was seen under that name. */
import { safe } from './redaction.js';
import type { Finding, FindingCode } from './types.js';

type Severity = Finding['severity'];

const E: Severity = 'error';
const W: Severity = 'warning';

const YOU = 'You: ';
const PERSON = 'The person at this browser: ';
const SERVER = 'The administrator of the server or portal: ';
const OPERATOR = 'The operator of the relay: ';

const SPACE = `${YOU}remove data of the app from it.`;
const ALLOW = `${PERSON}allow this site to store data.`;
const UPDATE = `${PERSON}use a current browser.`;

/** Severity, what is wrong, what to change. */
export const texts: { readonly [Code in FindingCode]: readonly [Severity, string, string] } = {
  not_in_browser: [E, 'This is no browser page, so there is nothing to look at.', `${YOU}call doctor() in the page.`],
  config_refused: [
    E,
    'createAuth refuses the config: {message}',
    `${YOU}change the key that it names; docs/errors.md explains {code}.`,
  ],
  auth_unknown: [
    E,
    'What doctor() was given is no Auth of this version of docgate, or a disposed one, or making it failed: {given}.',
    `${YOU}pass what createAuth() gave, or a function that calls it.`,
  ],
  core_not_loaded: [
    E,
    'The core of docgate could not be loaded ({code}), so nothing of it runs.',
    `${YOU}serve the files of the package together, translation.js included; with docgate/slim, docgate/wasm unchanged as application/wasm.`,
  ],
  wasm_refused: [
    W,
    'This page does not allow WebAssembly, so docgate runs as JavaScript, which is larger and slower.',
    `${YOU}add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy.`,
  ],
  wasm_missing: [
    W,
    'This browser has no WebAssembly, so docgate runs as JavaScript, which is larger and slower.',
    `${PERSON}nothing has to be done; a current browser without a lockdown is faster.`,
  ],
  insecure_context: [
    E,
    'The page was loaded over plain http.',
    `${YOU}serve it over https, or from localhost while developing.`,
  ],
  framed: [
    E,
    'The page is in a frame of another site, where no sign-in runs.',
    `${YOU}open it in a window or tab of its own.`,
  ],
  session_storage_blocked: [E, 'The browser blocks sessionStorage, so that no sign-in finds its way back.', ALLOW],
  session_storage_full: [E, 'sessionStorage is full, so that no sign-in can be stored.', SPACE],
  local_storage_blocked: [
    W,
    'The browser blocks localStorage: a sign-out does not reach tabs that sleep, and Enadoc cannot be signed in to.',
    ALLOW,
  ],
  local_storage_full: [
    W,
    'localStorage is full: a sign-out does not reach tabs that sleep, and Enadoc cannot be signed in to.',
    SPACE,
  ],
  web_locks_missing: [W, 'The browser has no Web Locks, so that two tabs may renew the same session.', UPDATE],
  broadcast_channel_missing: [
    W,
    'The browser has no BroadcastChannel: tabs share no session, and not every popup finds its way back.',
    UPDATE,
  ],
  policy_blocks: [
    E,
    "The page's Content-Security-Policy forbids requests to {origin}, which sign-in needs.",
    `${YOU}add {origin} to {directive} of the policy.`,
  ],
  policy_blocks_api: [
    W,
    "The page's Content-Security-Policy forbids requests to {origin}, where an API is.",
    `${YOU}add {origin} to {directive} of the policy.`,
  ],
  popup_cut_off: [
    W,
    'A Cross-Origin-Opener-Policy parts the page from its popups: they still sign in, but that somebody closes one is noticed late.',
    `${YOU}send same-origin-allow-popups with pages that open popups, and no such header with the redirect URI.`,
  ],
  redirect_uri_missing: [
    E,
    'The redirect URI does not load a page: {status}.',
    `${YOU}let the web server answer its path with the app's page.`,
  ],
  redirect_uri_moved: [
    E,
    'The redirect URI redirects, and where it ends no sign-in is recognised.',
    `${YOU}configure and register the address that it ends at.`,
  ],
  redirect_uri_not_html: [
    E,
    'The redirect URI answers with {type} and not with an HTML page.',
    `${YOU}let the web server answer its path with the app's page.`,
  ],
  redirect_uri_root: [
    W,
    'The redirect URI is the root of the origin, where an answer without state is not recognised.',
    `${YOU}give the redirect URI a path of its own, and register that.`,
  ],
  offline: [E, 'The browser is offline.', `${PERSON}connect to the network, then try again.`],
  server_unreachable: [
    E,
    '{origin} does not answer.',
    `${YOU}check address, certificate, VPN, proxies, and extensions that block requests. ${SERVER}check that it runs.`,
  ],
  cors_missing: [
    E,
    '{origin} answers, but sends no CORS header, so that the page cannot read the {what}.',
    `${SERVER}allow the origin of this page there.`,
  ],
  metadata_invalid: [
    E,
    'The metadata cannot be used: {problem}.',
    `${YOU}check issuer and endpointOrigins. ${SERVER}correct the document.`,
  ],
  issuer_mismatch: [
    E,
    'The metadata is that of another issuer than the configured one.',
    `${YOU}spell the issuer exactly as the metadata does, slash at the end included.`,
  ],
  pkce_unsupported: [E, 'The metadata does not offer PKCE with S256.', `${SERVER}enable it.`],
  endpoint_insecure: [E, 'The metadata names an address over plain http: {what}.', `${SERVER}publish https addresses.`],
  keys_invalid: [
    E,
    'The key set cannot be used, so that no ID token can be checked: {problem}.',
    `${SERVER}check what is served there.`,
  ],
  identity_server_off: [
    E,
    'The portal says that its identity server is not enabled.',
    `${SERVER}install and start the identity services (OAuth 2.0).`,
  ],
  client_refused: [
    E,
    '{message}',
    `${YOU}check clientId. ${SERVER}enable the app, and its use as a public client (PKCE).`,
  ],
  registration_invalid: [E, '{message}', 'You, or whoever registered the app: change what the message names.'],
  rate_limited: [
    W,
    'Too many requests were sent, so that the token endpoint could not be tried.',
    `${YOU}wait a minute.`,
  ],
  token_endpoint_failed: [E, '{message}', `${YOU}check the address. ${SERVER}look into its log for this request.`],
  relay_unreachable: [
    E,
    'The relay at {origin} does not answer.',
    `${YOU}check provider.relay. ${OPERATOR}check that it and the proxy before it run.`,
  ],
  relay_hidden: [
    E,
    'The relay at {origin} answers, but not to this page.',
    `${YOU}check the entry in provider.relay. ${OPERATOR}list the page in its origins and this host in hosts; let the proxy pass OPTIONS on.`,
  ],
  relay_unknown: [
    E,
    'What answers at the address of the relay is not docgate-relay.',
    `${YOU}check provider.relay. ${OPERATOR}let the proxy pass this path on to the relay.`,
  ],
  relay_cross_site: [
    E,
    'The relay at {origin} is on another site than this page, so that the browser keeps its cookies back.',
    `${OPERATOR}give the relay a host name below the domain of the page.`,
  ],
  relay_refused: [
    E,
    'The relay refuses the token request: {said}',
    `${YOU}compare clientId, redirectUri and provider.relay with the entry. ${OPERATOR}docs/relay.md explains each error.`,
  ],
  api_unreachable: [W, 'The API at {origin} does not answer.', `${YOU}check the address. ${SERVER}check that it runs.`],
  clock_wrong: [
    E,
    'The clock of this device is {seconds} seconds {direction} that of the servers.',
    `${PERSON}set date and time, or let the device set them.`,
  ],
  check_unfinished: [
    W,
    'A check came to no end: {check}.',
    `${YOU}look what in the page replaces the browser's functions.`,
  ],
};

/** A finding, its texts filled in. `own`: the message of the error that it came as. */
export function finding(code: FindingCode, seen: Readonly<Record<string, string | undefined>> = {}): Finding {
  const [severity, message, advice] = texts[code];
  const evidence: Record<string, string> = {};
  for (const [name, value] of Object.entries(seen)) {
    if (value !== undefined && value !== '') evidence[name] = safe(value);
  }
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (gap, name: string) => evidence[name] ?? gap);
  return { code, severity, message: filled(message), advice: filled(advice), evidence };
}
