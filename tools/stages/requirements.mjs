// docs/requirements.md is what this run would write.

import { differences } from '../requirements/index.mjs';
import { CannotGoOn } from '../setup/cannot.mjs';

export function requirements() {
  const found = differences();
  if (found.length === 0) return;
  throw new CannotGoOn(
    'docs/requirements.md is not what this run gives. Write it anew: npm run requirements',
    found.slice(0, 40).join('\n'),
  );
}
