/**
 * A login's address on its way from the window or frame that the provider came back to, to the page that waits for it
 * (RFC 9700, section 4.17; ).
 *
 * Two ways at once: `postMessage` to the page that opened this one, with this very origin as its target, and a
 * `BroadcastChannel` whose name nobody can guess, for where a `Cross-Origin-Opener-Policy` has cut the first.
 */

/** What goes to and fro: an address, or that it was heard. */
interface Message {
  readonly docgate: 'callback' | 'heard';
  readonly state: string;
  readonly url?: string;
}

const AGAIN = 250;
const PATIENCE = 5000;

/** The channel that only those can name who know the state; nothing where the browser has or allows none. */
function open(state: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`docgate:callback:${state}`);
  } catch {
    return undefined;
  }
}

const fits = (data: unknown, kind: Message['docgate'], state: string): data is Message =>
  typeof data === 'object' && data !== null && (data as Message).docgate === kind && (data as Message).state === state;

/** Calls `hear` with what comes over the channel, or from `source` if that is of this origin. Gives back the end. */
function receive(
  channel: BroadcastChannel | undefined,
  source: Window | null,
  hear: (data: unknown) => void,
): () => void {
  const message = (event: MessageEvent): void => {
    if (event.origin === location.origin && event.source === source && source !== null) hear(event.data);
  };
  if (channel !== undefined) channel.onmessage = (event) => hear(event.data);
  addEventListener('message', message);
  return () => {
    removeEventListener('message', message);
    channel?.close();
  };
}

/** Sends one message both ways; to this origin and no other, whoever `target` is by now. */
function send(channel: BroadcastChannel | undefined, target: Window | null, message: Message): void {
  channel?.postMessage(message);
  try {
    target?.postMessage(message, location.origin);
  } catch {
    // The window is gone, or the origin is none that can be named; the channel remains.
  }
}

/** In the window or frame: hands `url` over until it was heard or time is up, then closes. */
export function forward(url: string, state: string): void {
  const target: Window | null = window.opener ?? (parent === window ? null : parent);
  const channel = open(state);
  const tell = (): void => send(channel, target, { docgate: 'callback', state, url });
  const done = (): void => {
    end();
    clearInterval(again);
    clearTimeout(patience);
    close();
  };
  const end = receive(channel, target, (data) => {
    if (fits(data, 'heard', state)) done();
  });
  const again = setInterval(tell, AGAIN);
  const patience = setTimeout(done, PATIENCE);
  tell();
}

/** In the page that waits: calls `heard` with the address for `state` that `source` forwards. Gives back the end. */
export function listen(state: string, source: Window, heard: (url: string) => void): () => void {
  const channel = open(state);
  return receive(channel, source, (data) => {
    if (!fits(data, 'callback', state) || typeof data.url !== 'string') return;
    send(channel, source, { docgate: 'heard', state });
    heard(data.url);
  });
}
