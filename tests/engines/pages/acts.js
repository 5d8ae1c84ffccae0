/** What the driver can have a page do, by name. The page's policy forbids `eval`, so it brings the functions itself. */

const after = (time, value) => new Promise((resolve) => setTimeout(resolve, time, value));

/** Everything that docgate has stored, in both stores. */
const records = () =>
  [sessionStorage, localStorage].flatMap((store) =>
    Object.keys(store)
      .filter((key) => key.startsWith('docgate'))
      .map((key) => ({ store, key, text: store.getItem(key) })),
  );

const DAMAGES = {
  'a flipped bit': (text) => {
    const at = text.length >> 1;
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
  },
  'a truncated end': (text) => text.slice(0, text.length >> 1),
  'another version': (text) => text.replace(/"v":\s*\d+/, '"v":99'),
  'wrong types': (text) => text.replaceAll(/:"[^"]*"/g, ':{}'),
  nothing: () => '',
};

/** Calls that were begun and not waited for. */
const begun = new Map();

const acts = {
  /** A method of the page's instance: `{ value }` or `{ error }`. */
  call: (name, ...values) => window.settled(() => window.auth[name](...values)),

  /** The same, without waiting; `finish` gives the result. */
  begin: (name, ...values) => {
    begun.set(name, acts.call(name, ...values));
  },
  finish: (name) => begun.get(name),

  /** `auth.fetch` as far as JSON can tell. */
  fetch: (...given) => window.fetched(...given),

  status: () => window.auth.snapshot().status,
  events: () => window.told.filter(({ kind }) => kind === 'event').map(({ value }) => value.type),
  /** Without a screen Chromium's windows all have the focus, and no event tells that a person came back to one. */
  comeBack: () => {
    dispatchEvent(new Event('focus'));
  },
  setAhead: (milliseconds) => window.setAhead(milliseconds),
  stored: () => records().map(({ key, text }) => `${key}=${text}`),

  /** Damages every record; gives back how many there were. */
  damage: (kind) => {
    const found = records();
    for (const { store, key, text } of found) store.setItem(key, DAMAGES[kind](text));
    return found.length;
  },
  damages: () => Object.keys(DAMAGES),

  /** Two calls hang, the module traps: how the two ended, and what the next calls give. */
  trap: async (way) => {
    const { auth } = window;
    const hanging = [window.settled(auth.fetch('/api/2.0/people/@self')), window.settled(auth.fetchProfile())];
    await after(200);
    try {
      await Promise.race([window.docgate[way](), after(1000)]);
    } catch {}
    const results = await Promise.race([Promise.all(hanging), after(5000, 'still pending')]);
    return Array.from(results, (result) => result.error?.code ?? result);
  },

  /** What the engine has: it decides what a test can expect. */
  has: (name) => typeof globalThis[name] !== 'undefined',
  ed25519: async () => {
    try {
      await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
      return true;
    } catch {
      return false;
    }
  },

  /** What the page's policy must stop: evaluating text, and text where a script's address belongs. */
  forbidden: async () => {
    const tried = {};
    // While a driver's own script runs, Chromium forbids nothing.
    await after(0);
    try {
      // biome-ignore lint/security/noGlobalEval: it is what must not work.
      tried.eval = eval('1 + 1');
    } catch (error) {
      tried.eval = error.name;
    }
    try {
      document.createElement('script').src = '/elsewhere.js';
      tried.sink = 'accepted';
    } catch (error) {
      tried.sink = error.name;
    }
    return tried;
  },
};

/** The act's result as JSON text, which every driver hands on as it is. */
window.perform = async (name, values) => JSON.stringify({ value: await acts[name](...JSON.parse(values)) });
