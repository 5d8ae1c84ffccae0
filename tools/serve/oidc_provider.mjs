// A real, independent OpenID Connect server (tools/oidc-provider.mjs), as a process of its own.

import { at } from '../paths.mjs';
import { startService } from '../process/service.mjs';

/**
 * Starts it on loopback, known to browsers as `http://oidc.localhost:<port>`. `apps`: origins of
 * the apps under test; `accessTokenSeconds`, `refreshToken: false`,
 * `forTests`: see the program. Gives
 * `{ port, issuer, log, stop(), exited, lines() }`.
 */
export async function startOidcProvider(options = {}) {
  const { port = 0, apps = [], accessTokenSeconds, refreshToken = true, forTests = false, onLine } = options;
  const args = [at('tools', 'oidc-provider.mjs'), '--port', String(port)];
  for (const origin of apps) args.push('--app-origin', origin);
  if (accessTokenSeconds !== undefined) args.push('--access-token-seconds', String(accessTokenSeconds));
  if (!refreshToken) args.push('--no-refresh-token');
  if (forTests) args.push('--for-tests');
  const service = await startService('oidc-provider', process.execPath, args, {
    ready: /^oidc-provider listening on 127\.0\.0\.1:(\d+)$/,
    onLine,
  });
  const bound = Number(service.match[1]);
  return {
    ...service,
    port: bound,
    issuer: `http://oidc.localhost:${bound}`,
    /** `GET`: the requests so far, `DELETE`: forget them. */
    log: `http://127.0.0.1:${bound}/_log`,
    /** Its controls for tests (see the program). */
    control: `http://127.0.0.1:${bound}/_`,
  };
}
