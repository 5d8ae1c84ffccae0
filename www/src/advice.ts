/** What a person can do about each error code. Codes that are not here get the last sentence. */

const ADVICE: Readonly<Record<string, string>> = {
  authorization_denied:
    'Consent was refused at the provider. Sign in again and allow the access that this app asks for.',
  callback_already_used:
    'This address was opened a second time (a reload, Back, or a bookmark). Its sign-in is over: start a new one.',
  callback_invalid: 'The answer in the address bar does not make sense and was not used. Start a new sign-in.',
  framed: 'This page runs inside another site. Open it in a tab of its own.',
  insecure_context: 'Open the page over https, or on localhost.',
  interaction_required: 'The provider wants to talk to you. Sign in again to go on.',
  issuer_mismatch: 'The answer came from another server than the one that was asked. It was not used.',
  login_required: 'The session is over. Sign in again; nothing on this page is lost until you do.',
  network:
    'The server could not be reached, or its answer may not be read from this page. Check that it runs and that it allows this origin (CORS), then try again.',
  origin_not_allowed:
    'docgate sends the access token to the API base and the listed origins only. Nothing was sent. Use a path, or list the origin in allowedOrigins.',
  pending_login_expired: 'The sign-in took too long. Start it again.',
  pending_login_foreign: 'The sign-in was started with other settings. Start it again.',
  pending_login_missing:
    'This browser tab did not start the sign-in that this address answers. If you did not either, somebody else sent you here. Nothing was used.',
  rate_limited: 'The server asks for a pause. Wait a little, then try again.',
  storage_unavailable:
    'The browser does not let this page store anything. Allow storage for this site, or leave private mode.',
  timeout: 'The server took too long. Try again.',
};

const OTHERWISE = 'Try again. If it happens again, the code above and the timeline say where to look.';

export function adviceFor(code: string | null): string {
  return (code !== null && Object.hasOwn(ADVICE, code) && ADVICE[code]) || OTHERWISE;
}
