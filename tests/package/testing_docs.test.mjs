/** Every sample of docs/testing.md is a whole file that compiles, with the types of the package and of Playwright. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { at, target } from '../../tools/paths.mjs';
import { run } from '../../tools/process/run.mjs';

const page = readFileSync(at('docs', 'testing.md'), 'utf8');

/** What the compiler says of these files. */
async function complaints(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, code] of files) writeFileSync(join(folder, name), `${code}\nexport {};\n`);
  const entry = (name) => [at('src', 'js', `${name}.ts`)];
  const project = {
    extends: at('tsconfig.json'),
    compilerOptions: {
      allowJs: true,
      erasableSyntaxOnly: false,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [at('node_modules', '@types')],
      paths: {
        docgate: entry('index'),
        'docgate/testing': entry('testing'),
        'playwright-core': [at('node_modules', 'playwright-core')],
      },
    },
    include: [
      at('tools', 'docs', 'runners.d.ts'),
      at('src', 'js', 'core.d.ts'),
      at('src', 'js', 'testing', 'wasm.d.ts'),
      './*',
    ],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  const { output } = await run(process.execPath, [tsc, '-p', folder], { expect: 'any' });
  return output.trim();
}

test('each sample compiles', { timeout: 120_000 }, async () => {
  const fences = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  assert.ok(fences.length > 7, `${fences.length} samples`);
  const files = fences.map(([, language, code], at) => [`sample-${at + 1}.${language}`, code]);
  assert.equal(await complaints(join(target, 'docs', 'testing-samples'), files), '');
});

test('the compiler sees what is wrong in one', { timeout: 120_000 }, async () => {
  const wrong = [
    ['start.ts', "import { fakeAuth } from 'docgate/testing'; fakeAuth({ start: 'somehow' });"],
    ['route.ts', "import { provider } from 'docgate/testing'; await (await provider()).route({ goto() {} });"],
    [
      'auth.ts',
      "import type { Auth } from 'docgate'; import { fakeAuth } from 'docgate/testing'; export const auth: Auth = fakeAuth();",
    ],
  ];
  const said = await complaints(join(target, 'docs', 'wrong-testing-samples'), wrong);
  for (const [name] of wrong) assert.ok(said.includes(name), `${name}: ${said}`);
});

test('every option and control has its place in the tables', () => {
  const source = readFileSync(at('src', 'js', 'testing', 'fake_types.ts'), 'utf8');
  const names = [...source.matchAll(/^ {2}(?:readonly )?(\w+)(?:\?)?[:(]/gm)].map(([, name]) => name);
  assert.ok(names.length > 25, names.join());
  for (const name of names.filter((name) => !['auth', 'control'].includes(name))) {
    assert.match(page, new RegExp(`\`(?:control\\.)?${name}(?:\\(|\`)`), name);
  }
});
