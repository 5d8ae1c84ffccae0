/** Scopes with what they mean: granted, missing, and missing only by name, where another one opens the same. */
import type { Session } from 'docgate';
import { address, element } from './element.js';
import type { Gate } from './gate.js';
import { icon } from './icon.js';

type Standing = 'granted' | 'missing' | 'covered' | 'asked';

const WORDS: Readonly<Record<Standing, string>> = {
  granted: 'Granted',
  missing: 'Missing',
  covered: 'Not granted by name',
  asked: 'Will be asked for',
};

const PICTURES = { granted: 'good', missing: 'bad', covered: 'info', asked: 'out' } as const;

/** Nothing where the provider has no scopes. */
export function scopeList(gate: Gate, session: Session | null, askAgain: () => void): HTMLElement[] {
  const { scopes: asked } = gate.setUp.config;
  if (gate.auth === null) return [];
  if (asked === undefined) return [element('p', { class: 'hint' }, 'This provider has no scopes.')];
  const { coveredBy, explain } = gate.provider.scopes;
  if (session === null) return [list(asked.map((scope) => row(gate, scope, 'asked')))];
  const missing = session.missingScopes.map((scope) => {
    const by = coveredBy?.(scope, session.scopes) ?? null;
    return row(gate, scope, by === null ? 'missing' : 'covered', by);
  });
  const made: HTMLElement[] = [list([...session.scopes.map((scope) => row(gate, scope, 'granted')), ...missing])];
  const sentences = missing.length === 0 ? [] : (explain?.(session) ?? []);
  if (sentences.length > 0) {
    made.push(element('div', { class: 'advice' }, ...sentences.map((sentence) => element('p', {}, sentence))));
  }
  if (missing.length > 0) {
    const button = element('button', { type: 'button' }, 'Ask for what is missing');
    button.addEventListener('click', askAgain);
    made.push(element('p', { class: 'actions' }, button));
  } else {
    made.push(element('p', { class: 'hint' }, 'Nothing is missing: all that was asked for was granted.'));
  }
  return made;
}

const list = (rows: readonly HTMLElement[]) => element('ul', { class: 'scopes' }, ...rows);

function row(gate: Gate, scope: string, standing: Standing, by: string | null = null): HTMLElement {
  const { meanings, opens } = gate.provider.scopes;
  const routes = opens?.(scope) ?? [];
  const said = Object.hasOwn(meanings, scope) ? meanings[scope] : undefined;
  const words = [said, by === null ? undefined : `The API opens it by ${by}.`].filter((each) => each !== undefined);
  return element(
    'li',
    { class: `scope scope-${standing}` },
    icon(PICTURES[standing]),
    element(
      'span',
      { class: 'scope-head' },
      element('code', {}, ...address(scope)),
      element('span', { class: 'scope-standing' }, WORDS[standing]),
    ),
    ...(words.length === 0 ? [] : [element('span', { class: 'scope-means' }, words.join('. '))]),
    ...(routes.length === 0 ? [] : [element('span', { class: 'scope-opens' }, `Opens ${routes.join(', ')}`)]),
  );
}
