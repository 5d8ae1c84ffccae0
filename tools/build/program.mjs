// Compiles a program of the workspace.

import { run } from '../process/run.mjs';

/** Compiles the package `name`, unoptimised, and gives the path of the program of that name. */
export async function buildProgram(name, { title }) {
  const { stdout } = await run(
    'cargo',
    ['build', '--quiet', '--locked', '--package', name, '--bins', '--message-format', 'json-render-diagnostics'],
    { title },
  );
  const program = stdout
    .split('\n')
    .filter((line) => line.includes('"executable"'))
    .map((line) => JSON.parse(line))
    .find(({ target, executable }) => target.name === name && typeof executable === 'string')?.executable;
  if (program === undefined) throw new Error(`cargo built no program ${name}`);
  return program;
}
