/**
 * The network between a test's page and the doubles: a `fetch` that waits, breaks off and refuses as a browser's does. CORS is
 * looked at wherever there is an origin (Fetch standard, 4.8 and 4.10), so that a test sees what people would.
 */
import type { Clock } from './clock.js';
import type { Pacing, ProviderRequest, ProviderResponse } from './provider_types.js';

/** Where requests come from and go to. */
export interface Network {
  readonly handle: (request: ProviderRequest) => ProviderResponse;
  readonly knows: (url: URL) => boolean;
  readonly otherwise: typeof fetch;
  /** The page's origin. */
  readonly origin: () => string;
  readonly clock: Clock;
}

/** What browsers send without asking first. */
const SAFE_METHODS = ['GET', 'HEAD', 'POST'];
const SAFE_HEADERS = ['accept', 'accept-language', 'content-language'];
const SAFE_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;
const REDIRECTS = 20;

/** The `fetch` of a page in this network. */
export function networkFetch(network: Network): typeof fetch {
  return async (input, init) => {
    const given = typeof input === 'object' && 'url' in input ? input.url : String(input);
    const at = new URL(given, network.origin());
    if (!network.knows(at)) return network.otherwise(input, init);
    const request = new Request(typeof input === 'object' && 'url' in input ? input : at, init);
    const body = SAFE_METHODS.slice(0, 2).includes(request.method)
      ? undefined
      : new Uint8Array(await request.arrayBuffer());
    const asked = {
      method: request.method,
      url: request.url,
      headers: Object.fromEntries(request.headers),
      ...(body !== undefined && { body }),
    };
    return followed(network, asked, request, 0);
  };
}

async function followed(network: Network, asked: Asked, request: Request, hops: number): Promise<Response> {
  const { handle, clock, origin } = network;
  const own = origin();
  const url = new URL(asked.url);
  const foreign = url.origin !== own;
  const headers = foreign ? { ...asked.headers, origin: own } : asked.headers;
  if (foreign && mustAsk(asked)) {
    const names = Object.keys(asked.headers).filter((name) => !isSafe(name, asked.headers[name] ?? ''));
    const wish = {
      'access-control-request-method': asked.method,
      'access-control-request-headers': names.sort().join(),
    };
    const allowed = handle({ method: 'OPTIONS', url: asked.url, headers: { origin: own, ...wish } });
    if (!permits(allowed, own, request) || !permitsWish(allowed, asked.method, names)) throw refused();
  }
  const { status, headers: told, body, pacing } = handle({ ...asked, headers });
  await connected(pacing, clock, request.signal);
  if (foreign && !permits({ status: 200, headers: told }, own, request)) throw refused();
  const location = told.find(([name]) => /^location$/i.test(name))?.[1];
  if ([301, 302, 303, 307, 308].includes(status) && location !== undefined && request.redirect !== 'manual') {
    if (request.redirect === 'error' || hops >= REDIRECTS) throw refused();
    const next = new URL(location, url);
    if (!network.knows(next)) return network.otherwise(next, { signal: request.signal });
    const keeps = status === 307 || status === 308;
    const { authorization: _, ...rest } = { authorization: '', ...asked.headers };
    const kept = next.origin === url.origin ? asked.headers : rest;
    const again = keeps
      ? { ...asked, headers: kept, url: next.href }
      : { method: 'GET', headers: kept, url: next.href };
    return followed(network, again, request, hops + 1);
  }
  const empty = [101, 204, 205, 304].includes(status);
  const content = empty ? null : paced(body, pacing, clock);
  const response = new Response(content, {
    status,
    headers: told.map(([name, value]) => [name, value] as [string, string]),
  });
  return Object.defineProperty(response, 'url', { value: asked.url });
}

/** A request as it is sent. */
interface Asked extends ProviderRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a browser says where it may not say why. */
const refused = (): TypeError => new TypeError('Failed to fetch');

function isSafe(name: string, value: string): boolean {
  return SAFE_HEADERS.includes(name) || (name === 'content-type' && SAFE_TYPES.test(value));
}

function mustAsk({ method, headers }: Asked): boolean {
  return !SAFE_METHODS.includes(method) || Object.entries(headers).some(([name, value]) => !isSafe(name, value));
}

function permits(answer: Pick<ProviderResponse, 'status' | 'headers'>, own: string, request: Request): boolean {
  const origin = told(answer, 'access-control-allow-origin');
  const withCookies = request.credentials === 'include';
  const named = origin === own || (origin === '*' && !withCookies);
  const fine = answer.status >= 200 && answer.status <= 299;
  return fine && named && (!withCookies || told(answer, 'access-control-allow-credentials') === 'true');
}

function permitsWish(answer: ProviderResponse, method: string, names: readonly string[]): boolean {
  const list = (name: string): string[] =>
    told(answer, name)
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  const headers = list('access-control-allow-headers');
  const methods = [...SAFE_METHODS.map((safe) => safe.toLowerCase()), ...list('access-control-allow-methods')];
  // A star is not for this one.
  const takes = (name: string): boolean =>
    headers.includes(name) || (headers.includes('*') && name !== 'authorization');
  return (methods.includes(method.toLowerCase()) || methods.includes('*')) && names.every(takes);
}

function told({ headers }: Pick<ProviderResponse, 'headers'>, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Waits for the status line, or rejects as a connection that has none. */
function connected({ hang, close, delay }: Pacing, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    const go = (): void => {
      signal.removeEventListener('abort', stop);
      if (close) reject(refused());
      else resolve();
    };
    if (hang) return;
    if (delay > 0) clock.after(delay, go);
    else go();
  });
}

/** The body as it arrives: at once, byte by byte, without end, or not whole. */
function paced(body: Uint8Array, { bytes_per_second: rate, cut_after: cut, endless }: Pacing, clock: Clock): BodyInit {
  const bytes = new Uint8Array(body);
  if (rate === null && cut === null && !endless) return bytes;
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (endless) return controller.enqueue(bytes);
      if (cut !== null && at >= cut) return controller.error(refused());
      if (at >= bytes.length) return controller.close();
      const size = rate ?? bytes.length;
      if (rate !== null) await new Promise<void>((resolve) => void clock.after(1000, resolve));
      const part = bytes.slice(at, Math.min(at + size, cut ?? bytes.length));
      at += part.length;
      controller.enqueue(part);
    },
  });
}
