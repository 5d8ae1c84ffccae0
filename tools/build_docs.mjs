// npm run build:docs   the documentation as a static site in www/dist/docs
//
//   --reference   with the reference of the API, made from the types and the crate (typedoc, rustdoc): takes a minute,
//                 and the network the first time

import { parseArgs } from 'node:util';
import { buildDocs, builtDocs } from './docs/site.mjs';
import { report } from './setup/cannot.mjs';
import { say } from './setup/say.mjs';

try {
  const { values } = parseArgs({ options: { reference: { type: 'boolean' } } });
  const { reference = [], finish } = values.reference ? await (await import('./docs/reference.mjs')).reference() : {};
  await say('Building the documentation', async () => buildDocs({ reference }));
  await finish?.(builtDocs);
  console.log(`\n${builtDocs}`);
} catch (error) {
  report(error);
}
