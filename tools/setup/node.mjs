// The Node.js that runs these scripts. Nothing here needs an installed package.

import { CannotGoOn } from './cannot.mjs';

/** What Vite needs, the most demanding of the tools. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const good = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!good) {
    throw new CannotGoOn(
      `Node.js ${version} cannot run this; it needs 20.19 or a later 20, or 22.12 and later: https://nodejs.org`,
    );
  }
}
