/**
 * Takes a callback off the address bar while the core that would judge it is not there yet: nothing that the page
 * loads meanwhile gets the code by its referrer. Which address is a callback is the core's to say, so this goes by path and
 * parameter names, and puts everything back for it.
 */

/** What providers send back; one of them is enough. */
const NAMES = ['code', 'oauth_code', 'error', 'state'];

export interface Captured {
  /** Does nothing where there is nothing to take. */
  take(): void;
  /** Shows the address again while `work`, which judges it before it does anything asynchronous, is called. */
  during<T>(work: () => T): T;
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
      const inQuery = named(url.search);
      const inFragment = named(url.hash);
      if (!(inQuery || inFragment) || !paths(config).includes(url.pathname)) return;
      taken = url.href;
      if (inQuery) url.search = '';
      if (inFragment) url.hash = '';
      left = url.href;
      show(left);
    },
    during(work) {
      const address = taken;
      if (address === undefined) return work();
      taken = undefined;
      // The app's router may have gone elsewhere meanwhile: there it stays if the address is none of docgate's.
      const now = location.href;
      show(address);
      const result = work();
      if (now !== left && location.href === address) show(now);
      return result;
    },
  };
}

const named = (part: string): boolean => {
  const parameters = new URLSearchParams(part.slice(1));
  return NAMES.some((name) => parameters.has(name));
};

/** The paths on this origin that a provider may come back to. */
function paths(config: string): string[] {
  const { redirectUri, postLogoutRedirectUri } = JSON.parse(config) as Record<string, unknown>;
  return [redirectUri, postLogoutRedirectUri].flatMap((value) => {
    const url = typeof value === 'string' && URL.canParse(value, location.href) ? new URL(value, location.href) : null;
    return url?.origin === location.origin ? [url.pathname] : [];
  });
}
