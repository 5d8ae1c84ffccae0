// What a change of the public types means for those who use them, as the TypeScript compiler sees it.
//
// Old and new declarations stand side by side in one program. Values decide by assignability: where the new one cannot
// stand in for the old one, code breaks; in that are the types that values take and give, each in its direction. What
// assignability does not see is asked for by name: exports and members that are gone. Whatever else is not identical was
// added. Members are looked at two levels deep.

import { SyntaxKind } from 'typescript/unstable/ast';
import { compiled } from './compiler.mjs';
import { grow } from './growing_unions.mjs';
import { peerTypes } from './peer_types.mjs';
import { strictMethods } from './strict_methods.mjs';

/**
 * `before` and `now`: maps from entry to text (`trackedTypes`). Gives `{ change, reasons }`: `major`, `minor` or `patch`
 * (which is also what no change is), and a line for each `{ change, entry, what }` that says so.
 */
export function compared(before, now) {
  const reasons = [];
  for (const entry of before.keys()) if (!now.has(entry)) reasons.push({ change: 'major', entry, what: 'is gone' });
  for (const entry of now.keys()) if (!before.has(entry)) reasons.push({ change: 'minor', entry, what: 'is new' });
  const other = (entry) => before.get(entry) !== now.get(entry);
  const entries = [...now.keys()].filter((entry) => before.has(entry) && (other(entry) || other('index')));
  if (entries.length > 0) reasons.push(...compareEntries(entries, before, now));
  return { change: worst(reasons), reasons };
}

/** The change that the worst of `reasons` makes. */
export const worst = (reasons) =>
  ['major', 'minor'].find((kind) => reasons.some(({ change }) => change === kind)) ?? 'patch';

function compareEntries(entries, before, now) {
  const plain = {};
  for (const [side, texts] of [
    ['old', before],
    ['new', now],
  ]) {
    for (const entry of new Set(['index', ...entries].filter((it) => texts.has(it)))) {
      plain[fileOf(side, entry)] = texts.get(entry).replaceAll(/ from 'docgate';/g, ` from './${side}_index.js';`);
    }
  }
  const files = strictMethods({ ...plain, 'peers.d.ts': peerTypes(Object.values(plain)) });
  const exports = exportsOf(files);
  const reasons = grow(
    files,
    entries.map((entry) => ({ entry, old: fileOf('old', entry), present: fileOf('new', entry) })),
  );
  reasons.push(...settle(files, entries, exports));
  const pairs = [];
  for (const entry of entries) {
    const [old, present] = ['old', 'new'].map((side) => exports.get(fileOf(side, entry)));
    for (const name of new Set([...old.keys(), ...present.keys()])) {
      if (!present.has(name)) reasons.push({ change: 'major', entry, what: `${name} is gone` });
      else if (!old.has(name)) reasons.push({ change: 'minor', entry, what: `${name} is new` });
      else pairs.push({ entry, name, old: old.get(name), present: present.get(name) });
    }
  }
  return [...reasons, ...judged(files, pairs)];
}

/**
 * What docgate alone makes. An app that hands an `Auth` on hands on a new one, so where the new type stands in for the old
 * one, it takes the old one's place before anything else is compared.
 */
const MADE = [
  'Account',
  'Auth',
  'AuthError',
  'AuthEvent',
  'Introspection',
  'LogEntry',
  'Outcome',
  'Session',
  'Snapshot',
  'User',
];

function settle(files, entries, exports) {
  const pairs = entries.flatMap((entry) => {
    const [old, present] = ['old', 'new'].map((side) => exports.get(fileOf(side, entry)));
    return MADE.filter((name) => old.has(name) && present.has(name)).map((name) => ({
      entry,
      name,
      old: old.get(name),
      present: present.get(name),
    }));
  });
  const found = judged(
    files,
    pairs.map((it) => ({ ...it, made: true })),
  );
  for (const { entry, name, old, present } of pairs) {
    if (found.some((it) => it.entry === entry && it.name === name && it.change === 'major')) continue;
    files[fileOf('old', entry)] = files[fileOf('old', entry)].replace(old.text, () => present.text);
  }
  return found;
}

const fileOf = (side, entry) => `${side}_${entry.replaceAll('/', '_')}.d.ts`;

/** A map from file to a map from exported name to `{ value, parameters: [least, most], text }`. */
function exportsOf(files) {
  return compiled(files, ({ source }) => new Map(Object.keys(files).map((file) => [file, exportsIn(source(file))])), {
    noLib: true,
  });
}

function exportsIn(file) {
  const names = new Map();
  for (const statement of file.statements) {
    if (!statement.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)) continue;
    const type = [SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeAliasDeclaration].includes(statement.kind);
    const parameters = statement.typeParameters ?? [];
    const least = parameters.filter(({ defaultType }) => defaultType === undefined).length;
    for (const { name } of statement.declarationList?.declarations ?? [statement]) {
      const text = file.text.slice(statement.getStart(file), statement.end);
      names.set(name.text, { value: !type, parameters: [least, parameters.length], text });
    }
  }
  return names;
}

const QUESTIONS = `
type Keys<T> = T extends unknown ? keyof T : never;
type Gone<A, B> = unknown extends B ? never : Exclude<Keys<A>, Keys<B>>;
type Below<A, B> = { [K in keyof A & keyof B]-?: Gone<NonNullable<A[K]>, NonNullable<B[K]>> }[keyof A & keyof B];
type Fits<A, B> = [B] extends [A] ? true : false;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
export type Verdict<A, B> = Same<A, B> extends true ? 'same' : [Gone<A, B>] extends [never]
  ? [Below<A, B>] extends [never] ? [Fits<A, B>, Fits<B, A>] : 'gone' : 'gone';
`;

function judged(files, pairs) {
  const sides = [...new Set(pairs.map(({ entry }) => entry))].flatMap((entry) =>
    ['old', 'new'].map(
      (side) => `import type * as ${spaceOf(side, entry)} from './${fileOf(side, entry).replace('.d.ts', '.js')}';`,
    ),
  );
  const lines = pairs.map(({ entry, name, old, present }, at) => {
    const asked = (side, { value, parameters }) => {
      const path = `${spaceOf(side, entry)}.${name}`;
      return value
        ? `typeof ${path}`
        : `${path}${parameters[1] ? `<${Array(parameters[1]).fill('any').join(', ')}>` : ''}`;
    };
    return `export type V${at} = Verdict<${asked('old', old)}, ${asked('new', present)}>;`;
  });
  const check = [...sides, QUESTIONS, ...lines].join('\n');
  return compiled({ ...files, 'check.ts': check }, ({ checker, source, problems }) => {
    const bad = problems();
    if (bad.length > 0) throw new Error(`cannot compare: ${bad.map(({ text }) => text).join('; ')}`);
    const all = checker.getExportsOfModule(checker.getSymbolAtLocation(source('check.ts')));
    const said = new Map(all.map((it) => [it.name, checker.typeToString(checker.getDeclaredTypeOfSymbol(it))]));
    return pairs.flatMap(({ entry, name, old, present, made }, at) => {
      const [change, words] = worded(old, present, said.get(`V${at}`), made);
      return change === 'patch' ? [] : [{ change, entry, name, what: `${name} ${words}` }];
    });
  });
}

const spaceOf = (side, entry) => `${side}_${entry.replaceAll(/\W/g, '_')}`;

function worded(old, present, verdict, given = old.value) {
  if (old.value !== present.value) return ['major', 'is another kind of thing'];
  if (!old.value && (present.parameters[0] > old.parameters[0] || present.parameters[1] < old.parameters[1])) {
    return ['major', 'takes other type parameters'];
  }
  const words = {
    '"same"': ['patch'],
    '"gone"': ['major', 'has lost a member'],
    '[true, true]': ['minor', 'has more'],
    '[true, false]': ['minor', 'gives more'],
    '[false, true]': given ? ['major', 'does not fit where it was used'] : ['minor', 'takes more'],
    '[false, false]': ['major', 'is another type'],
  }[verdict];
  if (words === undefined) throw new Error(`no verdict: ${verdict}`);
  return words;
}
