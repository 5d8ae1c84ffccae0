// npm start: sets up what is missing, builds, and serves the demo with everything it signs in to,
// on this machine alone. Nothing has to be installed first but Rust (rustup), Node.js and a browser.
//
//   --port <n>           of the demo; without it 5173 or the next free one
//   --sandbox-port <n>   of the test doubles
//   --oidc-port <n>      of the OpenID Connect server
//   --relay-port <n>     of docgate-relay
//   --built              serves the demo's static build instead of its sources

import { report } from './setup/cannot.mjs';
import { checkNode, setUp } from './setup/index.mjs';

try {
  checkNode();
  await setUp();
  // What these import exists only after set-up.
  const { serve } = await import('./serve/all.mjs');
  await serve(process.argv.slice(2));
} catch (error) {
  report(error);
}
