/** The Docplanner card: people sign in at a server of your own, and the relay calls with a token that no page sees. */
import type { DemoConfig } from '../demo_config.js';
import { EVICT, EXPIRE, serverOff } from './acts.js';
import type { Double } from './double.js';
import type { DemoProvider, ReadyMadeCall } from './provider.js';

const FACILITIES = '/api/v3/integration/facilities';
const ADDRESS = `${FACILITIES}/1/doctors/10/addresses/100`;

export function docplanner(from: DemoConfig['docplanner'], at: (name: string) => string, relay: string): DemoProvider {
  const entry = `${relay}/docplanner`;
  return {
    id: 'docplanner',
    label: 'Docplanner',
    about: 'No sign-in of its own: the relay calls it, for those whom yours lets in',
    peoples: 'There are no passwords here. Ada may call; Grace and Linus may not.',
    variants: [],
    setUp: () => ({
      config: {
        provider: { id: 'oidc', issuer: from.issuer },
        clientId: from.clientId,
        redirectUri: at(from.redirectUri),
        postLogoutRedirectUri: at(''),
        // The relay's token is got by the refresh token.
        scopes: ['openid', 'profile', 'email', 'offline_access'],
      },
      note: `People sign in at ${from.issuer}. The relay checks their token and calls with its own, which no page sees.`,
      renewal: 'a refresh token of the guard’s',
      relayed: true,
      double: DOUBLE,
      behind: (guard) => ({ provider: { id: 'docplanner', relay: entry, guard, audience: entry } }),
      apis: [{ id: 'integration', label: 'Integration API', calls: CALLS }],
      tokens: [],
    }),
    profile: false,
    introspects: false,
    introduce: null,
    scopes: {
      meanings: {
        openid: 'An ID token: who it is, signed',
        profile: 'Name and the like',
        email: 'E-mail address',
        offline_access: 'The guard’s token for the relay is got by a renewal',
      },
    },
    signOutPage: 'the guard',
    accounts: false,
    windows: true,
    logins: [],
  };
}

const CALLS: readonly ReadyMadeCall[] = [
  { label: 'Facilities', path: FACILITIES },
  { label: 'Doctors of a facility', path: `${FACILITIES}/1/doctors` },
  { label: 'Bookings', path: `${ADDRESS}/bookings` },
  { label: 'Not on the relay’s list', path: '/api/v3/other' },
];

const DOUBLE: Double = {
  hint: 'This switches the doubles of Docplanner and of the server that guards it.',
  acts: [
    { ...EXPIRE, hint: 'The guard’s access token ends at its server; the relay may believe it a moment longer.' },
    EVICT,
  ],
  knobs: [],
  toggles: [
    {
      name: 'deny',
      label: 'Deny consent',
      hint: 'Every sign-in at the guard is answered with access_denied.',
      on: { oidc: { authorize_error: 'access_denied' } },
      off: { oidc: { authorize_error: null } },
    },
    {
      name: 'limit',
      label: 'Rate limit',
      hint: 'The 10,000 calls of this hour are used up: 429.',
      on: { docplanner: { hourly_calls: 0 } },
      off: { docplanner: { hourly_calls: 10_000 } },
    },
    serverOff('The guard’s metadata answers 503, so nobody leaves the page.', { oidc: ['metadata'] }),
  ],
};
