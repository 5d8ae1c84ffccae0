/** The DocSpace card: a portal of one's own, the cloud, and the relay, which renews. */
import { profileOf } from 'docgate/docspace/api';
import type { DemoConfig } from '../demo_config.js';
import type { Introduced } from '../gate.js';
import { docspaceDouble, PORTALS } from './docspace_double.js';
import { DOCSPACE_SCOPES } from './docspace_scopes.js';
import { PEOPLE } from './people.js';
import type { DemoApi, DemoProvider, SetUp } from './provider.js';

export function docspace(from: DemoConfig['docspace'], at: (name: string) => string, relay: string): DemoProvider {
  return {
    id: 'docspace',
    label: 'DocSpace',
    about: 'Rooms and documents, self-hosted or in the cloud; no refresh token for pages',
    peoples: PEOPLE,
    variants: [
      {
        name: 'portal',
        legend: 'Portal',
        options: [
          { value: 'self-hosted', label: 'Self-hosted' },
          { value: 'cloud', label: 'Cloud' },
          { value: 'relay', label: 'Through the relay' },
        ],
      },
    ],
    setUp: (chosen) => ({
      ...(PLACES[chosen.portal ?? '']?.(from, at, relay) ?? hosted(from, at)),
      apis: [API],
      tokens: [],
    }),
    profile: true,
    introspects: true,
    introduce,
    scopes: DOCSPACE_SCOPES,
    signOutPage: null,
    accounts: false,
    windows: true,
    logins: [{ label: 'Ask for more: files:write', options: { scopes: ['files:write'] } }],
  };
}

type Place = Omit<SetUp, 'apis' | 'tokens'>;
type From = DemoConfig['docspace'];

const hosted = ({ portal, clientId, scopes }: From, at: (name: string) => string): Place => ({
  config: { provider: { id: 'docspace', portal }, clientId, redirectUri: at('callback/docspace'), scopes },
  note: `The portal at ${portal}. A page gets a token for one hour, and nothing renews it.`,
  relayed: false,
  double: docspaceDouble([]),
});

const cloud = ({ cloud: sandbox, clientId, scopes }: From, at: (name: string) => string): Place => ({
  config: { provider: { id: 'docspace' }, clientId, redirectUri: at('callback/docspace-cloud'), scopes, sandbox },
  note: `People sign in at ${sandbox.login}; which portal is theirs, the token says. One hour, and nothing renews it.`,
  relayed: false,
  double: docspaceDouble([PORTALS]),
});

const relayed = (from: From, at: (name: string) => string, relay: string): Place => ({
  config: {
    provider: { id: 'docspace', portal: from.portal, relay: `${relay}/docspace` },
    clientId: from.confidentialClientId,
    redirectUri: at('callback/relay-docspace'),
    scopes: from.scopes,
  },
  note: `The portal at ${from.portal}. The relay holds the app’s secret, so a session is renewed for 60 days.`,
  renewal: 'the relay, for 60 days',
  relayed: true,
  double: docspaceDouble([]),
});

const PLACES: Readonly<Record<string, (from: From, at: (name: string) => string, relay: string) => Place>> = {
  cloud,
  relay: relayed,
};

/** `people/@self`. */
function introduce(profile: Readonly<Record<string, unknown>>, apiBase: string | null): Introduced {
  const { name, email, avatar } = profileOf(profile, apiBase);
  return {
    ...(name !== null && { name }),
    ...(email !== null && { email }),
    ...(avatar !== null && { picture: avatar }),
  };
}

const FOLDER: RequestInit = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"title": "From the demo"}',
};

const API: DemoApi = {
  id: 'portal',
  label: 'Portal',
  calls: [
    { label: 'Who am I', path: '/api/2.0/people/@self' },
    { label: 'My documents', path: '/api/2.0/files/@my' },
    { label: 'Rooms', path: '/api/2.0/files/rooms' },
    { label: 'All people (another scope)', path: '/api/2.0/people' },
    { label: 'Make a folder (another scope)', path: '/api/2.0/files/folder/1', init: FOLDER },
  ],
};
