// docs/requirements.md is what this run would write.

import { writtenTableMatches } from '../requirements/index.mjs';
import { CannotGoOn } from '../setup/cannot.mjs';

export function requirements() {
  if (!writtenTableMatches()) {
    throw new CannotGoOn('docs/requirements.md is not what this run gives. Write it anew: npm run requirements');
  }
}
