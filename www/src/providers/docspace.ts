/** The DocSpace card: as a page by itself, and through the relay, which renews. */
import type { DemoConfig } from '../demo_config.js';
import type { DemoProvider } from './provider.js';

export function docspace(from: DemoConfig['docspace'], relay: string): DemoProvider {
  const { portal, scopes } = from;
  return {
    id: 'docspace',
    label: 'DocSpace',
    about: `Self-hosted, at ${portal}`,
    variants: [
      {
        name: 'client',
        legend: 'Client',
        options: [
          { value: 'public', label: 'Public: one hour' },
          { value: 'relay', label: 'Through the relay: renewed for 60 days' },
        ],
      },
    ],
    setUp: ({ client }) => ({
      ...(client === 'relay'
        ? {
            config: {
              provider: { id: 'docspace', portal, relay: `${relay}/docspace` },
              clientId: from.confidentialClientId,
              redirectUri: '/callback/relay-docspace',
              scopes,
            },
            renewal: 'The relay, for 60 days',
          }
        : {
            config: {
              provider: { id: 'docspace', portal },
              clientId: from.clientId,
              redirectUri: '/callback/docspace',
              scopes,
            },
          }),
      apis: [
        {
          id: 'portal',
          label: 'Portal',
          calls: [
            { label: 'Who am I', path: '/api/2.0/people/@self' },
            { label: 'My documents', path: '/api/2.0/files/@my' },
            { label: 'All people (another scope)', path: '/api/2.0/people' },
          ],
        },
      ],
      tokens: [],
    }),
    profile: true,
    signOutPage: null,
    accounts: false,
    windows: true,
    double: null,
    logins: [],
  };
}
