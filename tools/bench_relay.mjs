// npm run bench:relay            both of them
// npm run bench:relay -- load    renewals at once, with slow connections held open
// npm run bench:relay -- limit   DocSpace's limit on: how long people wait

import { run } from './process/run.mjs';
import { report } from './setup/cannot.mjs';

try {
  console.log('Compiling the relay, the sandbox and the bench, optimised');
  const { stdout } = await run('cargo', [
    ...['build', '--quiet', '--locked', '--release', '--message-format', 'json-render-diagnostics'],
    ...['--package', 'docgate-relay', '--package', 'docgate-sandbox', '--bins', '--example', 'bench'],
  ]);
  const bench = stdout
    .split('\n')
    .filter((line) => line.includes('"executable"'))
    .map((line) => JSON.parse(line))
    .find(({ target, executable }) => target.name === 'bench' && typeof executable === 'string')?.executable;
  if (bench === undefined) throw new Error('cargo built no bench');
  const { code } = await run(bench, process.argv.slice(2), { show: true, expect: 'any' });
  process.exitCode = code === 0 ? 0 : 1;
} catch (error) {
  report(error);
}
