// What the demo asks for at `/config.json`: where everything is that it signs in to, and how it is registered there.

const CONTOSO = '11111111-1111-4111-8111-111111111111';
const FABRIKAM = '22222222-2222-4222-8222-222222222222';

/** For a running sandbox (`startSandbox`) and a running OpenID Connect server of this `issuer`. */
export function demoConfig({ sandbox, issuer }) {
  const { double } = sandbox;
  return {
    control: `${double('docspace')}/_sandbox`,
    docspace: {
      portal: sandbox.portal,
      clientId: 'demo-docspace',
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
      // Registered wrongly on purpose, as of the type Web.
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
  };
}
