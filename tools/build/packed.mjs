// The text of a module (pack.mjs), read back by what ships before it is used.

import { readFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { pack } from './pack.mjs';

/** The text of the module at `path`. */
export async function packed(path) {
  const module = readFileSync(path);
  const text = pack(module);
  const { unpack } = await unpacker();
  if (!module.equals(unpack(text))) throw new Error(`${path} does not come back from its text`);
  return text;
}

/** `src/js/unpack.ts`, to be called here. */
export async function unpacker() {
  const { transform } = await import('esbuild');
  const { code } = await transform(readFileSync(at('src', 'js', 'unpack.ts'), 'utf8'), { loader: 'ts' });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
