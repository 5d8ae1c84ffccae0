// Prints the version of the engine under test, as a session of it tells.

import { openSession } from './support/session.mjs';

const session = await openSession();
try {
  console.log(`version ${(await session.getCapabilities()).getBrowserVersion()}`);
} finally {
  await session.quit();
}
