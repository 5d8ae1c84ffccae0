// The locked crates, fetched once, so that a missing network is told apart from a failed build.

import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/** Downloads what Cargo.lock names and this machine does not have yet. */
export async function crates() {
  const there = await run('cargo', ['fetch', '--locked', '--offline'], { expect: 'any' });
  if (there.code === 0) return;
  await say('Fetching the crates of Cargo.lock', () => run('cargo', ['fetch', '--locked'])).catch((error) => {
    throw new CannotGoOn('cargo could not fetch the crates of Cargo.lock. Is there a network?', error.output);
  });
}
