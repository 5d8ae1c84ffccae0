/** The card for any server with metadata: an independent one, and the double, which can be made to misbehave. */
import type { DemoConfig } from '../demo_config.js';
import type { Introduced } from '../gate.js';
import { EVICT, EXPIRE, rateLimit, serverOff } from './acts.js';
import type { Double } from './double.js';
import { ANYBODY } from './people.js';
import type { DemoApi, DemoProvider } from './provider.js';

export function oidc(from: DemoConfig['oidc'], at: (name: string) => string): DemoProvider {
  const { issuer, double, clientId, scopes, apiBase } = from;
  const config = { clientId, redirectUri: at('callback/oidc'), postLogoutRedirectUri: at(''), scopes };
  return {
    id: 'oidc',
    label: 'OpenID Connect',
    about: 'Any server with metadata; its ID tokens are checked to the last claim',
    peoples: `${ANYBODY} At the double: Ada, Grace or Linus.`,
    variants: [
      {
        name: 'server',
        legend: 'Server',
        options: [
          { value: 'independent', label: 'oidc-provider' },
          { value: 'double', label: 'Test double' },
        ],
      },
    ],
    setUp: ({ server }) =>
      server === 'double'
        ? {
            config: {
              ...config,
              provider: { id: 'oidc', issuer: double },
              apiBase: double,
              scopes: [...scopes, 'offline_access'],
            },
            renewal: 'a refresh token, which changes each time',
            note: `The double at ${double}, which can be told to misbehave.`,
            relayed: false,
            apis: [DOUBLES_API],
            tokens: [],
            double: DOUBLE,
          }
        : {
            config: { ...config, provider: { id: 'oidc', issuer }, ...(apiBase !== null && { apiBase }) },
            renewal: 'a refresh token, which changes each time',
            note: `An independent server, oidc-provider from npm, at ${issuer}.`,
            relayed: false,
            apis: [USERINFO],
            tokens: [],
            double: null,
          },
    profile: true,
    introspects: false,
    introduce,
    scopes: {
      meanings: {
        openid: 'An ID token: who it is, signed',
        profile: 'Name and the like',
        email: 'E-mail address',
        offline_access: 'Renewal while nobody is there',
      },
    },
    signOutPage: 'the server',
    accounts: false,
    windows: true,
    logins: [],
  };
}

/** UserInfo. */
function introduce({ name, email }: Readonly<Record<string, unknown>>): Introduced {
  return { ...(typeof name === 'string' && { name }), ...(typeof email === 'string' && { email }) };
}

const USERINFO: DemoApi = {
  id: 'userinfo',
  label: 'UserInfo',
  calls: [
    { label: 'UserInfo', path: '/me' },
    { label: 'Not there (404)', path: '/nowhere' },
  ],
};

const DOUBLES_API: DemoApi = {
  id: 'api',
  label: 'API',
  calls: [
    { label: 'Who am I', path: '/api/me' },
    {
      label: 'Write a note',
      path: '/api/notes',
      init: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"text": "From the demo"}' },
    },
    { label: 'Not there (404)', path: '/nowhere' },
  ],
};

const STRONGER = { error: 'insufficient_user_authentication', acr_values: 'gold' };

const DOUBLE: Double = {
  hint: 'This switches the OpenID Connect double; the Docplanner card signs in there too.',
  acts: [EXPIRE, EVICT],
  knobs: [
    {
      name: 'challenge',
      legend: 'What the API asks of a token',
      options: [
        { value: 'none', label: 'Nothing more', switches: { oidc: { challenge: null } } },
        { value: 'acr', label: 'A stronger sign-in', switches: { oidc: { challenge: STRONGER } } },
      ],
    },
  ],
  toggles: [
    {
      name: 'deny',
      label: 'Deny consent',
      hint: 'Every sign-in is answered with access_denied.',
      on: { oidc: { authorize_error: 'access_denied' } },
      off: { oidc: { authorize_error: null } },
    },
    {
      name: 'partial',
      label: 'Partial consent',
      hint: 'Of what is asked for, openid alone is granted.',
      on: { oidc: { granted_scopes: ['openid'] } },
      off: { oidc: { granted_scopes: null } },
    },
    rateLimit({ oidc: ['token', 'api'] }),
    serverOff('Its metadata answers 503, so nobody leaves the page.', { oidc: ['metadata'] }),
    {
      name: 'cors',
      label: 'CORS off',
      hint: 'Metadata, token endpoint and API answer no page.',
      on: { oidc: { cors: false } },
      off: { oidc: { cors: true } },
    },
  ],
};
