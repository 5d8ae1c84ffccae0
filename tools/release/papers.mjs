// What the package carries beside code: the changelog and the bills of materials.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, step } from '../build/step.mjs';
import { at, dist } from '../paths.mjs';
import { doubles, wasm } from './crates.mjs';
import { asText, cratesBom, npmBom } from './sbom.mjs';

const folder = at('pkg', 'sbom');
const outputs = [
  at('pkg', 'CHANGELOG.md'),
  join(folder, 'crates.cdx.json'),
  join(folder, 'testing.cdx.json'),
  join(folder, 'npm.cdx.json'),
];

/** Writes `pkg/CHANGELOG.md` and `pkg/sbom`, after everything in `pkg/dist`. */
export async function papers() {
  const shipped = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name))
    .sort();
  const manifests = [
    'pkg/package.json',
    'Cargo.toml',
    'sandbox/Cargo.toml',
    'Cargo.lock',
    'rust-toolchain.toml',
    'CHANGELOG.md',
  ].map((it) => at(it));
  const files = [...shipped, ...manifests, ...filesBelow('tools/release', '.mjs')];
  await step('papers', { files, outputs }, async () => {
    copyFileSync(at('CHANGELOG.md'), outputs[0]);
    mkdirSync(folder, { recursive: true });
    const crates = [await cratesBom(wasm), await cratesBom(doubles)];
    for (const [index, bill] of crates.entries()) writeFileSync(outputs[index + 1], asText(bill));
    const manifest = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
    const named = shipped.map((path) => [
      `dist/${path.slice(dist.length + 1).replaceAll('\\', '/')}`,
      readFileSync(path),
    ]);
    writeFileSync(outputs[3], asText(npmBom(manifest, named, crates)));
  });
}
