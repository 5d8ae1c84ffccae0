/**
 * What a page can learn of an address: an answer that it may read, one that is hidden from it, or none, and whether it is
 * the page's own policy that stands in between.
 *
 * A request under CORS fails without a reason. The same without CORS (`no-cors`) succeeds wherever somebody answers, and shows
 * nothing; that tells the two apart. Nothing is sent along: no referrer, no token, and no cookie but with the redirect URI,
 * which is of the page's own origin, and which every sign-in opens so.
 *
 * Browsers let a request without CORS follow redirects, and cannot be told not to; where the policy stops it on its way they
 * name the address that it began with. So what the policy forbids is believed of a request that follows none, and only while no
 * other is under way to that origin.
 */

import { LATE, pause, within } from '../patience.js';
import type { Policy } from './policy.js';
import { originOf } from './redaction.js';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Headers;
  /** The device's time in the middle between question and answer, and how far that may be off; milliseconds. */
  readonly at: number;
  readonly blur: number;
}

export type Look =
  | { readonly seen: 'answer'; readonly answer: Answer }
  /** A redirect: nobody follows one with a sign-in. */
  | { readonly seen: 'moved' }
  | { readonly seen: 'hidden' }
  | { readonly seen: 'silent' }
  | { readonly seen: 'blocked'; readonly directive: string };

export interface Looker {
  /** Another server's address. Asked once, however often it is looked at. */
  look(address: string, headers?: Record<string, string>): Promise<Look>;
  /** The same where only that somebody answers matters: what may be hidden is not asked for, so that no console complains. */
  there(address: string): Promise<Look>;
  /** The redirect URI, of the page's own origin, as a browser that opens it would ask: with its cookies. */
  own(address: string): Promise<Look>;
  /** The page itself, as somebody unknown would ask: its path may be good for one visit of whoever has these cookies. */
  again(address: string): Promise<Look>;
}

/** No honest metadata or key set is larger. */
const LARGEST = 1_000_000;
/** So long an event of the policy may come behind the request that it is about. */
const SETTLED = 100;

export function makeLooker(policy: Policy, timeout: number): Looker {
  const known = new Map<string, Promise<Look>>();
  /** By origin: the requests that follow redirects. Each address is asked so once at most in each way. */
  const followers = new Map<string, Promise<unknown>>();
  const once = (question: string, work: () => Promise<Look>): Promise<Look> => {
    const look = known.get(question) ?? work();
    known.set(question, look);
    return look;
  };

  const ask = async (address: string, init: RequestInit): Promise<Look | undefined> => {
    const always: RequestInit = { cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer' };
    const answer = await asked(address, { ...always, ...init }, timeout);
    if (answer === undefined) return undefined;
    return answer === 'moved' ? { seen: 'moved' } : { seen: 'answer', answer };
  };

  const read = (address: string, headers: Record<string, string> = {}): Promise<Look | undefined> =>
    ask(address, { credentials: 'omit', headers });

  const blind = async (address: string): Promise<Look | undefined> => {
    const origin = originOf(address);
    const look = ask(address, { credentials: 'omit', mode: 'no-cors', redirect: 'follow' });
    followers.set(origin, Promise.all([followers.get(origin), look]));
    return (await look) && { seen: 'hidden' };
  };

  const here = async (address: string, credentials: RequestCredentials): Promise<Look> =>
    // Some servers give the app's page only to those who want HTML.
    (await ask(address, { credentials, headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })) ??
    none(address);

  const none = async (address: string): Promise<Look> => {
    if ((await policy.blocks(address)) === undefined) return { seen: 'silent' };
    for (;;) {
      const others = followers.get(originOf(address));
      await others;
      // Whatever they were stopped by is told by now.
      await pause(SETTLED);
      const before = policy.count(address);
      await read(address);
      const directive = await policy.blocks(address, before);
      // It was something behind a redirect.
      if (directive === undefined) return { seen: 'hidden' };
      if (others === followers.get(originOf(address))) return { seen: 'blocked', directive };
    }
  };

  return {
    look: (address, headers) =>
      once(`look ${address}`, async () => (await read(address, headers)) ?? (await blind(address)) ?? none(address)),
    // Some servers keep themselves from requests without CORS (Cross-Origin-Resource-Policy).
    there: (address) =>
      once(`there ${address}`, async () => (await blind(address)) ?? (await read(address)) ?? none(address)),
    own: (address) => once(`own ${address}`, () => here(address, 'same-origin')),
    again: (address) => once(`again ${address}`, () => here(address, 'omit')),
  };
}

/** The answer; `moved` for a redirect; nothing where the request failed or took too long. */
async function asked(address: string, init: RequestInit, timeout: number): Promise<Answer | 'moved' | undefined> {
  const abort = new AbortController();
  const sent = Date.now();
  const answer = async (): Promise<Answer | 'moved'> => {
    const response = await fetch(address, { ...init, signal: abort.signal });
    const came = Date.now();
    if (response.type === 'opaqueredirect') return 'moved';
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await start(response),
      headers: response.headers,
      at: (sent + came) / 2,
      blur: Math.abs(came - sent) / 2,
    };
  };
  try {
    const given = await within(answer(), timeout);
    return given === LATE ? undefined : given;
  } catch {
    return undefined;
  } finally {
    abort.abort();
  }
}

/** The body, cut to a length that no honest one has. */
async function start(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < LARGEST) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return text;
}
