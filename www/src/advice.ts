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
  clock_skewed: 'Set the date and time of this device, then sign in again.',
  client_refused: 'Register the app at the provider as a public client (PKCE, no secret), and check its client id.',
  config_conflict: 'Two clients on this page share one redirect URI. Give each provider a redirect URI of its own.',
  framed: 'This page runs inside another site. Open it in a tab of its own.',
  grant_refused: 'The code was too old or had been used. Start a new sign-in.',
  id_token_invalid:
    'The identity in the answer failed a check, so nothing of it was kept. Is the clock of this device right?',
  insecure_context: 'Open the page over https, or on localhost.',
  interaction_required:
    'You have to be asked: for consent, or for more proof of who you are. The button signs in with what is listed above.',
  issuer_mismatch: 'The answer came from another server than the one that was asked. It was not used.',
  keys_invalid:
    'The keys that the provider publishes cannot be used to check its signature, so nobody was signed in. Its administrator has to look at it.',
  login_loop: 'The app asked to sign in again and again. A click goes on.',
  login_required: 'The session is over. Sign in again; nothing on this page is lost until you do.',
  metadata_invalid:
    'The provider describes itself in a way that cannot be trusted. Its administrator has to look at it.',
  network:
    'The server could not be reached, or its answer may not be read from this page. Check that it runs and allows this origin (CORS), then try again.',
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
  rate_limited: 'The server asks for a pause. Wait a little, then try again.',
  relay_refused: 'The relay refused. What it said is below; whoever runs it finds more in its log.',
  registration_invalid:
    'Nobody who signs in can mend this. Whoever registered the app, or wrote its config, changes what the message says.',
  scope_refused: 'The app asks for something that it is not registered for. Register the scope, or ask for less.',
  storage_full: 'This page’s storage is full. Close other tabs of it, or clear the site’s data.',
  storage_unavailable:
    'The browser does not let this page store anything. Allow storage for this site, or leave private mode.',
  timeout: 'The server took too long. Try again.',
  user_not_confirmed:
    'You said that this is not your account, so nothing of the sign-in was kept. If somebody sent you here, close the page. Else sign in again, with your own account.',
};

const OTHERWISE = 'Try again. If it happens again, the code above and the timeline say where to look.';

export function adviceFor(error: AuthError | null): string {
  const code = error?.code ?? null;
  const relays = code === 'relay_refused' || code === 'rate_limited' ? relayAdvice(error?.error) : null;
  if (relays !== null) return relays;
  return (code !== null && Object.hasOwn(ADVICE, code) && ADVICE[code]) || OTHERWISE;
}
