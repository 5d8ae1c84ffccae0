/**
 * Collects the secrets of one test as they pass by: codes, verifiers, nonces and tokens, from the network and from what
 * the SDK stores. They are what the leak scanner then looks for in places where they have no business to be.
 */

/** Shorter values (a scope, a type) would be found everywhere by chance. */
const SHORTEST = 16;

const STORED_NAMES = /^(access_token|refresh_token|id_token|(code_)?verifier|nonce)$/;

export class SecretsSeen {
  /** value → what it is */
  #seen = new Map();

  note(kind, value) {
    if (typeof value === 'string' && value.length >= SHORTEST) this.#seen.set(value, kind);
  }

  get all() {
    return [...this.#seen].map(([value, kind]) => ({ kind, value }));
  }

  of(kind) {
    return this.all.filter((secret) => secret.kind === kind).map((secret) => secret.value);
  }

  watch(context) {
    context.on('request', (request) => this.#request(request));
    context.on('response', (response) => void this.#response(response));
  }

  #request(request) {
    const url = new URL(request.url());
    this.note('nonce', url.searchParams.get('nonce'));
    // An address that somebody typed may say `code` too; this one a provider sent.
    if (request.redirectedFrom() !== null) this.note('code', url.searchParams.get('code'));
    const authorization = request.headers().authorization;
    if (authorization) this.note('access token', authorization.replace(/^\w+ /, ''));
    const body = request.postData();
    if (body && /form-urlencoded/.test(request.headers()['content-type'] ?? '')) {
      const form = new URLSearchParams(body);
      this.note('code', form.get('code'));
      this.note('verifier', form.get('code_verifier'));
      this.note('refresh token', form.get('refresh_token'));
    }
  }

  async #response(response) {
    if (response.request().method() !== 'POST' || !/json/.test(response.headers()['content-type'] ?? '')) return;
    try {
      const answer = await response.json();
      this.note('access token', answer.access_token);
      this.note('refresh token', answer.refresh_token);
      this.note('ID token', answer.id_token);
    } catch {
      // The page that asked is gone, and the body with it; what was kept of it is found in the store.
    }
  }

  /** What a page's session storage holds under the name of a secret, however deep and however often wrapped in JSON. */
  stored(text) {
    const walk = (value, name) => {
      if (typeof value === 'string') {
        if (STORED_NAMES.test(name)) this.note(`stored ${name}`, value);
        const inner = parsed(value);
        if (typeof inner === 'object') walk(inner, name);
      } else if (Array.isArray(value)) {
        for (const each of value) walk(each, name);
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, each] of Object.entries(value)) walk(each, key);
      }
    };
    walk(text, '');
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
