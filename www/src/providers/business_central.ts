/** The Business Central card: three APIs behind one token. */
import type { DemoConfig } from '../demo_config.js';
import type { DemoProvider } from './provider.js';

/** The double's only company. */
const COMPANY = 'companies(a1b2c3d4-0000-4000-8000-000000000001)';

export function businessCentral(from: DemoConfig['businessCentral']): DemoProvider {
  const { tenant, environment, clientId, login, api } = from;
  const redirectUri = '/callback/business-central';
  return {
    id: 'business-central',
    label: 'Business Central',
    about: `Data, Automation and Admin Center; environment ${environment}`,
    redirectUri,
    variants: [],
    setUp: () => ({
      config: {
        provider: { id: 'business-central', tenant, environment },
        clientId,
        redirectUri,
        postLogoutRedirectUri: '/',
        scopes: ['.default', 'email'],
        claimsChallenges: true,
        sandbox: { login, api },
      },
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
    signOutPage: 'Entra',
    accounts: true,
    challenge: (asked) => ({ 'business-central': { challenge: { data: asked, automation: asked, admin: asked } } }),
    logins: [],
  };
}
