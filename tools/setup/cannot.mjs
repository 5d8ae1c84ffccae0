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
  const lines = String(error.output ?? '')
    .trimEnd()
    .split('\n')
    .slice(-40)
    .join('\n');
  if (lines !== '') process.stderr.write(`${lines}\n`);
  const plain = error.name === 'CannotGoOn' || error.name === 'CommandFailed';
  process.stderr.write(`\n${plain ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
}
