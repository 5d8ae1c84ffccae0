/** Who somebody is, so that one cannot take them for another: initials, name, and what tells two of a name apart. */
import type { Session } from 'docgate';
import { element } from './element.js';
import { icon } from './icon.js';

/** The people whose accounts are listed, and the one whose session it is, look the same. */
export interface Shown {
  readonly name?: string;
  readonly email?: string;
  readonly id: string;
  /** Address of a picture; initials stand where it cannot be had. */
  readonly picture?: string;
}

export function person(who: Shown | null, ...beside: readonly HTMLElement[]): HTMLElement {
  const second = who === null ? 'This provider does not tell who' : who.email;
  const first = element(
    'div',
    { class: 'person-first' },
    element('strong', { class: 'person-name' }, nameOf(who)),
    ...beside,
  );
  const lines = element('div', { class: 'person-lines' }, first);
  if (second !== undefined) lines.append(element('span', { class: 'person-email' }, second));
  return element('div', { class: 'person' }, avatar(who), lines);
}

export const nameOf = (who: Shown | null): string => (who === null ? 'Somebody' : (who.name ?? who.id));

/** The picture, and until it is there or where it cannot be had the initials, in a colour that goes with the name. */
export function avatar(who: Shown | null): HTMLElement {
  const name = nameOf(who);
  const hue = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  const letters = who?.name === undefined ? '?' : initials(name);
  const made = element('span', { class: `avatar hue-${hue}`, 'aria-hidden': 'true' }, letters);
  if (who?.picture !== undefined) {
    const image = element('img', { alt: '', src: who.picture, referrerpolicy: 'no-referrer' });
    image.addEventListener('error', () => image.remove());
    made.append(image);
  }
  return made;
}

const BADGES = { good: 'good', bad: 'bad', plain: 'info' } as const;

/** A word that says a state by colour, by a picture and by itself. */
export const badge = (text: string, kind: keyof typeof BADGES) =>
  element('span', { class: `badge badge-${kind}` }, icon(BADGES[kind]), element('span', {}, text));

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
