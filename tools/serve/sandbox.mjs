// The providers' test doubles (sandbox/README.md).

import { buildProgram } from '../build/program.mjs';
import { startService } from '../process/service.mjs';

/** Compiles the sandbox and gives the path of the program. */
export const buildSandbox = () => buildProgram('docgate-sandbox', { title: 'compiling the sandbox' });

/**
 * Starts it on loopback. `apps`: origins of the apps under test; `args`: further flags of its own.
 * Gives `{ port, double(), portal, issuer, control, stop(), exited, lines() }`.
 */
export async function startSandbox({ program, port = 0, apps = [], args = [], onLine } = {}) {
  const service = await startService(
    'docgate-sandbox',
    program ?? (await buildSandbox()),
    ['--port', String(port), ...apps.flatMap((origin) => ['--app-origin', origin]), ...args],
    { ready: /^docgate-sandbox listening on 127\.0\.0\.1:(\d+)$/, onLine },
  );
  const bound = Number(service.match[1]);
  const double = (name) => `http://${name}.localhost:${bound}`;
  return {
    ...service,
    port: bound,
    /** The address of one of the doubles, as browsers know it. */
    double,
    /** The DocSpace double. */
    portal: double('docspace'),
    /** The OpenID Connect double. */
    issuer: double('oidc-double'),
    /** The control API, reachable from here without `*.localhost` names. */
    control: `http://127.0.0.1:${bound}/_sandbox`,
  };
}
