/** An `Auth` that a test moves by hand, and a page whose address it may change; for what the adapters have in common. */

/** A page at `href`, as far as the adapters look: `window` and `location`. */
export function openPage(href) {
  globalThis.window = globalThis;
  globalThis.location = new URL(href);
}

/** No page any more: as on a server. */
export function closePage() {
  delete globalThis.window;
  delete globalThis.location;
}

export const ADA = { id: 'ada', name: 'Ada', email: 'ada@example.com' };

/** As core makes one: frozen, and a new one with each renewal. */
export const session = (expiresAt, user = ADA) => Object.freeze({ user: Object.freeze({ ...user }), expiresAt });

export class FakeAuth {
  listeners = new Set();
  /** The options of each `login()`, oldest first. */
  logins = [];
  asked = 0;
  #snapshot = Object.freeze({ status: 'loading', session: null, error: null });
  #answer = Promise.withResolvers?.() ?? resolvers();

  /** `places`: where `ready()` puts the page at once. `login`: what a login does; by default the page is left. */
  constructor({ place, login = () => new Promise(() => {}) } = {}) {
    this.ready = () => {
      this.asked += 1;
      if (place !== undefined) globalThis.location = new URL(place, location.href);
      return this.#answer.promise;
    };
    this.login = async (options) => {
      this.logins.push(options);
      return login(options);
    };
  }

  snapshot = () => this.#snapshot;

  subscribe = (listener) => {
    const own = () => listener();
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  };

  logout = async () => this.show('signed-out');
  fetch = async () => new Response('');
  getAccessToken = async () => 'token';

  /** The next snapshot, and an event. */
  show(status, own = null, error = null) {
    this.#snapshot = Object.freeze({ status, session: own, error });
    for (const listener of [...this.listeners]) listener();
  }

  answer(outcome) {
    this.#answer.resolve(outcome);
  }

  refuse(error) {
    this.#answer.reject(error);
  }
}

function resolvers() {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
}
