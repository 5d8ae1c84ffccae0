/** The DocSpace card. */
import type { DemoConfig } from '../demo_config.js';
import type { DemoProvider } from './provider.js';

export function docspace({ portal, clientId, scopes }: DemoConfig['docspace']): DemoProvider {
  const redirectUri = '/callback/docspace';
  return {
    id: 'docspace',
    label: 'DocSpace',
    about: `Self-hosted, at ${portal}`,
    redirectUri,
    variants: [],
    setUp: () => ({
      config: { provider: { id: 'docspace', portal }, clientId, redirectUri, scopes },
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
    challenge: null,
    logins: [],
  };
}
