/** What an app passes to `auth.fetch`, taken apart so that it can be sent, and once more after a 401. */

/** An address, options for the native `fetch`, and whether they can be used twice. */
export interface ApiCall {
  readonly url: string;
  readonly init: RequestInit;
  readonly replayable: boolean;
}

/** Reads what the native `fetch` would take. */
export async function apiCall(input: string | URL | Request, init: RequestInit = {}): Promise<ApiCall> {
  if (typeof input !== 'object' || !('headers' in input)) {
    const stream = typeof ReadableStream === 'function' && init.body instanceof ReadableStream;
    return { url: String(input), init, replayable: !stream };
  }
  const { method, headers, signal, mode, credentials, cache, redirect, integrity, keepalive } = input;
  const { referrer, referrerPolicy } = input;
  const options = { method, headers, signal, mode, credentials, cache, redirect, integrity, keepalive };
  const body = input.body === null ? undefined : await input.arrayBuffer();
  const all: RequestInit = { ...options, referrer, referrerPolicy, ...(body && { body }), ...init };
  const stream = typeof ReadableStream === 'function' && all.body instanceof ReadableStream;
  return { url: input.url, init: all, replayable: !stream };
}
