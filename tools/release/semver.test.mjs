// What a change of types is called: a break, an addition, or neither; and which version may follow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compared, worst } from './compare_types.mjs';
import { fits, sinceLastRelease, worded } from './semver.mjs';

const face = `
export declare function make(config: Config): Face;
export declare function handOn(session: Session): void;
export interface Config { readonly id: string; readonly look?: { readonly dark?: boolean } }
export interface Face {
  read(options?: Options): Promise<Session>;
  listen(listener: (event: Event) => void): () => void;
}
export interface Options { readonly fresh?: boolean }
export interface Session { readonly name: string; readonly until: number | null }
export type AuthErrorCode = 'one' | 'two';
export interface Event { readonly type: 'in' | 'out'; readonly code?: AuthErrorCode }
export interface Box<T> { readonly inside: T }
type Hidden = string;
export {};
`;

const cases = [
  ['nothing', 'patch'],
  ['a comment', 'patch', ['export interface Options', '/** New words. */\nexport interface Options']],
  ['what nobody can name', 'patch', ['type Hidden = string', 'type Concealed = number']],
  ['a new export', 'minor', ['export {}', 'export declare const more: 1;\nexport {}']],
  ['an export that is gone', 'major', ['export interface Box<T> { readonly inside: T }', '']],
  ['a config key that may be there', 'minor', ['readonly id: string', 'readonly id: string; readonly more?: string']],
  ['a config key that must be there', 'major', ['readonly id: string', 'readonly id: string; readonly more: string']],
  ['a config key that is gone', 'major', ['; readonly look?: { readonly dark?: boolean }', '']],
  ['a key within a key that is gone', 'major', ['readonly dark?: boolean', '']],
  ['a config key that takes more', 'minor', ['readonly id: string', 'readonly id: string | number']],
  ['a config key that takes less', 'major', ['readonly id: string', "readonly id: 'a' | 'b'"]],
  ['more in what is given', 'minor', ['readonly name: string', 'readonly name: string; readonly mail: string']],
  ['less in what is given', 'major', ['readonly name: string; ', '']],
  ['a wider type in what is given', 'major', ['readonly name: string', 'readonly name: string | null']],
  ['a narrower type in what is given', 'minor', ['number | null', 'number']],
  ['an option of a method that must be there', 'major', ['readonly fresh?: boolean', 'readonly fresh: boolean']],
  ['a parameter that must be there', 'major', ['read(options?: Options)', 'read(options: Options)']],
  ['a further parameter that may be there', 'minor', ['(options?: Options)', '(options?: Options, more?: string)']],
  ['a listener that hears of more', 'major', ["'in' | 'out'", "'in' | 'out' | 'else'"]],
  ['one more error code', 'minor', ["'one' | 'two'", "'one' | 'two' | 'three'"]],
  ['one error code less', 'major', ["'one' | 'two'", "'one'"]],
  ['one more type parameter', 'major', ['Box<T>', 'Box<T, U>']],
  [
    'one that has a default',
    'minor',
    ['Box<T> { readonly inside: T }', 'Box<T, U = 1> { readonly inside: T; readonly u?: U }'],
  ],
  [
    'two things',
    'major',
    ['readonly id: string', 'readonly id: string; readonly more?: string'],
    ['export {}', 'export declare const n: 1;\nexport {}'],
    ['readonly name: string; ', ''],
  ],
];

/** `face` with each of `edits` (`[from, to]`), each of which has to be found. */
function changed(edits) {
  let text = face;
  for (const [from, to] of edits) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  return text;
}

// All of them at once, each as an entry: the compiler takes its time to begin.
const named = cases.map(([what, change, ...edits]) => ({ entry: what.replaceAll(/\W/g, '_'), what, change, edits }));
const { reasons } = compared(
  new Map(named.map(({ entry }) => [entry, face])),
  new Map(named.map(({ entry, edits }) => [entry, changed(edits)])),
);
for (const { entry, what, change } of named) {
  test(`${what}: ${change}`, () => {
    const own = reasons.filter((it) => it.entry === entry);
    assert.equal(worst(own), change, own.map(worded).join('\n'));
  });
}

test('entries that come and go', () => {
  const [one, two] = [
    new Map([['index', face]]),
    new Map([
      ['index', face],
      ['more', face],
    ]),
  ];
  assert.equal(compared(one, two).change, 'minor');
  assert.equal(compared(two, one).change, 'major');
});

test('entries that use the first one, and types of peer packages', () => {
  const adapter = (held) => `import type { JSX, Signal } from 'peer';
import type { Session } from 'docgate';
export declare function session(): Signal<${held}>;
export declare function Guard(): JSX.Element;
export {};
`;
  const use =
    "import type { Config } from 'docgate';\nexport declare function use(config: Config): string;\nexport {};\n";
  const [less, more] = ['Session', 'Session | null'].map(adapter);
  const { reasons: found } = compared(
    new Map(Object.entries({ index: face, narrower: more, wider: less, use })),
    new Map(
      Object.entries({
        index: face.replace('readonly id: string', 'readonly id: string; readonly more: string'),
        narrower: less,
        wider: more,
        use,
      }),
    ),
  );
  const change = (entry) => worst(found.filter((it) => it.entry === entry));
  assert.deepEqual(
    ['index', 'narrower', 'wider', 'use'].map(change),
    ['major', 'minor', 'major', 'major'],
    found.map(worded).join('\n'),
  );
});

for (const [last, version, change, good] of [
  ['0.1.0', '0.1.0', 'patch', true],
  ['0.1.0', '0.1.0', 'minor', false],
  ['0.1.0', '0.1.1', 'minor', true],
  ['0.1.0', '0.1.1', 'major', false],
  ['0.1.0', '0.2.0', 'major', true],
  ['0.2.0', '0.1.9', 'patch', false],
  ['0.9.0', '1.0.0', 'patch', true],
  ['1.2.3', '1.2.4', 'minor', false],
  ['1.2.3', '1.3.0', 'minor', true],
  ['1.2.3', '1.3.0', 'major', false],
  ['1.2.3', '2.0.0', 'major', true],
  ['1.2.3', '1.2.4-rc.1', 'patch', true],
]) {
  test(`${last}, a ${change} change, ${version}: ${good ? 'good' : 'refused'}`, () =>
    assert.equal(fits(last, version, change), good));
}

test('the version of the package fits what has changed since its last release', () => {
  const { good, change, last, version, reasons } = sinceLastRelease();
  assert.ok(good, `${version} after ${last} with a ${change} change:\n${reasons.map(worded).join('\n')}`);
});
