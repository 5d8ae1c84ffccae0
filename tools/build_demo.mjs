// npm run build:demo   the package, then the demo as a static site in www/dist (www/README.md)

import { buildDemo } from './build/demo.mjs';
import { buildPackage } from './build/package.mjs';
import { report } from './setup/cannot.mjs';
import { say } from './setup/say.mjs';

try {
  await say('Building the package', buildPackage);
  const folder = await say('Building the demo', buildDemo);
  console.log(`\n${folder}`);
} catch (error) {
  report(error);
}
