// Every module that applies was played and ended as it is to, and docs/conformance.md is what this run would write.

import { conformanceMistakes } from '../conformance/index.mjs';
import { CannotGoOn } from '../setup/cannot.mjs';

export function conformance() {
  const wrong = conformanceMistakes();
  if (wrong.length > 0) throw new CannotGoOn(wrong.join('\n'));
}
