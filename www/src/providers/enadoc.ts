/** The Enadoc card: the secret at the relay, and the person who came back to be confirmed. */
import type { User } from 'docgate';
import type { DemoConfig } from '../demo_config.js';
import { EVICT, EXPIRE, rateLimit, serverOff } from './acts.js';
import type { Double, Knob } from './double.js';
import { PEOPLE } from './people.js';
import type { DemoProvider } from './provider.js';

/** Asks the person, by the provider's name, whether this account is theirs. */
export type Confirm = (label: string, user: User) => Promise<boolean>;

const LABEL = 'Enadoc';

export function enadoc(
  from: DemoConfig['enadoc'],
  at: (name: string) => string,
  relay: string,
  confirm: Confirm,
): DemoProvider {
  return {
    id: 'enadoc',
    label: LABEL,
    about: 'Its secret is at the relay; nothing proves who came back, so the page asks',
    peoples: PEOPLE,
    variants: [
      {
        name: 'address',
        legend: 'Authorization URL asked for by',
        options: [
          { value: 'relay', label: 'The relay' },
          { value: 'direct', label: 'The page' },
        ],
      },
      {
        name: 'api',
        legend: 'API called',
        options: [
          { value: 'relay', label: 'Through the relay' },
          { value: 'direct', label: 'By the page' },
        ],
      },
    ],
    setUp: ({ address, api }) => ({
      config: {
        provider: {
          id: 'enadoc',
          relay: `${relay}/enadoc`,
          identityProvider: from.identityProvider,
          authorizationUrl: address === 'direct' ? 'direct' : 'relay',
          api: api === 'direct' ? 'direct' : 'relay',
          confirm: (user) => confirm(LABEL, user),
        },
        clientId: from.clientId,
        redirectUri: at('callback/enadoc'),
      },
      note: 'A home-made flow: an authorization URL to be asked for, no state and no PKCE that comes back, numbered errors.',
      relayed: true,
      double: DOUBLE,
      renewal: 'the relay, which keeps the refresh token in a sealed cookie',
      apis: [
        {
          id: 'api',
          label: 'API',
          calls: [
            { label: 'Who am I', path: '/api/v3/me' },
            { label: 'Libraries', path: '/api/v3/libraries' },
            { label: 'Tag profiles of library 1', path: '/api/v3/libraries/1/tagprofiles' },
            {
              label: 'Upload a document',
              path: '/api/v3/documents',
              init: {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: '{"name": "From the demo"}',
              },
            },
            { label: 'Not there (a numbered error)', path: '/api/v3/libraries/999/tagprofiles' },
          ],
        },
      ],
      tokens: [],
    }),
    profile: true,
    introspects: false,
    introduce: null,
    scopes: { meanings: {} },
    signOutPage: null,
    accounts: false,
    windows: false,
    logins: [],
  };
}

const KNOBS: readonly Knob[] = [
  {
    name: 'code',
    legend: 'The code comes back as',
    options: [
      { value: 'code', label: 'code', switches: { enadoc: { code_param: 'code' } } },
      { value: 'oauth_code', label: 'oauth_code', switches: { enadoc: { code_param: 'oauth_code' } } },
    ],
  },
  {
    name: 'url',
    legend: 'The authorization URL comes as',
    options: [
      { value: 'text', label: 'Text', switches: { enadoc: { url_response: 'text' } } },
      { value: 'json-string', label: 'JSON string', switches: { enadoc: { url_response: 'json-string' } } },
      { value: 'json-object', label: 'JSON object', switches: { enadoc: { url_response: 'json-object' } } },
      { value: 'redirect', label: 'Redirect', switches: { enadoc: { url_response: 'redirect' } } },
    ],
  },
  {
    name: 'cors',
    legend: 'Pages may read its answers (CORS)',
    options: [
      { value: 'no', label: 'No', switches: { enadoc: { cors: false, api_cors: false } } },
      { value: 'yes', label: 'Yes', switches: { enadoc: { cors: true, api_cors: true } } },
    ],
  },
];

const DOUBLE: Double = {
  hint: 'This switches the test double. How the real service answers is not documented; docgate reads all of these.',
  acts: [EXPIRE, EVICT],
  knobs: KNOBS,
  toggles: [
    {
      name: 'withheld',
      label: 'A permission withheld',
      hint: 'The app may not read libraries: error 000.010.',
      on: { enadoc: { withheld: ['library'] } },
      off: { enadoc: { withheld: [] } },
    },
    rateLimit({ enadoc: ['token', 'api'] }),
    serverOff('Nobody tells the authorization URL: 503.', { enadoc: ['authorization_url', 'discovery'] }),
  ],
};
