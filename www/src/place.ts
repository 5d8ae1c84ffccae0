/**
 * Where one is in the demo: the provider, and what was chosen about it. The address says it after `#`, as `#docspace` or
 * `#doccentrum/lite/usgov`, so a reload and a second tab find it again. A callback's address has lost it; therefore this
 * tab's storage knows it too.
 */
import type { Chosen, DemoProvider } from './providers/provider.js';

const KEY = 'demo.chosen.';

/** The id of the provider in the address; empty without one. */
export function providerInAddress(): string {
  return parts()[0] ?? '';
}

/** What is chosen of `provider`'s variants: by the address, else by this tab, else the first of each. */
export function chosenOf(provider: DemoProvider): Chosen {
  const [id, ...told] = parts();
  const values = id === provider.id && told.length > 0 ? told : stored(provider.id);
  const chosen: Record<string, string> = {};
  provider.variants.forEach(({ name, options }, at) => {
    const known = options.find(({ value }) => value === values[at]) ?? options[0];
    if (known) chosen[name] = known.value;
  });
  store(provider, chosen);
  return chosen;
}

/** Says in the address, and keeps in this tab, what is chosen now. */
export function keepPlace(provider: DemoProvider, chosen: Chosen): void {
  const fragment = [provider.id, ...valuesOf(provider, chosen)].join('/');
  history.replaceState(history.state, '', `${location.pathname}${location.search}#${fragment}`);
  store(provider, chosen);
}

const valuesOf = (provider: DemoProvider, chosen: Chosen) => provider.variants.map(({ name }) => chosen[name] ?? '');

function store(provider: DemoProvider, chosen: Chosen): void {
  try {
    sessionStorage.setItem(KEY + provider.id, valuesOf(provider, chosen).join('/'));
  } catch {
    // Storage is blocked or full: sign-in will say so.
  }
}

const parts = () => location.hash.slice(1).split('/');

function stored(id: string): readonly string[] {
  try {
    return (sessionStorage.getItem(KEY + id) ?? '').split('/');
  } catch {
    return [];
  }
}
