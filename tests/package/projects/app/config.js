/** What every project signs in with. The test says where the portal is; a server that renders the page does not know. */
export const config = () => ({
  provider: { id: 'docspace', portal: globalThis.docspacePortal ?? 'https://docs.example.com' },
  clientId: 'demo-docspace',
  redirectUri: '/callback',
  scopes: ['accounts.self:read'],
});

/** What the page shows once somebody is signed in. */
export const whoami = '/api/2.0/people/@self';
