// What the module's data says, by the file of the source that says it.

import { readFileSync } from 'node:fs';
import { filesBelow } from '../build/step.mjs';
import { root } from '../paths.mjs';

/** `[{ area, part, bytes }]`; every byte is in one row. */
export function dataByOrigin(data) {
  const parts = new Array(data.length).fill('numbers, and addresses of texts');
  const found = literals().sort((one, two) => two.text.length - one.text.length);
  for (const { text, origin } of found) {
    const bytes = Buffer.from(text);
    for (let at = data.indexOf(bytes); at >= 0; at = data.indexOf(bytes, at + 1)) {
      const free = parts.slice(at, at + bytes.length).every((part) => part.startsWith('numbers'));
      if (!free) continue;
      parts.fill(origin, at, at + bytes.length);
      break;
    }
  }
  // What is readable and in no source of ours.
  for (let at = 0; at < data.length; at += 1) {
    const run = /^[\x20-\x7e]{6,}/.exec(data.subarray(at, at + 400).toString('latin1'))?.[0].length ?? 0;
    if (run > 0 && parts[at].startsWith('numbers')) {
      for (let end = at; end < at + run && parts[end].startsWith('numbers'); end += 1)
        parts[end] = 'texts of libraries';
    }
  }
  return [...new Set(parts)].map((part) => ({
    area: 'data',
    part,
    bytes: Buffer.from(data.filter((_, at) => parts[at] === part)),
  }));
}

// All texts of the source that are long enough to be told apart.
function literals() {
  return filesBelow('src', '.rs')
    .filter((path) => !path.includes('/tests/'))
    .flatMap((path) => {
      const code = readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, '');
      const texts = [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)]
        .map(([, text]) => text)
        .filter((text) => text.length > 2);
      return texts.map((text) => ({ text, origin: origin(path.slice(root.length + 1), text) }));
    });
}

function origin(path, text) {
  if (path === 'src/core/error.rs') return text.includes(' ') ? 'messages of errors' : 'codes of errors';
  if (path.startsWith('src/providers/'))
    return text.includes(' ') ? "hints of the providers' data" : "names and addresses of the providers' data";
  return text.includes(' ') ? 'hints of the core' : 'names of members, keys and events';
}
