/** Web views: pages inside of an app that could read what people type at the provider (RFC 8252, section 8.12). */

/**
 * Whether the page is in one, as far as it can be told. Android's says so in its name; Apple's leaves `Safari` out of it, as a
 * page on the home screen does as well, which is none; Electron and Tauri are named. Others look like a browser.
 */
export function inWebView(): boolean {
  const { userAgent = '', standalone } = (globalThis.navigator ?? {}) as { userAgent?: string; standalone?: boolean };
  return (
    '__TAURI_INTERNALS__' in globalThis ||
    '__TAURI__' in globalThis ||
    (standalone !== true && /; wv\)|Electron\/|Mac OS X.*AppleWebKit(?!.*Safari)/.test(userAgent))
  );
}
