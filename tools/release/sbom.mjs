// Software bills of materials, in CycloneDX 1.6: what is in the tarball, and what is in its wasm.
//
// The same sources give the same bytes: neither a time nor a random serial number is in them, which the specification
// leaves to us, and no folder of the machine that built.

import { createHash } from 'node:crypto';
import { run } from '../process/run.mjs';
import { cratesOf } from './crates.mjs';

/** The crates that are compiled into `what` (of crates.mjs), with the standard library that rustc links. */
export async function cratesBom(what) {
  const crates = await cratesOf(what);
  const own = crates.find((crate) => crate.name === what.package);
  const others = crates.filter((crate) => crate !== own).map(crateComponent);
  const library = await standardLibrary();
  const root = crateComponent(own);
  return bom(root, [...others, library]);
}

/** The files of the tarball, with their hashes; `crates`: the bills of what they embed, which it refers to. */
export function npmBom(manifest, files, crates) {
  const purl = `pkg:npm/${manifest.name}@${manifest.version}`;
  const root = {
    type: 'library',
    'bom-ref': purl,
    name: manifest.name,
    version: manifest.version,
    description: manifest.description,
    licenses: [{ expression: manifest.license }],
    purl,
  };
  const inside = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({
      type: 'file',
      'bom-ref': `file:${name}`,
      name,
      hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(bytes).digest('hex') }],
    }));
  // In the wasm that the modules embed: what it is made of say the other bills.
  return bom(root, [...inside, ...crates.map((it) => ({ ...it.metadata.component, scope: 'required' }))]);
}

function bom(root, components) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: root },
    components,
    dependencies: [
      { ref: root['bom-ref'], dependsOn: components.map((it) => it['bom-ref']) },
      ...components.map((it) => ({ ref: it['bom-ref'] })),
    ],
  };
}

function crateComponent({ name, version, licence, checksum }) {
  const purl = `pkg:cargo/${name}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(checksum === null ? {} : { hashes: [{ alg: 'SHA-256', content: checksum }] }),
    // Some crates still write the slash that stood for OR before SPDX.
    ...(licence === null ? {} : { licenses: [{ expression: licence.replaceAll(/\s*\/\s*/g, ' OR ') }] }),
    purl,
  };
}

async function standardLibrary() {
  const { stdout } = await run('rustc', ['-vV'], { title: 'rustc -vV' });
  const version = /^release: (\S+)$/m.exec(stdout)[1];
  const commit = /^commit-hash: (\w+)$/m.exec(stdout)?.[1];
  const purl = `pkg:github/rust-lang/rust@${commit ?? version}#library/std`;
  return {
    type: 'library',
    'bom-ref': purl,
    name: 'std',
    version,
    description: "Rust's standard library, linked by the compiler",
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
    purl,
  };
}

/** As it is written: with a line break at the end. */
export const asText = (value) => `${JSON.stringify(value, null, 2)}\n`;
