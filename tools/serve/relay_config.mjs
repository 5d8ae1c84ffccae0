// The configuration of docgate-relay for the demo and the end-to-end tests: an entry for each of the doubles.

import { randomBytes } from 'node:crypto';
import { toml } from './toml.mjs';

/** The environment that the configuration takes its secrets from: a new sealing key, and the one that the doubles know. */
export function relaySecrets() {
  return { RELAY_KEY: randomBytes(32).toString('base64'), SANDBOX_SECRET: 'sandbox-secret' };
}

const SECRET = { env: 'SANDBOX_SECRET' };
const GET = ['GET'];
const WRITE = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * Gives the TOML. `sandboxPort`: where the doubles are; `origins`: the apps'; `host`: the relay's own, as browsers
 * say it, with its port; `scenario`: the doubles' scenario; `changes`: goes over the whole, key by key, as
 * `{ entries: { enadoc: { first_call: 'form' } } }` (undefined takes a key away).
 * Where the relay listens is said by whoever starts it.
 */
export function relayConfig({ sandboxPort, origins, host, scenario, changes = {} }) {
  const double = (name) => `${scenario === undefined ? '' : `${scenario}.`}${name}.localhost:${sandboxPort}`;
  const issuer = `http://oidc-double.localhost:${sandboxPort}${scenario === undefined ? '' : `/t/${scenario}`}`;
  const client = (name, path) => ({
    origins,
    redirect_uris: origins.map((origin) => `${origin}/callback/${path}`),
    client_id: name,
    client_secret: SECRET,
  });
  return toml(
    changed(
      {
        hosts: [host],
        seal: { keys: [{ env: 'RELAY_KEY' }] },
        // All pages and tests of this computer come from one address.
        limits: { requests_per_minute: 100_000 },
        resolve: resolve([...DOUBLES.map(double), `oidc-double.localhost:${sandboxPort}`], sandboxPort),
        entries: {
          docspace: {
            provider: 'docspace',
            portal: `http://${double('docspace')}`,
            ...client('demo-docspace-confidential', 'relay-docspace'),
            session_days: 60,
          },
          entra: {
            provider: 'entra',
            tenant: 'organizations',
            base: `http://${double('entra')}`,
            ...client('demo-entra-web', 'relay-entra'),
          },
          oidc: { provider: 'oidc', issuer, ...client('demo-oidc-confidential', 'relay-oidc') },
          enadoc: {
            provider: 'enadoc',
            identity_provider: `http://${double('enadoc')}`,
            api_hosts: [double('enadoc-api')],
            ...client('demo-enadoc', 'enadoc'),
            api: {
              allow: [
                { methods: GET, path: '/api/v3/**' },
                { methods: ['POST'], path: '/api/v3/documents' },
              ],
            },
          },
          docplanner: {
            provider: 'docplanner',
            domain: 'doctoralia.es',
            base: `http://${double('docplanner')}`,
            origins,
            client_id: 'demo-docplanner',
            client_secret: SECRET,
            guard: {
              issuer,
              audience: `http://${host}/v1/docplanner`,
              algorithms: ['RS256', 'ES256'],
              keys: `${issuer}/jwks`,
              allow: { groups: ['doctors'] },
            },
            api: { allow: [{ methods: WRITE, path: '/api/v3/integration/**' }] },
          },
          'business-central': {
            provider: 'business-central',
            origins,
            api: {
              base: `http://${double('business-central')}`,
              allow: ['/admin/**', '/v2.0/**'].map((path) => ({ methods: GET, path })),
            },
          },
          doccentrum: {
            provider: 'doccentrum',
            origins,
            api: {
              base: `http://${double('doccentrum')}/premium`,
              allow: [
                { methods: GET, path: '/api/tasks' },
                { methods: WRITE, path: '/api/tasks/**' },
              ],
            },
          },
        },
      },
      changes,
    ),
  );
}

const DOUBLES = [
  'docspace',
  'docspace-cloud',
  'entra',
  'enadoc',
  'enadoc-api',
  'docplanner',
  'business-central',
  'doccentrum',
];

const resolve = (names, port) => Object.fromEntries(names.map((name) => [name, `127.0.0.1:${port}`]));

/** `before` with `changes` in place of what has the same keys. */
function changed(before, changes) {
  const after = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    const tables = isTable(value) && isTable(before[key]);
    after[key] = tables ? changed(before[key], value) : value;
  }
  return after;
}

const isTable = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
