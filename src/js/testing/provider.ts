/**
 * `provider`: DocSpace, OpenID Connect, Microsoft Entra ID and the others inside of the test, without a server. It is the pure
 * core of docgate's own sandbox, oddities and switches included.
 */

import { pageClock } from './clock.js';
import { cookieJar } from './cookies.js';
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

/** What goes over from the wasm, beside the body. */
interface Head extends Pacing {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
}

/** `fetch` as it is when it is called; what {@link ScriptedProvider.install} put there comes first. */
let installed: { readonly fetch: typeof fetch; readonly before: typeof fetch | undefined }[] = [];

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
  const otherwise: typeof fetch = (input, init) => {
    const before = options.otherwise ?? installed.find(({ fetch }) => fetch === own)?.before ?? globalThis.fetch;
    if (before === undefined || before === own) throw new TypeError('Failed to fetch');
    return before(input, init);
  };
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
    install() {
      const { fetch: before, isSecureContext } = globalThis as Partial<typeof globalThis>;
      const entry = { fetch: own, before };
      installed.push(entry);
      globalThis.fetch = own;
      // jsdom does not say; the address of a test's page is loopback or https.
      const silent = typeof window !== 'undefined' && isSecureContext === undefined;
      if (silent) Object.defineProperty(globalThis, 'isSecureContext', { value: true, configurable: true });
      return () => {
        installed = installed.filter((other) => other !== entry);
        if (globalThis.fetch === own && before !== undefined) globalThis.fetch = before;
        if (silent) Reflect.deleteProperty(globalThis, 'isSecureContext');
      };
    },
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

function configOf(id: ScriptedId): ReturnType<ScriptedProvider['config']> {
  const common = { clientId: `demo-${id}`, redirectUri: `/callback/${id}` };
  const at = (name: string): string => `http://${name}.localhost:${PORT}`;
  if (id === 'oidc') return { ...common, provider: { id, issuer: at('oidc-double') }, scopes: ['openid', 'email'] };
  if (id === 'entra') {
    const provider = { id, tenant: 'contoso.example' };
    return { ...common, provider, sandbox: { login: at('entra'), api: at('graph') }, scopes: ['User.Read'] };
  }
  return { ...common, provider: { id, portal: at('docspace') }, scopes: ['accounts.self:read', 'files:read'] };
}
