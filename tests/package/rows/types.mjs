import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from '../../../tools/paths.mjs';
import { pinned, project } from '../support/project.mjs';

export const name = 'types';
export const toolchain = pinned('types', 'typescript', 'typescript-5');

/** How consumers resolve: as bundlers do, and as Node does from modules and from CommonJS. */
const WAYS = [
  ['bundler', 'ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ['node16, module', 'mts', { module: 'node16', moduleResolution: 'node16' }],
  ['node16, CommonJS', 'cts', { module: 'node16', moduleResolution: 'node16' }],
  ['nodenext, module', 'mts', { module: 'nodenext', moduleResolution: 'nodenext' }],
  ['nodenext, CommonJS', 'cts', { module: 'nodenext', moduleResolution: 'nodenext' }],
];

/** A file that uses each entry, type-checked with the declarations of the package themselves (`skipLibCheck: false`). */
export async function run() {
  const { folder, run } = await project('types', { shared: false });
  const consumers = (await readdir(join(folder, 'consumers'))).map((file) => file.replace(/\.ts$/, ''));
  const missing = entries().filter((entry) => !consumers.includes(entry));
  if (missing.length > 0) throw new Error(`no consumer of ${missing.join(', ')}`);
  for (const [way, extension, options] of WAYS) {
    const place = join(folder, way.replace(', ', '-'));
    await mkdir(place);
    for (const consumer of consumers) {
      await copyFile(join(folder, 'consumers', `${consumer}.ts`), join(place, `${consumer}.${extension}`));
    }
    const compilerOptions = { ...strict, ...options };
    await writeFile(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    for (const compiler of ['typescript', 'typescript-5']) {
      const tsc = join(folder, 'node_modules', compiler, 'bin', 'tsc');
      await run(process.execPath, [tsc, '--project', place], { title: `${compiler}, ${way}` });
    }
  }
  return `${consumers.length} entries: bundler, node16 and nodenext (both kinds); skipLibCheck false`;
}

const strict = {
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Those that have types and need no other package. */
function entries() {
  const { exports, peerDependencies } = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  const peers = Object.keys(peerDependencies).map((peer) => peer.replace(/^@(.*)\/.*/, '$1').replace('-js', ''));
  return Object.entries(exports)
    .filter(([, target]) => typeof target !== 'string')
    .map(([path]) => (path === '.' ? 'index' : path.slice(2).replaceAll('/', '_')))
    .filter((entry) => !peers.includes(entry));
}
