// Everything a fresh clone needs, in order. Each part does nothing when it is already done.

import { crates } from './crates.mjs';
import { packages } from './packages.mjs';
import { rust } from './rust.mjs';

export { checkNode } from './node.mjs';

/** What building needs. `checkNode` comes before, where the script begins. */
export async function setUp() {
  await rust();
  await packages();
  await crates();
}
