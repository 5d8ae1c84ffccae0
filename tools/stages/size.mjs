// What is published fits its budget.

import { CannotGoOn } from '../setup/cannot.mjs';
import { measure, overBudget, table } from '../size/index.mjs';

export async function size() {
  const sizes = await measure();
  console.log(table(sizes));
  const over = overBudget(sizes);
  if (over.length > 0) throw new CannotGoOn(over.join('\n'));
}
