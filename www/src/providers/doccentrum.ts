/** The docCentrum card: two tiers in two clouds. */
import type { EntraCloud } from 'docgate';
import type { DemoConfig } from '../demo_config.js';
import { ENTRA_SCOPES, entraDouble } from './entra_double.js';
import type { DemoProvider } from './provider.js';

const CLOUDS = {
  public: { place: 'public', graph: 'https://graph.microsoft.com' },
  usgov: { place: 'usgov', graph: 'https://graph.microsoft.us' },
} as const;

export function doccentrum(from: DemoConfig['doccentrum'], at: (name: string) => string): DemoProvider {
  const redirectUri = at('callback/doccentrum');
  return {
    id: 'doccentrum',
    label: 'docCentrum',
    about: 'Premium or Lite, behind the customer’s own tenant; public or US Government cloud',
    peoples: 'There are no passwords here: choose Ada or Grace, who are of this tenant.',
    variants: [
      {
        name: 'tier',
        legend: 'Tier',
        options: [
          { value: 'premium', label: 'Premium' },
          { value: 'lite', label: 'Lite' },
        ],
      },
      {
        name: 'cloud',
        legend: 'Cloud',
        options: [
          { value: 'public', label: 'Public' },
          { value: 'usgov', label: 'US Government' },
        ],
      },
    ],
    setUp: (chosen) => {
      const cloud: EntraCloud & keyof typeof CLOUDS = chosen.cloud === 'usgov' ? 'usgov' : 'public';
      const tier = chosen.tier === 'lite' ? 'lite' : 'premium';
      const { login, api, clientId } = from[cloud];
      return {
        config: {
          provider: { id: 'doccentrum', tier, tenant: from.tenant, cloud },
          clientId,
          redirectUri,
          postLogoutRedirectUri: at(''),
          scopes: ['Tasks.My.Manage', 'email'],
          apiBase: `${api}/${tier}`,
          claimsChallenges: true,
          sandbox: { login },
        },
        note: `The API of ${tier === 'lite' ? 'Lite' : 'Premium'} at ${api}/${tier}. The other tier is another resource, and another sign-in.`,
        renewal: 'a refresh token, for 24 hours at most',
        relayed: false,
        double: entraDouble('doccentrum', { cors: 'cors' }),
        apis: [
          {
            id: 'tasks',
            label: 'Tasks',
            calls: [
              { label: 'My tasks', path: '/api/tasks/my' },
              { label: 'Complete task 1', path: '/api/tasks/1/complete', init: { method: 'POST' } },
              { label: 'Everybody’s tasks (another scope)', path: '/api/tasks' },
            ],
          },
        ],
        tokens: [
          {
            label: `docCentrum ${tier === 'lite' ? 'Lite' : 'Premium'}`,
            note: 'Tasks.My.Manage',
            options: { scopes: ['Tasks.My.Manage'] },
          },
          { label: 'Microsoft Graph', note: 'User.Read', options: { scopes: [`${CLOUDS[cloud].graph}/User.Read`] } },
        ],
      };
    },
    profile: false,
    introspects: false,
    introduce: null,
    scopes: ENTRA_SCOPES,
    signOutPage: 'Entra',
    accounts: true,
    windows: true,
    logins: [{ label: 'Ask for what an administrator must allow', options: { scopes: ['Tasks.Admin'] } }],
  };
}
