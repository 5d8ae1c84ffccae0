// The scripted provider of `docgate/testing`: the sandbox's pure core as wasm, in a module of its own that the entry loads
// when a test asks for it.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { at, dist, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { bindgenInto } from './bindgen.mjs';
import { bundled } from './bundled.mjs';
import { factory } from './factory.mjs';
import { encodedRustflags } from './flags.mjs';
import { refuseMachinePaths } from './privacy.mjs';
import { filesBelow, step } from './step.mjs';

// Flags and features differ from those of every other build, hence a target folder of its own.
const folder = join(target, 'script');
const wasm = join(folder, 'provider', 'provider_bg.wasm');
const glue = join(folder, 'provider', 'provider.js');

/** What is loaded apart, by the kind of module that loads it. */
export const providerModules = { esm: join(dist, 'testing_provider.js'), cjs: join(dist, 'testing_provider.cjs') };

/** Writes both modules, with the wasm inside. */
export async function testingProvider() {
  const compiled = await compiledSandbox();
  await step('testing_provider.core', { files: [compiled], outputs: [wasm, glue] }, async () => {
    await bindgenInto(join(folder, 'provider'), compiled, 'provider', [
      '--remove-name-section',
      '--remove-producers-section',
    ]);
    await refuseMachinePaths(wasm);
    writeFileSync(`${glue}.made`, factory(readFileSync(glue, 'utf8')));
    renameSync(`${glue}.made`, glue);
  });
  const outputs = Object.values(providerModules);
  const files = [...filesBelow('src/js', '.ts'), wasm, glue, at('package-lock.json')];
  await step('testing_provider.bundle', { files, outputs }, async () => {
    for (const [format, outfile] of Object.entries(providerModules)) {
      const rest = { platform: 'neutral', plugins: [embeddedProvider] };
      await bundled('src/js/testing_provider.ts', format, outfile, rest);
    }
  });
}

/**
 * For the bundle of an entry: what is loaded when it is wanted stays a file of its own, beside it. `extension` is that of
 * the file, as the entry's own.
 */
export const apart = (extension = '.js') => ({
  name: 'docgate:apart',
  setup(build) {
    // Jest runs CommonJS where nothing can be imported.
    if (extension === '.cjs') build.initialOptions.supported = { 'dynamic-import': false };
    build.onResolve({ filter: /\/testing_provider\.js$/ }, ({ path }) => ({
      path: `./${basename(path, '.js')}${extension}`,
      external: true,
    }));
  },
});

// Compiled for speed of the build: it is not what ships to people.
async function compiledSandbox() {
  const output = join(folder, 'wasm32-unknown-unknown', 'script', 'docgate_sandbox.wasm');
  const flags = (await encodedRustflags())
    .split('\x1f')
    .filter((flag) => flag.startsWith('--remap-path-prefix='))
    .join('\x1f');
  const files = [
    ...filesBelow('sandbox/src', '.rs'),
    ...['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'sandbox/Cargo.toml'].map((name) => at(name)),
  ];
  await step('testing_provider.compile', { files, values: [flags], outputs: [output] }, async () => {
    console.log("  compiling the scripted provider of 'testing'");
    mkdirSync(folder, { recursive: true });
    await run(
      'cargo',
      [
        ...['rustc', '--quiet', '--locked', '--package', 'docgate-sandbox', '--lib', '--crate-type', 'cdylib'],
        ...['--profile', 'script', '--target', 'wasm32-unknown-unknown', '--target-dir', folder],
        ...['--no-default-features', '--features', 'script'],
      ],
      { env: { CARGO_ENCODED_RUSTFLAGS: flags }, title: 'compiling the sandbox for wasm' },
    );
  });
  return output;
}

// `docgate:provider` (src/js/testing/wasm.d.ts). In base 64: it is never compiled before something else was awaited.
const embeddedProvider = {
  name: 'docgate:provider',
  setup(build) {
    build.onResolve({ filter: /^docgate:provider$/ }, () => ({ path: 'provider', namespace: 'docgate' }));
    build.onLoad({ filter: /.*/, namespace: 'docgate' }, () => ({
      contents: `${readFileSync(glue, 'utf8')}\nexport const base64 = '${readFileSync(wasm).toString('base64')}';\n`,
      loader: 'js',
      resolveDir: folder,
    }));
  },
};
