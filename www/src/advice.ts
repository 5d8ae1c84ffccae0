/** What a person, or who runs the app, can do about each error code. A code that is not here gets the last sentence. */
import type { AuthError, AuthErrorCode } from 'docgate';
import { relayAdvice } from './relay_advice.js';

const ADVICE: Partial<Record<AuthErrorCode, string>> = {
  api_base_mismatch:
    'The portal issued a token for another of its addresses. Put the address that people open it at into the config.',
  authorization_denied:
    'Consent was refused at the provider. Sign in again and allow the access that this app asks for.',
  authorization_failed: 'The provider could not go on. Try again; what it said is below, for its administrator.',
  callback_already_used:
    'This address was opened a second time (a reload, Back, or a bookmark). Its sign-in is over: start a new one.',
  callback_invalid: 'The answer in the address bar does not make sense and was not used. Start a new sign-in.',
  client_refused: 'Register the app at the provider as a public client (PKCE, no secret), and check its client id.',
  clock_skewed: 'Set the date and time of this device, then sign in again.',
  config_conflict: 'Two clients on this page share one redirect URI. Give each provider a redirect URI of its own.',
  config_invalid: 'Whoever wrote the app’s config changes the value that the message names. Nothing was sent anywhere.',
  config_secret:
    'Take the secret out of the config, and change it at the provider: whoever opened this page may have it. Where one is needed, docgate-relay holds it.',
  config_unknown_key: 'Whoever wrote the app’s config takes this key out, or spells it as the documentation does.',
  disposed: 'The app let go of this client. Reload the page.',
  embedded_browser: 'This page runs inside an app, which could read what you type. Open it in your browser.',
  entropy_unavailable: 'This browser gives no random numbers, without which no sign-in is safe. Use another one.',
  framed: 'This page runs inside another site. Open it in a tab of its own.',
  grant_refused: 'The code was too old or had been used. Start a new sign-in.',
  http_status:
    'The server failed, and said no more than its status. Try again in a while; if it goes on, its administrator has to look.',
  id_token_invalid:
    'The identity in the answer failed a check, so nothing of it was kept. Is the clock of this device right?',
  insecure_context: 'Open the page over https, or on localhost.',
  interaction_required:
    'You have to be asked: for consent, or for more proof of who you are. The button signs in with what is listed above.',
  internal_error:
    'docgate itself failed, and has begun anew by now. Try again; if it happens again, copy this and report it.',
  issuer_mismatch: 'The answer came from another server than the one that was asked. It was not used.',
  keys_invalid:
    'The keys that the provider publishes cannot be used to check its signature, so nobody was signed in. Its administrator has to look at it.',
  login_loop: 'The app asked to sign in again and again. A click goes on.',
  login_required: 'The session is over. Sign in again; nothing on this page is lost until you do.',
  metadata_invalid:
    'The provider describes itself in a way that cannot be trusted. Its administrator has to look at it.',
  navigation_abandoned: 'You came back before the sign-in was over. Start it again when you like.',
  network:
    'The server could not be reached, or its answer may not be read from this page. Check that it runs and allows this origin (CORS), then try again.',
  not_in_browser: 'This runs in a browser’s page only.',
  not_supported: 'This provider, or this build, cannot do that. Nothing is wrong with the session.',
  origin_not_allowed:
    'docgate sends the access token to the API base and the listed origins only. Nothing was sent. Use a path, or list the origin in allowedOrigins.',
  pending_login_expired: 'The sign-in took too long. Start it again.',
  pending_login_foreign: 'The sign-in was started with other settings. Start it again.',
  pending_login_missing:
    'This browser tab did not start the sign-in that this address answers. If you did not either, somebody else sent you here. Nothing was used.',
  pkce_unsupported:
    'The provider lacks the protection that an app without a server needs. It cannot be used like this.',
  popup_blocked: 'Allow windows for this site in the browser, or sign in on this page.',
  popup_closed: 'The window was closed before the sign-in was over. Open it again, or sign in on this page.',
  popup_window: 'This window has done its work. Close it.',
  rate_limited: 'The server asks for a pause. Wait a little, then try again.',
  registration_invalid:
    'Nobody who signs in can mend this. Whoever registered the app, or wrote its config, changes what the message says.',
  relay_refused: 'The relay refused. What it said is below; whoever runs it finds more in its log.',
  response_invalid:
    'The server’s answer does not follow the standard, and nothing of it was kept. Its administrator has to look at it.',
  response_too_large:
    'The answer is larger than any honest one, and was not read to its end. Its administrator has to look at it.',
  scope_refused: 'The app asks for something that it is not registered for. Register the scope, or ask for less.',
  storage_full: 'This page’s storage is full. Close other tabs of it, or clear the site’s data.',
  storage_unavailable:
    'The browser does not let this page store anything. Allow storage for this site, or leave private mode.',
  timeout: 'The server took too long. Try again.',
  token_refused: 'The provider gave no token. What it said is below.',
  token_type_unsupported:
    'The provider issues tokens of another kind than docgate can send. It cannot be used like this.',
  token_unusable:
    'The access token has characters that no header can carry, so it was not sent. The provider’s administrator has to look at it.',
  user_not_confirmed:
    'You said that this is not your account, so nothing of the sign-in was kept. If somebody sent you here, close the page. Else sign in again, with your own account.',
  wasm_refused: 'The page’s policy or the browser forbids WebAssembly. Add `wasm-unsafe-eval` to `script-src`.',
};

const OTHERWISE = 'Try again. If it happens again, the code above and the timeline say where to look.';

export function adviceFor(error: AuthError | null): string {
  const code = error?.code ?? null;
  const relays = code === 'relay_refused' || code === 'rate_limited' ? relayAdvice(error?.error) : null;
  if (relays !== null) return relays;
  return (code !== null && Object.hasOwn(ADVICE, code) && ADVICE[code]) || OTHERWISE;
}
