/** The DocSpace card: a portal of one's own, and the same through the relay, which renews. */
import type { DemoConfig } from '../demo_config.js';
import type { Introduced } from '../gate.js';
import { EVICT, EXPIRE } from './acts.js';
import { DOCSPACE_SCOPES } from './docspace_scopes.js';
import type { Double } from './double.js';
import { PEOPLE } from './people.js';
import type { DemoApi, DemoProvider } from './provider.js';

export function docspace(from: DemoConfig['docspace'], at: (name: string) => string, relay: string): DemoProvider {
  const { portal, scopes } = from;
  return {
    id: 'docspace',
    label: 'DocSpace',
    about: 'Rooms and documents, self-hosted or in the cloud; no refresh token for pages',
    peoples: PEOPLE,
    variants: [
      {
        name: 'client',
        legend: 'Portal',
        options: [
          { value: 'self-hosted', label: 'Self-hosted' },
          { value: 'relay', label: 'Through the relay' },
        ],
      },
    ],
    setUp: ({ client }) =>
      client === 'relay'
        ? {
            config: {
              provider: { id: 'docspace', portal, relay: `${relay}/docspace` },
              clientId: from.confidentialClientId,
              redirectUri: at('callback/relay-docspace'),
              scopes,
            },
            note: `The portal at ${portal}. The relay holds the app’s secret, so a session is renewed for 60 days.`,
            renewal: 'The relay, for 60 days',
            relayed: true,
            apis: [API],
            tokens: [],
            double: DOUBLE,
          }
        : {
            config: {
              provider: { id: 'docspace', portal },
              clientId: from.clientId,
              redirectUri: at('callback/docspace'),
              scopes,
            },
            note: `The portal at ${portal}. A page gets a token for one hour, and nothing renews it.`,
            relayed: false,
            apis: [API],
            tokens: [],
            double: DOUBLE,
          },
    profile: true,
    introduce,
    scopes: DOCSPACE_SCOPES,
    signOutPage: null,
    accounts: false,
    windows: true,
    logins: [{ label: 'Ask for more: files:write', options: { scopes: ['files:write'] } }],
  };
}

/** `people/@self`, as its envelope holds it. */
function introduce(profile: Readonly<Record<string, unknown>>, apiBase: string | null): Introduced {
  const { response } = profile;
  const person = typeof response === 'object' && response !== null ? (response as typeof profile) : profile;
  const { displayName: name, email, avatar } = person;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof email === 'string' && { email }),
    ...(typeof avatar === 'string' && apiBase !== null && { picture: new URL(avatar, apiBase).href }),
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

const DOUBLE: Double = {
  hint: 'This switches the DocSpace double. At a real portal the same happens by its people, its administrators, its version.',
  acts: [EXPIRE, EVICT],
  knobs: [],
  toggles: [
    {
      name: 'deny',
      label: 'Deny consent',
      hint: 'The consent page says no. What was allowed before stays allowed.',
      on: { docspace: { deny_consent: true } },
      off: { docspace: { deny_consent: false } },
    },
    {
      name: 'partial',
      label: 'Partial consent',
      hint: 'Of what is new, only your own profile is allowed.',
      on: { docspace: { partial_consent: ['accounts.self:read'] } },
      off: { docspace: { partial_consent: null } },
    },
    {
      name: 'limit',
      label: 'Rate limit',
      hint: 'The ten POSTs of this minute are used up: an odd 429.',
      on: { docspace: { rate_limit: true, rate_limit_posts: 0 } },
      off: { docspace: { rate_limit: false, rate_limit_posts: 10 } },
    },
    {
      name: 'server',
      label: 'Identity server off',
      hint: 'A sign-in ends on the portal’s 502. The Doctor sees it before.',
      on: { docspace: { identity_server: false } },
      off: { docspace: { identity_server: true } },
    },
    {
      name: 'cors',
      label: 'CORS off',
      hint: 'The token endpoint answers no page, as before DocSpace 3.2.',
      on: { docspace: { cors: false } },
      off: { docspace: { cors: true } },
    },
  ],
};
