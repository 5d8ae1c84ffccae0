/** The Business Central card: three APIs behind one token. */
import type { DemoConfig } from '../demo_config.js';
import type { Double } from './double.js';
import { ENTRA_SCOPES, entraDouble } from './entra_double.js';
import { PEOPLE } from './people.js';
import type { DemoProvider } from './provider.js';

/** The double's only company. */
const COMPANY = 'companies(a1b2c3d4-0000-4000-8000-000000000001)';

export function businessCentral(
  from: DemoConfig['businessCentral'],
  at: (name: string) => string,
  relay: string,
): DemoProvider {
  const { tenant, environment, clientId, login, api } = from;
  const redirectUri = at('callback/business-central');
  return {
    id: 'business-central',
    label: 'Business Central',
    about: 'Three APIs behind one token: data, Automation and Admin Center',
    peoples: PEOPLE,
    variants: [
      {
        name: 'calls',
        legend: 'APIs called',
        options: [
          { value: 'direct', label: 'By the page' },
          { value: 'relay', label: 'Through the relay' },
        ],
      },
    ],
    setUp: ({ calls }) => ({
      config: {
        provider: {
          id: 'business-central',
          tenant,
          environment,
          ...(calls === 'relay' && { relay: `${relay}/business-central` }),
        },
        clientId,
        redirectUri,
        postLogoutRedirectUri: at(''),
        scopes: ['.default', 'email'],
        claimsChallenges: true,
        sandbox: { login, api },
      },
      note:
        calls === 'relay'
          ? `Environment ${environment}. The page sends its own token to the relay, which calls the APIs.`
          : `Environment ${environment}. The page calls the APIs by itself.`,
      renewal: 'a refresh token, for 24 hours at most',
      relayed: calls === 'relay',
      double: withAdminCors(entraDouble('business-central', { parts: ['data', 'automation', 'admin'] })),
      apis: [
        {
          id: 'data',
          label: 'Data',
          calls: [
            { label: 'Companies', path: '/companies' },
            { label: 'Customers', path: `/${COMPANY}/customers` },
            { label: 'Items', path: `/${COMPANY}/items` },
          ],
        },
        {
          id: 'automation',
          label: 'Automation',
          options: { api: 'automation' },
          calls: [
            { label: 'Companies', path: '/companies' },
            { label: 'Users of a company', path: `/${COMPANY}/users` },
          ],
        },
        {
          id: 'admin',
          label: 'Admin Center',
          options: { api: 'admin' },
          calls: [
            { label: 'Environments', path: '/applications/environments' },
            { label: 'One environment', path: `/applications/BusinessCentral/environments/${environment}` },
          ],
        },
      ],
      tokens: [
        {
          label: 'Business Central',
          note: 'all that was consented to',
          options: { resource: 'https://api.businesscentral.dynamics.com' },
        },
        {
          label: 'Microsoft Graph',
          note: 'User.Read',
          options: { scopes: ['https://graph.microsoft.com/User.Read'] },
        },
      ],
    }),
    profile: false,
    introspects: false,
    introduce: null,
    scopes: ENTRA_SCOPES,
    signOutPage: 'Entra',
    accounts: true,
    windows: true,
    logins: [],
  };
}

/** Whether the real Admin Center API answers pages is not documented; through the relay it need not. */
const withAdminCors = ({ hint, knobs, ...double }: Double): Double => ({
  ...double,
  hint: `${hint} Whether the real Admin Center API answers pages (CORS) is not documented.`,
  knobs: [
    ...knobs,
    {
      name: 'cors',
      legend: 'Pages may read the Admin Center API (CORS)',
      options: [
        { value: 'yes', label: 'Yes', switches: cors(true) },
        { value: 'no', label: 'No', switches: cors(false) },
      ],
    },
  ],
});

const cors = (admin: boolean) => ({ 'business-central': { cors: { admin, data: true, automation: true } } });
