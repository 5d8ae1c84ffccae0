/**
 * The API's answers. A good one is an envelope; a bad one has an empty body, an envelope with `error`, or a page of some
 * proxy. All of them are read into one type, and nothing is thrown.
 */

export interface DocSpaceLink {
  readonly href: string;
  readonly action: string;
}

/** A good answer. */
export interface DocSpaceEnvelope<T> {
  readonly ok: true;
  /** What was asked for; `null` where the call answers nothing. */
  readonly response: T;
  readonly count: number | null;
  /** Of a list, how many there are on all pages. */
  readonly total: number | null;
  readonly links: readonly DocSpaceLink[];
  readonly status: number;
  readonly statusCode: number;
}

/**
 * - `unauthorized`: 401, the token is not good any more.
 * - `scope-missing`: 403 with an empty body, no scope of the token opens this route.
 * - `right-missing`: 403 with a message, the person may not do this.
 * - `rate-limited`: 429.
 * - `error`: any other status of failure, or an envelope that says so.
 * - `unreadable`: it should be an envelope, and is none.
 */
export type DocSpaceFailureKind =
  | 'unauthorized'
  | 'scope-missing'
  | 'right-missing'
  | 'rate-limited'
  | 'error'
  | 'unreadable';

/** A bad answer. */
export interface DocSpaceFailure {
  readonly ok: false;
  readonly kind: DocSpaceFailureKind;
  /** The HTTP status, or what the envelope says in its place. */
  readonly statusCode: number;
  /** The server's own words, where it said any: untrusted. */
  readonly message: string | null;
  /** What to do, for developers. */
  readonly advice: string;
  /** Seconds, where a 429 says it and the page may read that. */
  readonly retryAfter: number | null;
}

/** What {@link readEnvelope} gives: `ok` says which of the two it is. */
export type DocSpaceAnswer<T> = DocSpaceEnvelope<T> | DocSpaceFailure;

const ADVICE: Readonly<Record<DocSpaceFailureKind, string>> = {
  unauthorized:
    'The token is over, was revoked, or was replaced by a sign-in on another device. The snapshot says expired: call login() on a click.',
  'scope-missing':
    'No scope of this token opens the route. scopesFor(method, path) names those that do; select them in the registration and ask for them. Where it says null, no scope that an app can have opens it.',
  'right-missing': 'The person has no right to do this in DocSpace. No scope changes that.',
  'rate-limited': 'Too many requests. Wait, for retryAfter seconds where given, then try again.',
  error: 'DocSpace refused this, or failed. See message and statusCode.',
  unreadable: 'This is no answer of the DocSpace API: look at the path, and at what stands between.',
};

/** Reads an answer of `auth.fetch()`. Never rejects; the body is used up. */
export async function readEnvelope<T>(response: Response): Promise<DocSpaceAnswer<T>> {
  const { body, empty } = await read(response);
  const error = 'error' in body ? body.error : undefined;
  const said = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  const message = typeof said === 'string' ? said : null;
  const statusCode = (response.ok ? number(body.statusCode) : null) ?? response.status;
  const failed = (kind: DocSpaceFailureKind): DocSpaceFailure => ({
    ok: false,
    kind,
    statusCode,
    message,
    advice: ADVICE[kind],
    retryAfter: kind === 'rate-limited' ? wait(response) : null,
  });
  if (statusCode === 401) return failed('unauthorized');
  if (statusCode === 403 && empty) return failed('scope-missing');
  if (statusCode === 403 && message !== null) return failed('right-missing');
  if (statusCode === 429) return failed('rate-limited');
  if (!response.ok || statusCode >= 400 || error !== undefined) return failed('error');
  if (!('response' in body) && number(body.statusCode) === null) return failed('unreadable');
  return {
    ok: true,
    response: (body.response ?? null) as T,
    count: number(body.count),
    total: number(body.total),
    links: Array.isArray(body.links) ? body.links : [],
    status: number(body.status) ?? 0,
    statusCode,
  };
}

interface Read {
  readonly body: Readonly<Record<string, unknown>>;
  readonly empty: boolean;
}

/** The body as an object; one without members for whatever is none. */
async function read(response: Response): Promise<Read> {
  let empty = false;
  try {
    const text = await response.text();
    empty = text === '';
    const body: unknown = JSON.parse(text);
    return { body: typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {}, empty };
  } catch {
    return { body: {}, empty };
  }
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The identity server counts in nanoseconds at a 429; no wait of the API is longer than an hour. */
function wait({ headers }: Response): number | null {
  const reset = Number(headers.get('X-Ratelimit-Reset') ?? Number.NaN);
  return reset >= 0 && reset <= 3600 ? reset : null;
}
