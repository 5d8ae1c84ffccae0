// The stages of `npm test`, in order: what fails fast comes first.

import { build } from './build.mjs';
import { clippy } from './clippy.mjs';
import { conformance } from './conformance.mjs';
import { e2e } from './e2e.mjs';
import { format } from './format.mjs';
import { host } from './host.mjs';
import { requirements } from './requirements.mjs';
import { size } from './size.mjs';
import { tools } from './tools.mjs';
import { types } from './types.mjs';
import { wasm } from './wasm.mjs';

/**
 * `run` throws, or gives `{ passed, failed, code, output }` where it ran tests. `after`: stages
 * without which it makes no sense.
 */
export const stages = [
  { name: 'format', run: format },
  { name: 'types', run: types },
  { name: 'clippy', run: clippy },
  { name: 'host', run: host, tests: true },
  { name: 'wasm', run: wasm, tests: true },
  { name: 'build', run: build },
  { name: 'size', run: size, after: ['build'] },
  { name: 'tools', run: tools, tests: true },
  { name: 'e2e', run: e2e, tests: true, after: ['build'] },
  { name: 'requirements', run: requirements, after: ['host', 'wasm', 'e2e'] },
  { name: 'conformance', run: conformance, after: ['e2e'] },
];
