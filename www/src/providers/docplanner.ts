/** The Docplanner card: people sign in at a server of your own, and the relay calls with a token that no page sees. */
import type { DemoConfig } from '../demo_config.js';
import type { DemoProvider, ReadyMadeCall } from './provider.js';

const FACILITIES = '/api/v3/integration/facilities';
const ADDRESS = `${FACILITIES}/1/doctors/10/addresses/100`;

export function docplanner(from: DemoConfig['docplanner'], relay: string): DemoProvider {
  const entry = `${relay}/docplanner`;
  return {
    id: 'docplanner',
    label: 'Docplanner',
    about: 'Called by docgate-relay, for ada alone: a sign-in of your own guards it',
    variants: [],
    setUp: () => ({
      config: {
        provider: { id: 'oidc', issuer: from.issuer },
        clientId: from.clientId,
        redirectUri: from.redirectUri,
        postLogoutRedirectUri: '/',
        // The relay's token is got by the refresh token.
        scopes: ['openid', 'profile', 'email', 'offline_access'],
      },
      behind: (guard) => ({ provider: { id: 'docplanner', relay: entry, guard, audience: entry } }),
      apis: [{ id: 'integration', label: 'Integration API', calls: CALLS }],
      tokens: [],
    }),
    profile: false,
    signOutPage: 'the guard',
    accounts: false,
    windows: true,
    double: null,
    logins: [],
  };
}

const CALLS: readonly ReadyMadeCall[] = [
  { label: 'Facilities', path: FACILITIES },
  { label: 'Doctors of a facility', path: `${FACILITIES}/1/doctors` },
  { label: 'Bookings', path: `${ADDRESS}/bookings` },
  { label: 'Not on the relay’s list', path: '/api/v3/other' },
];
