// Under which licences a crate may be that we hand on: permissive ones, whose only condition is a notice.

const ALLOWED = [
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'Zlib',
  'Unicode-3.0',
  'Unlicense',
  '0BSD',
  'CC0-1.0',
  'CDLA-Permissive-2.0',
];

/** Whether an SPDX `expression` lets us choose allowed licences alone. No licence is none that is allowed. */
export function isAllowed(expression) {
  if (expression === null) return false;
  // The slash is how crates wrote OR before SPDX.
  const tokens = expression.replaceAll('/', ' OR ').match(/\(|\)|[^\s()]+/g) ?? [];
  const [good, rest] = either(tokens);
  return good && rest.length === 0;
}

function either(tokens) {
  let [good, rest] = both(tokens);
  while (rest[0] === 'OR') {
    const [next, after] = both(rest.slice(1));
    good ||= next;
    rest = after;
  }
  return [good, rest];
}

function both(tokens) {
  let [good, rest] = one(tokens);
  while (rest[0] === 'AND') {
    const [next, after] = one(rest.slice(1));
    good &&= next;
    rest = after;
  }
  return [good, rest];
}

function one([first, ...rest]) {
  if (first === '(') {
    const [good, after] = either(rest);
    return after[0] === ')' ? [good, after.slice(1)] : [false, after];
  }
  // An exception only adds to what one may do.
  const after = rest[0] === 'WITH' ? rest.slice(2) : rest;
  return [ALLOWED.includes(first), after];
}

/** One sentence for each of `crates` (of crates.mjs) that we may not hand on. */
export const refusedLicences = (crates) =>
  crates
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, version, licence }) => `${name} ${version} is under ${licence ?? 'no licence'}`);
