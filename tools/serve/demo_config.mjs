// What the demo asks for at `/config.json`: where everything is that it signs in to, and how it is registered there.

import { RELAY_SWITCH } from './relay_switch.mjs';

/** Where people come back to: the redirect URIs of all cards, as paths below the demo. */
export const CALLBACKS = [
  ...[
    'docspace',
    'docspace-cloud',
    'relay-docspace',
    'oidc',
    'entra',
    'relay-entra',
    'doccentrum',
    'business-central',
    'enadoc',
  ],
  'docplanner',
].map((name) => `callback/${name}`);

/** The ports of everything, unless others are asked for or these are taken. */
export const USUAL_PORTS = { demo: 5173, sandbox: 9400, relay: 9500, oidc: 9600 };

const CONTOSO = '11111111-1111-4111-8111-111111111111';
const FABRIKAM = '22222222-2222-4222-8222-222222222222';

/** Where Docplanner's people come back to from their sign-in; the doubles know it by `doublesFor`. */
const GUARD = '/callback/docplanner';

/** The same for DocSpace's cloud, which is another issuer than a portal of one's own. */
const CLOUD = '/callback/docspace-cloud';

/** Further flags of the sandbox, for the demo at these origins. */
export const doublesFor = (apps) => [
  ...apps.flatMap((origin) => [GUARD, CLOUD].flatMap((path) => ['--redirect-uri', `${origin}${path}`])),
  // What the relay can check by itself (RFC 9068).
  ...['--switch', 'oidc.access_token_format="jwt"'],
];

/**
 * For a running sandbox (`startSandbox`), a running OpenID Connect server of this `issuer`, and a relay that pages know
 * at the origin `relay`. `relaySwitch`: whoever serves the page can stop that relay.
 */
export function demoConfig({ sandbox, issuer, relay, relaySwitch = false }) {
  const { double } = sandbox;
  return {
    ...(relaySwitch && { relaySwitch: RELAY_SWITCH }),
    control: `${double('docspace')}/_sandbox`,
    relay: `${relay}/v1`,
    docspace: {
      portal: sandbox.portal,
      cloud: { login: double('docspace-cloud'), api: double('docspace-eu') },
      clientId: 'demo-docspace',
      confidentialClientId: 'demo-docspace-confidential',
      scopes: ['accounts.self:read', 'files:read', 'rooms:read'],
    },
    oidc: {
      issuer,
      apiBase: issuer,
      double: sandbox.issuer,
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

/** What `demoConfig` takes where everything is at its usual port. */
export function usualPlaces() {
  const double = (name) => `http://${name}.localhost:${USUAL_PORTS.sandbox}`;
  return {
    sandbox: { double, portal: double('docspace'), issuer: double('oidc-double') },
    issuer: `http://oidc.localhost:${USUAL_PORTS.oidc}`,
    relay: `http://localhost:${USUAL_PORTS.relay}`,
  };
}
