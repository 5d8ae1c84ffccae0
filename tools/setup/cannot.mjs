// Why set-up cannot go on, as one sentence for a person. The start scripts print it without a
// stack and end with status 1.

export class CannotGoOn extends Error {
  constructor(message, output = '') {
    super(message);
    this.name = 'CannotGoOn';
    this.output = output;
  }
}

/** Prints what stopped a script, and makes the process end with status 1. */
export function report(error) {
  const lines = shortened(String(error.output ?? '').trimEnd());
  if (lines !== '') process.stderr.write(`${lines}\n`);
  const plain = error.name === 'CannotGoOn' || error.name === 'CommandFailed';
  process.stderr.write(`\n${plain ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
}

// Programs say what is wrong at the beginning or at the end.
function shortened(output) {
  const lines = output.split('\n');
  return lines.length <= 80 ? output : [...lines.slice(0, 30), '[…]', ...lines.slice(-50)].join('\n');
}
