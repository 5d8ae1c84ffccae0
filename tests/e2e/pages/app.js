/**
 * The app under test. `window.plan` (set by the harness before the page's own scripts) says which package to load, which
 * config to use, and what to call on load. Everything that is seen goes to the harness through `window.tell`.
 *
 * A plan: `{ bundle?, core?, config?, calls?, press?, confirm?, guarded? }`. With a config, `window.auth` is made, and `calls` are made on it, one
 * after the other, without a click: `[['ready'], ['login', { returnTo: '/x' }]]` (default: `[['ready']]`). `press`: the
 * options of the login that the button starts.
 */

const plan = window.plan ?? {};
const docgate = await import(plan.bundle ?? '/docgate/index.js');
const { createAuth, isAuthError } = docgate;

const tell = (kind, value) => window.tell?.(JSON.stringify({ kind, value: value === undefined ? null : value }));

/** A copy that survives JSON; an error becomes an object of all that can be read from it. */
function plain(value, depth = 0) {
  if (value instanceof Error) {
    const own = {};
    for (const key of Object.getOwnPropertyNames(value)) if (key !== 'stack') own[key] = plain(value[key], depth + 1);
    return {
      ...own,
      name: value.name,
      message: value.message,
      isError: true,
      isAuthError: isAuthError(value),
      text: String(value),
      stack: String(value.stack),
      json: JSON.stringify(value),
    };
  }
  if (depth > 8 || typeof value === 'function' || typeof value === 'symbol') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each, depth + 1)]));
  }
  return value;
}

/** `{ value }` or `{ error }`, and never a rejection. Errors are told, values are not: some calls return a token. */
async function settled(work) {
  try {
    return { value: plain(await (typeof work === 'function' ? work() : work)) };
  } catch (error) {
    const shown = plain(error);
    tell('error', shown);
    return { error: shown };
  }
}

/** What the app says of who came back: `plan.confirm` is `yes`, `no`, `throw`, or `wait` for `window.answer(said)`. */
function confirm(user) {
  tell('confirm', plain(user));
  if (plan.confirm === 'throw') throw new Error('the app failed to ask');
  if (plan.confirm !== 'wait') return plan.confirm === 'yes';
  return new Promise((resolve) => {
    window.answer = resolve;
  });
}

/** An instance whose log, events and errors the harness reads. */
function make(config) {
  const hooks = { onLog: (entry) => tell('log', entry) };
  const { provider } = config;
  if (Object.hasOwn(plan, 'confirm')) hooks.provider = { ...provider, confirm };
  if (plan.keepNavigation === false) hooks.navigate = (url) => window.navigations.push(url);
  const auth = createAuth({ ...config, ...hooks });
  auth.subscribe((event) => tell('event', plain(event)));
  return auth;
}

document.querySelector('#press').addEventListener('click', () => {
  void settled(() => window.auth.login(plan.press)).then((result) => tell('pressed', result));
});

/** `fetch(...)` of the API's instance as far as JSON can tell: `{ status, body }` or `{ error }`. */
async function fetched(...given) {
  const { value, error } = await settled(async () => {
    const response = await (window.api ?? window.auth).fetch(...given);
    const text = await response.text();
    return { status: response.status, body: readable(text) };
  });
  return value ?? { error };
}

function readable(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// `docgate/slim`: the wasm, in each way that an app may have it.
const FILE = '/docgate/docgate.wasm';
const cores = {
  address: () => FILE,
  bytes: async () => (await fetch(FILE)).arrayBuffer(),
  response: () => fetch(FILE),
  module: () => WebAssembly.compileStreaming(fetch(FILE)),
};
if (plan.core !== undefined) void docgate.loadCore(cores[plan.core]());

Object.assign(window, { docgate, createAuth, isAuthError, plain, settled, fetched, make, navigations: [] });

if (plan.config) {
  try {
    window.auth = make(plan.config);
  } catch (error) {
    tell('refused', plain(error));
  }
}

// A provider whose calls go through the relay, behind the sign-in of `window.auth`.
if (window.auth && Object.hasOwn(plan, 'guarded')) {
  try {
    window.api = createAuth({ provider: { ...plan.guarded, guard: window.auth } });
  } catch (error) {
    tell('refused', plain(error));
  }
}

if (window.auth) {
  const results = [];
  for (const [name, ...values] of plan.calls ?? [['ready']]) {
    const running = settled(() => window.auth[name](...values));
    // What the address bar and the history show before anything asynchronous has run.
    if (results.length === 0) {
      tell('address', { href: location.href, length: history.length, state: history.state });
    }
    results.push(await running);
    tell('result', { name, ...results.at(-1) });
  }
  window.results = results;
}
window.loaded = true;
tell('loaded', location.href);
