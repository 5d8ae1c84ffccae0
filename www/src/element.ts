/**
 * Builds and finds elements. Text goes in as text only, never as markup: what a server or an address says cannot
 * become part of the page, and a policy of `require-trusted-types-for 'script'` has nothing to object to.
 */

type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The element with this id; the page and this code are written together, so a missing one is a slip. */
export function find<Made extends HTMLElement>(id: string, kind: new () => Made): Made {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no fitting #${id}`);
  return found;
}

/** One row of a definition list. */
export function fact(term: string, ...value: readonly Child[]): readonly [HTMLElement, HTMLElement] {
  return [element('dt', {}, term), element('dd', {}, ...value)];
}

/** Short words as a list of tags, or a sentence where there is none. */
export function tags(words: readonly string[], none: string): HTMLElement {
  if (words.length === 0) return element('span', {}, none);
  return element('ul', { class: 'tags' }, ...words.map((word) => element('li', {}, word)));
}

/** An address, which may be broken after each of its slashes before it is broken anywhere else. */
export function address(text: string): Child[] {
  const parts = text.split(/(?<=[^/:]\/)/);
  return parts.flatMap((part, at) => (at === 0 ? [part] : [element('wbr'), part]));
}
