// Unions of texts that may grow without breaking anybody: an app is told to expect values that it does not know. One that
// has lost a text breaks who compares with it.

import { compiled } from './compiler.mjs';

const GROWING = ['AuthErrorCode', 'CheckName', 'FindingCode'];

/**
 * `pairs`: `{ entry, old, present }`, names of `files`. Where such a union has grown, the old file gets the new one, so that
 * nothing that uses it counts as changed. Gives what that means: `[{ change, entry, what }]`.
 */
export function grow(files, pairs) {
  const found = pairs.flatMap(({ entry, old, present }) =>
    GROWING.map((name) => ({ entry, old, name, a: unionIn(files[old], name), b: unionIn(files[present], name) })),
  );
  const both = found.filter(({ a, b }) => a !== undefined && b !== undefined && a !== b);
  const lines = both.map(
    ({ a, b }, at) => `export type V${at} = [${a}] extends [${b}] ? [${b}] extends [${a}] ? 'same' : 'grew' : 'lost';`,
  );
  if (lines.length === 0) return [];
  const said = compiled(
    { 'check.ts': lines.join('\n') },
    ({ checker, source }) => {
      const all = checker.getExportsOfModule(checker.getSymbolAtLocation(source('check.ts')));
      return new Map(all.map((it) => [it.name, checker.typeToString(checker.getDeclaredTypeOfSymbol(it))]));
    },
    { noLib: true },
  );
  const reasons = [];
  for (const [at, { entry, old, name, b }] of both.entries()) {
    const verdict = said.get(`V${at}`);
    if (verdict === '"lost"') reasons.push({ change: 'major', entry, what: `${name} has lost a text` });
    if (verdict !== '"grew"') continue;
    reasons.push({ change: 'minor', entry, what: `${name} has grown` });
    files[old] = files[old].replace(alias(name), (_all, head) => `${head}${b};`);
  }
  return reasons;
}

const unionIn = (text, name) => alias(name).exec(text)?.[2];

const alias = (name) => new RegExp(`^((?:export )?type ${name} =)([^;]*);`, 'm');
