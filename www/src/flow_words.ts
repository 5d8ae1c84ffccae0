/** What an entry of the log means, in words for people who have not read the protocol. */

/** By the purpose that begins a request's detail. */
const REQUESTS: Readonly<Record<string, string>> = {
  metadata: 'The server’s metadata is read',
  keys: 'The server’s signing keys are fetched',
  'relay-login': 'The relay is told that a sign-in begins',
  'authorization-url': 'The authorization URL is asked for',
  'relay-logout': 'The relay forgets the session',
  token: 'The code is exchanged for tokens',
  refresh: 'A new access token is asked for',
  profile: 'The provider is asked who it is',
  revocation: 'A token is given back',
  introspection: 'The server is asked whether the token is good',
  probe: 'The token endpoint is tried with a code that cannot exist',
  api: 'The API is called',
};

const SESSIONS: Readonly<Record<string, string>> = {
  'signed in': 'Checked, and the session is stored',
  'signed-in': 'The app is told: signed in',
  renewed: 'The session goes on with a new token',
  'to be confirmed': 'The app is asked whose account it is',
  accounts: 'The list of accounts has changed',
  lifetime: 'The session ends soon',
  idle: 'The session ends soon, since nobody does anything',
  expiring: 'The session ends soon',
};

const OUT: Readonly<Record<string, string>> = {
  logout: 'Signed out, in every tab',
  'other-tab': 'Signed out by another tab',
  expired: 'Signed out: the session has expired',
  idle: 'Signed out: nobody did anything',
};

const CALLBACKS: Readonly<Record<string, string>> = {
  'address cleaned': 'Back from the provider: the address bar is cleaned first',
  forwarded: 'The window hands its answer to the page that opened it',
  'signed out at the provider': 'Back from the provider’s sign-out page',
};

export function tell(event: string, detail: string): string {
  switch (event) {
    case 'login-started':
      return 'A sign-in begins; what its callback is checked against stays in this tab';
    case 'navigate':
      return 'The page is left';
    case 'request':
    case 'response':
      return request(detail.split(' ')[0] ?? '');
    case 'callback':
      return known(CALLBACKS, detail) ?? detail;
    case 'session':
      return known(SESSIONS, detail) ?? detail;
    case 'signed-out':
      return known(OUT, detail) ?? 'Signed out';
    case 'expired':
      return detail === 'login-required' ? 'The renewal was refused: expired' : 'The session has expired';
    case 'tab':
      return 'The other tabs are asked for a session';
    case 'failed':
      return detail.startsWith('api ') ? 'The API gave no answer that the page may read' : 'It failed';
    default:
      return `${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}`;
  }
}

const request = (purpose: string) => known(REQUESTS, purpose) ?? purpose;

const known = (words: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(words, name) ? words[name] : undefined;
