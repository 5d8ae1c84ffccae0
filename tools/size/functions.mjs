// Where the bytes of the wasm are: the code of each function, summed by module path, biggest
// first. Read from the lowered module, which still has its names.

import { readFileSync } from 'node:fs';

/** `{ code: [{ name, bytes }], sections: { name: bytes } }` of the module at `path`. */
export function functionSizes(path) {
  const bytes = readFileSync(path);
  const sections = {};
  const names = new Map();
  let imported = 0;
  let code = [];
  for (const { id, start, end } of sectionsOf(bytes)) {
    const at = cursor(bytes, start);
    sections[sectionName(id)] = (sections[sectionName(id)] ?? 0) + end - start;
    if (id === 2) imported = importedFunctions(at);
    if (id === 10) code = Array.from({ length: at.number() }, () => at.skip(at.number()));
    if (id === 0 && at.text() === 'name') readNames(at, end, names);
  }
  return {
    sections,
    code: code.map((size, index) => ({ name: names.get(index + imported) ?? `#${index + imported}`, bytes: size })),
  };
}

/** Sums by the first `depth` parts of the path: `docgate::core::token`. */
export function byModule(code, depth) {
  const sums = new Map();
  for (const { name, bytes } of code) {
    const path = plain(name).split('::').slice(0, depth).join('::');
    sums.set(path, (sums.get(path) ?? 0) + bytes);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

// `_ZN7docgate4core5token4read17h…E` and `<a::B as c::D>::e` become `a::B::e`.
export function plain(name) {
  const legacy = /^_ZN(.*)E$/.exec(name)?.[1];
  let path = name;
  if (legacy !== undefined) {
    const parts = [];
    let rest = legacy;
    for (let match = /^(\d+)/.exec(rest); match !== null; match = /^(\d+)/.exec(rest)) {
      const from = match[1].length;
      parts.push(rest.slice(from, from + Number(match[1])));
      rest = rest.slice(from + Number(match[1]));
    }
    path = parts
      .join('::')
      .replaceAll('$LT$', '<')
      .replaceAll('$GT$', '>')
      .replaceAll('$u20$', ' ')
      .replaceAll('..', '::')
      .replace(/\$\w+\$/g, '');
  }
  return path
    .replace(/^_?<+[&*]*/, '')
    .replace(/ as [^>]*>/, '')
    .replace(/[<>]/g, '');
}

export function* sectionsOf(bytes) {
  const at = cursor(bytes, 8);
  while (at.position < bytes.length) {
    const id = at.byte();
    const size = at.number();
    yield { id, start: at.position, end: at.position + size };
    at.skip(size);
  }
}

function importedFunctions(at) {
  let functions = 0;
  for (let left = at.number(); left > 0; left -= 1) {
    at.text();
    at.text();
    const kind = at.byte();
    if (kind !== 0) throw new Error('only functions are expected among the imports');
    at.number();
    functions += 1;
  }
  return functions;
}

function readNames(at, end, names) {
  while (at.position < end) {
    const id = at.byte();
    const size = at.number();
    if (id !== 1) {
      at.skip(size);
      continue;
    }
    for (let left = at.number(); left > 0; left -= 1) names.set(at.number(), at.text());
  }
}

function cursor(bytes, start) {
  const at = {
    position: start,
    byte: () => bytes[at.position++],
    number() {
      let result = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = at.byte();
        result |= (byte & 127) << shift;
        if (byte < 128) return result >>> 0;
      }
    },
    skip(length) {
      at.position += length;
      return length;
    },
    text() {
      const length = at.number();
      const from = at.position;
      at.skip(length);
      return bytes.toString('utf8', from, at.position);
    },
  };
  return at;
}

const sectionName = (id) =>
  [
    'custom',
    'types',
    'imports',
    'functions',
    'tables',
    'memory',
    'globals',
    'exports',
    'start',
    'elements',
    'code',
    'data',
  ][id] ?? `section ${id}`;
