// npm run build:demo   the package, then the demo as a static site in www/dist (www/README.md), the documentation beside it

import { buildDemo } from './build/demo.mjs';
import { buildPackage } from './build/package.mjs';
import { buildDocs } from './docs/site.mjs';
import { report } from './setup/cannot.mjs';
import { say } from './setup/say.mjs';

try {
  await say('Building the package', buildPackage);
  const folder = await say('Building the demo', buildDemo);
  await say('Building the documentation', async () => buildDocs());
  console.log(`\n${folder}`);
} catch (error) {
  report(error);
}
