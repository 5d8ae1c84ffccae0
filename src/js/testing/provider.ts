/**
 * `provider`: DocSpace, OpenID Connect, Microsoft Entra ID and the others inside of the test, without a server. It is the pure
 * core of docgate's own sandbox, oddities and switches included.
 */
import type { AuthConfig } from '../types.js';
import { pageClock } from './clock.js';
import { cookieJar } from './cookies.js';
import { beyond, install } from './installed.js';
import { networkFetch } from './network.js';
import type {
  Pacing,
  ProviderOptions,
  ProviderRequest,
  ProviderResponse,
  RequestEntry,
  ScriptedId,
  ScriptedProvider,
} from './provider_types.js';
import { routed } from './route.js';
import { walked } from './walk.js';

/** The port in the doubles' addresses: nobody listens there. */
const PORT = 9400;
/** Where the control API is asked; any name of a double does. */
const CONTROL = `http://docspace.localhost:${PORT}/_sandbox/`;
const APP = 'http://localhost:3000';
/** Contoso, where ada and grace are. */
const TENANT = '11111111-1111-4111-8111-111111111111';

/** What goes over from the wasm, beside the body. */
interface Head extends Pacing {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** Loads the doubles, and gives a provider to which nothing has happened yet. */
export async function provider(options: ProviderOptions = {}): Promise<ScriptedProvider> {
  const { doubles } = await import('../testing_provider.js');
  const { clock = pageClock, seed = 1, switches: first = {} } = options;
  const apps = options.apps ?? [...new Set([origin(), APP])].filter((app) => app !== '');
  const config = { app_origins: apps, redirect_uris: options.redirectUris ?? [], ...options.sandbox };
  const core = doubles(JSON.stringify(config), seed);

  const handle = (request: ProviderRequest): ProviderResponse => {
    const { protocol, host, pathname, search } = new URL(request.url);
    const { body = '' } = request;
    const asked = {
      method: (request.method ?? 'GET').toUpperCase(),
      scheme: protocol.slice(0, -1),
      host,
      path: pathname,
      query: search.slice(1),
      headers: Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    };
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const { status, headers, ...pacing }: Head = JSON.parse(core.handle(JSON.stringify(asked), bytes, clock.now()));
    return { status, headers, body: core.body(), pacing };
  };
  const knows = (url: URL): boolean => core.knows(url.host, url.pathname);

  /** The control API (the sandbox's README). */
  const control = (method: string, action: string, body?: object): unknown => {
    const headers = { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const { status, body: bytes } = handle({ method, url: `${CONTROL}${action}`, ...sent });
    const answer: { readonly error?: string } = JSON.parse(new TextDecoder().decode(bytes));
    if (status !== 200) throw new TypeError(`The provider: ${answer.error ?? status}`);
    return answer;
  };
  const page = (): string => (origin() === '' ? (apps[0] ?? APP) : origin());
  const otherwise: typeof fetch = (input, init) => (options.otherwise ?? beyond())(input, init);
  const own = networkFetch({ handle, knows, otherwise, origin: page, clock });

  const begin = (): void => {
    control('POST', 'reset');
    control('PUT', 'switches', first);
  };
  begin();

  return {
    clock,
    config: (id) => configOf(id),
    handle,
    fetch: own,
    install: () => install(own),
    route: (routedPage) => routed(routedPage, handle, knows, clock),
    switches: (changes) => void control('PUT', 'switches', changes),
    expire: (what) => void control('POST', 'expire', { what }),
    rotateKeys: (keepOld = true) => void control('POST', 'rotate-keys', { keep_old: keepOld }),
    reset() {
      begin();
      control('DELETE', 'log');
    },
    get requests() {
      const { entries } = control('GET', 'log?preflight=false') as { readonly entries: readonly RequestEntry[] };
      return entries;
    },
    async walk(url, answers) {
      return walked(cookieJar(handle), knows, url, answers);
    },
  };
}

/** The page's origin; empty where there is no page. */
function origin(): string {
  const here = (globalThis as { readonly location?: { readonly origin?: string } }).location?.origin ?? '';
  return here.startsWith('http') ? here : '';
}

function configOf(id: ScriptedId): AuthConfig {
  const at = (name: string): string => `http://${name}.localhost:${PORT}`;
  const common = { clientId: `demo-${id}`, redirectUri: `/callback/${id}` };
  const entra = { ...common, sandbox: { login: at('entra') } };
  switch (id) {
    case 'docspace':
      return { ...common, provider: { id, portal: at('docspace') }, scopes: ['accounts.self:read', 'files:read'] };
    case 'oidc':
      return { ...common, provider: { id, issuer: at('oidc-double') }, scopes: ['openid', 'email'] };
    case 'entra':
      return { ...entra, provider: { id, tenant: TENANT }, apiBase: at('graph'), scopes: ['User.Read'] };
    case 'doccentrum': {
      const apiBase = `${at('doccentrum')}/premium`;
      return { ...entra, provider: { id, tenant: TENANT, tier: 'premium' }, apiBase, scopes: ['Tasks.My.Manage'] };
    }
    case 'business-central': {
      const sandbox = { login: at('entra'), api: at('business-central') };
      const provider = { id, tenant: TENANT, environment: 'Production' };
      return { ...entra, provider, sandbox };
    }
  }
}
