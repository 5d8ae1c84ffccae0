// Formatting of everything, and the lints of everything that is not Rust.

import { readdirSync } from 'node:fs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';

export async function format() {
  await run('cargo', ['fmt', '--all', '--check'], { title: 'cargo fmt --check' });
  const shared = readdirSync(at('tests', 'support')).filter((name) => name.endsWith('.rs'));
  await run('rustfmt', ['--check', '--edition', '2024', ...shared.map((name) => at('tests', 'support', name))], {
    title: 'rustfmt --check tests/support',
  });
  await run(
    at('node_modules', '.bin', 'biome'),
    ['check', '--error-on-warnings', '--colors=off', '--max-diagnostics=30'],
    {
      title: 'biome',
    },
  );
}
