// The headers of the demo's page, with the policy that it lives with.

/**
 * `config`: what the page gets at `config.json`. Every address in it is one that the page calls, so exactly these
 * origins stand in `connect-src`, as an app would list its own. `development`: Vite reloads the page while one works on
 * it, by a socket.
 */
export function pageHeaders(config, { development = false } = {}) {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    // DocSpace keeps people's pictures.
    `img-src 'self' ${[...origins(config.docspace)].sort().join(' ')}`,
    `connect-src 'self' ${development ? 'ws: ' : ''}${[...origins(config)].sort().join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** The origins of all addresses in `value`, however deep. */
function origins(value) {
  if (typeof value === 'string') return new Set(/^https?:\/\//.test(value) ? [new URL(value).origin] : []);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((each) => [...origins(each)]));
}

/**
 * How long `path` of the demo may be kept. A redirect URI is asked for with a code in its address: nothing keeps that
 * (docs/csp.md). `otherwise`: what holds elsewhere.
 */
export const cacheControl = (path, otherwise) => (/^\/callback(?:\/|$)/.test(path) ? 'no-store' : otherwise);
