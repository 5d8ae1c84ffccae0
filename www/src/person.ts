/** Who somebody is, so that one cannot take them for another: initials, name, and what tells two of a name apart. */
import type { Session } from 'docgate';
import { element } from './element.js';

/** The people whose accounts are listed, and the one whose session it is, look the same. */
export interface Shown {
  readonly name?: string;
  readonly email?: string;
  readonly id: string;
}

export function person(who: Shown | null, ...beside: readonly HTMLElement[]): HTMLElement {
  const name = who === null ? 'Somebody' : (who.name ?? who.id);
  const second = who === null ? 'This provider does not tell who' : who.email;
  const first = element('div', { class: 'person-first' }, element('strong', { class: 'person-name' }, name), ...beside);
  const lines = element('div', { class: 'person-lines' }, first);
  if (second !== undefined) lines.append(element('span', { class: 'person-email' }, second));
  return element(
    'div',
    { class: 'person' },
    element('span', { class: 'initials', 'aria-hidden': 'true' }, initials(name)),
    lines,
  );
}

/** A word that says a state by colour and by itself. */
export const badge = (text: string, kind: 'good' | 'bad' | 'plain') =>
  element('span', { class: `badge badge-${kind}` }, text);

/** The tenant that a session's person is of, where the ID token says it. */
export function tenantOf(session: Session): string | null {
  const { tid } = session.claims;
  return typeof tid === 'string' ? tid : null;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = (word: string | undefined) => [...(word ?? '')][0] ?? '';
  return `${first(words[0])}${words.length > 1 ? first(words.at(-1)) : ''}`.toUpperCase();
}
