// What is published can be built.

import { buildPackage } from '../build/package.mjs';

export async function build() {
  await buildPackage();
}
