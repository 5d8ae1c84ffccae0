/** The Microsoft Entra ID card: Microsoft Graph and an API of the app's own, each with a token for itself. */
import type { DemoConfig } from '../demo_config.js';
import { ENTRA_SCOPES, entraDouble } from './entra_double.js';
import { PEOPLE } from './people.js';
import type { DemoProvider } from './provider.js';

const GRAPH = 'https://graph.microsoft.com';
const OWN = 'api://demo-api';

export function entra(from: DemoConfig['entra'], at: (name: string) => string, relay: string): DemoProvider {
  return {
    id: 'entra',
    label: 'Microsoft Entra ID',
    about: 'Several accounts at once; Microsoft Graph and an API of your own from one sign-in',
    peoples: PEOPLE,
    variants: [
      {
        name: 'registration',
        legend: 'Redirect URI registered as',
        options: [
          { value: 'spa', label: 'Single-page application' },
          { value: 'web', label: 'Web (wrong on purpose)' },
          { value: 'relay', label: 'Web, through the relay' },
        ],
      },
    ],
    setUp: ({ registration }) => ({
      config: {
        provider: {
          id: 'entra',
          tenant: 'organizations',
          allowedTenants: from.tenants,
          ...(registration === 'relay' && { relay: `${relay}/entra` }),
        },
        clientId: registration === 'spa' ? from.clientId : from.webClientId,
        redirectUri: at(registration === 'relay' ? 'callback/relay-entra' : 'callback/entra'),
        postLogoutRedirectUri: at(''),
        scopes: [`${GRAPH}/User.Read`, 'email'],
        apiBase: from.graph,
        allowedOrigins: [from.demoApi],
        claimsChallenges: true,
        sandbox: { login: from.login },
      },
      note: NOTES[registration ?? ''] ?? '',
      renewal:
        registration === 'relay' ? 'the relay, with the client’s secret' : 'a refresh token, for 24 hours at most',
      relayed: registration === 'relay',
      double: entraDouble('entra', { cors: 'api_cors' }),
      apis: [
        {
          id: 'graph',
          label: 'Microsoft Graph',
          calls: [
            { label: 'Who am I', path: '/v1.0/me' },
            { label: 'My mail folders', path: '/v1.0/me/mailFolders' },
          ],
        },
        {
          id: 'own',
          label: 'Your own API',
          options: { scopes: [`${OWN}/Files.Read`] },
          calls: [
            { label: 'Read files', path: `${from.demoApi}/files` },
            {
              label: 'Write a file (another scope)',
              path: `${from.demoApi}/files/1`,
              init: { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"name":"report"}' },
              options: { scopes: [`${OWN}/Files.Write`] },
            },
          ],
        },
      ],
      tokens: [
        { label: 'Microsoft Graph', note: 'User.Read', options: { scopes: [`${GRAPH}/User.Read`] } },
        { label: 'Your own API', note: 'Files.Read', options: { scopes: [`${OWN}/Files.Read`] } },
      ],
    }),
    profile: false,
    introspects: false,
    introduce: null,
    scopes: ENTRA_SCOPES,
    signOutPage: 'Entra',
    accounts: true,
    windows: true,
    logins: [{ label: 'Ask for a scope that does not exist', options: { scopes: [`${OWN}/Files.Burn`] } }],
  };
}

const NOTES: Readonly<Record<string, string>> = {
  spa: 'People of two tenants may sign in. The redirect URI is registered for a single-page application, as it has to be.',
  web: 'The redirect URI is registered as Web, which Entra refuses to a page: see what docgate makes of it.',
  relay: 'The registration is of the type Web and has a secret, which is at the relay.',
};
