/**
 * Takes a callback off the address bar while the core that would judge it is not there yet: nothing that the page
 * loads meanwhile gets the code by its referrer. Which address is a callback is the core's to say, so this goes by the
 * redirect path and parameter names, as the core does, and shows everything again for it.
 */

/** What providers send back; one of them is enough. */
const NAMES = ['code', 'oauth_code', 'error', 'state'];
/** A `state` of docgate's own (`src/core/pending.rs`): on a path that is not for callbacks alone, only that counts. */
const MARKED = /^dg/;

export interface Captured {
  /** Does nothing where there is nothing to take. */
  take(): void;
  /** Shows the address again while `work`, which judges it before it does anything asynchronous, is called. */
  during(work: () => void): void;
  /** Shows the address again, if nobody has gone elsewhere: it will not be judged here. */
  give(): void;
}

/** For the app of `config`, as JSON text. */
export function capture(config: string): Captured {
  let taken: string | undefined;
  let left = '';

  const show = (url: string): void => {
    try {
      history.replaceState(history.state, '', url);
    } catch {
      // A browser that refuses leaves the address as it is; the core then finds what there is.
    }
  };

  return {
    take() {
      if (typeof location !== 'object' || taken !== undefined) return;
      const url = new URL(location.href);
      if (url.pathname !== redirectPath(config)) return;
      const inQuery = isTelling(url);
      const inFragment = /(^#|&)state=dg/.test(url.hash);
      if (!inQuery && !inFragment) return;
      taken = url.href;
      if (inQuery) url.search = '';
      if (inFragment) url.hash = '';
      left = url.href;
      show(left);
    },
    during(work) {
      const address = taken;
      if (address === undefined) return;
      taken = undefined;
      // The app's router may have gone elsewhere meanwhile: there it stays if the address is none of docgate's.
      const now = location.href;
      show(address);
      work();
      if (now !== left && location.href === address) show(now);
    },
    give() {
      if (taken !== undefined && location.href === left) show(taken);
      taken = undefined;
    },
  };
}

function isTelling({ pathname, searchParams }: URL): boolean {
  if (pathname === '/') return searchParams.getAll('state').some((state) => MARKED.test(state));
  return NAMES.some((name) => searchParams.has(name));
}

/** The path on this origin that a provider comes back to. */
function redirectPath(config: string): string | undefined {
  const { redirectUri } = JSON.parse(config) as Record<string, unknown>;
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri, location.href)) return undefined;
  const url = new URL(redirectUri, location.href);
  return url.origin === location.origin ? url.pathname : undefined;
}
