/**
 * Where this app is. It may lie below any path, and its callback pages deeper than its start page, so an address is
 * told by where this code came from: one folder below the app, as a source and as a built asset alike.
 */

// Apart from the `URL`, or a bundler takes the two for the address of a file.
const here = import.meta.url;

export const base = new URL('..', here);

/** The path on this origin of what lies at `name` in the app; of the app itself for an empty name. */
export const pathOf = (name: string): string => new URL(name.replace(/^\//, ''), base).pathname;

/**
 * Browsers fetch the icon when they like, and by then the address may have changed: a callback's is deeper than the one
 * that the page goes back to.
 */
export function pinIcon(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (link !== null) link.href = new URL(link.getAttribute('href') ?? '', location.href).href;
}
