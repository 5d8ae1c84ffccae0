// What the demo asks for at `/config.json`: where everything is that it signs in to, and how it is registered there.

const CONTOSO = '11111111-1111-4111-8111-111111111111';
const FABRIKAM = '22222222-2222-4222-8222-222222222222';

/** Where Docplanner's people come back to from their sign-in; the doubles know it by `doublesFor`. */
const GUARD = '/callback/docplanner';

/** Further flags of the sandbox, for the demo at these origins. */
export const doublesFor = (apps) => [
  ...apps.flatMap((origin) => ['--redirect-uri', `${origin}${GUARD}`]),
  // What the relay can check by itself (RFC 9068).
  ...['--switch', 'oidc.access_token_format="jwt"'],
];

/**
 * For a running sandbox (`startSandbox`), a running OpenID Connect server of this `issuer`, and a relay that pages know
 * at the origin `relay`.
 */
export function demoConfig({ sandbox, issuer, relay }) {
  const { double } = sandbox;
  return {
    control: `${double('docspace')}/_sandbox`,
    relay: `${relay}/v1`,
    docspace: {
      portal: sandbox.portal,
      clientId: 'demo-docspace',
      confidentialClientId: 'demo-docspace-confidential',
      scopes: ['accounts.self:read', 'files:read', 'rooms:read'],
    },
    oidc: {
      issuer,
      apiBase: issuer,
      clientId: 'demo-oidc',
      scopes: ['openid', 'profile', 'email'],
    },
    entra: {
      login: double('entra'),
      graph: double('graph'),
      demoApi: double('demo-api'),
      tenants: [CONTOSO, FABRIKAM],
      clientId: 'demo-entra',
      // Of the type Web: wrong for a page by itself, right for the relay.
      webClientId: 'demo-entra-web',
    },
    doccentrum: {
      tenant: CONTOSO,
      public: { login: double('entra'), api: double('doccentrum'), clientId: 'demo-doccentrum' },
      usgov: { login: double('entra-us'), api: double('doccentrum-us'), clientId: 'demo-doccentrum-us' },
    },
    businessCentral: {
      login: double('entra'),
      api: double('business-central'),
      tenant: CONTOSO,
      environment: 'Production',
      clientId: 'demo-business-central',
    },
    enadoc: { identityProvider: double('enadoc'), api: double('enadoc-api'), clientId: 'demo-enadoc' },
    docplanner: { issuer: sandbox.issuer, clientId: 'demo-oidc', redirectUri: GUARD },
  };
}
