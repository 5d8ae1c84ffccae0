/**
 * A throw-away project: a copy of tests/package/projects/<name>, with what its lock file says and docgate from the
 * tarball. It lies outside of the repository, so that nothing is found by accident in a node_modules further up. What npm
 * installed stays from run to run while the lock file is the same; the sources and docgate are new each time.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, root } from '../../../tools/paths.mjs';
import { run } from '../../../tools/process/run.mjs';
import { startService } from '../../../tools/process/service.mjs';
import { packedMain, tarball } from './tarball.mjs';

const projects = at('tests', 'package', 'projects');
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A folder for each checkout: two may run at the same time. */
const place = process.env.DOCGATE_PACKAGE_FOLDER ?? join(tmpdir(), `docgate-package-${digest(root)}`);

/** What tells a tool that nobody is there to be asked, and that it has nothing to report home. */
const ENVIRONMENT = {
  CI: '1',
  NO_COLOR: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** Name and version of a tool, as a project's package.json pins it; for the table's second column. */
export function pinned(name, ...tools) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(join(projects, name, 'package.json'), 'utf8'),
  );
  const all = { ...dependencies, ...devDependencies };
  return tools
    .map((tool) => {
      if (all[tool] === undefined) throw new Error(`projects/${name} has no ${tool}`);
      // Another version beside the first goes by another name.
      return all[tool].startsWith('npm:')
        ? all[tool].slice('npm:'.length).replace(/(?<=.)@/, ' ')
        : `${tool} ${all[tool]}`;
    })
    .join(', ');
}

/**
 * Sets the project up. `shared`: the folder of it that projects/app is copied to (the
 * page that `driveLogin` drives), or `false`.
 * Gives `{ folder, run(program, args, options), start(program, args, options) }`; programs of node_modules/.bin go by
 * their bare name.
 */
export async function project(name, { shared = 'app', into = name } = {}) {
  const folder = join(place, into);
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder)) {
    if (entry !== 'node_modules' && entry !== '.installed') await rm(join(folder, entry), { recursive: true });
  }
  await cp(join(projects, name), folder, { recursive: true });
  if (shared) await cp(join(projects, 'app'), join(folder, shared), { recursive: true });
  await install(folder);
  const bin = join(folder, 'node_modules', '.bin');
  const options = ({ env = {}, ...rest }) => ({
    cwd: folder,
    env: { ...ENVIRONMENT, ...env, PATH: `${bin}:${process.env.PATH}` },
    ...rest,
  });
  return {
    folder,
    /** Runs a program to its end; throws what it printed when that is not 0. */
    run: (program, args = [], more = {}) => run(program, args, options({ patience: 600_000, ...more })),
    /** Starts a server; `ready` is what a line of its output says when it is there. */
    start: (program, args, more) => startService(`${name}: ${program}`, program, args, options(more)),
  };
}

async function install(folder) {
  const stamp = join(folder, '.installed');
  const wanted = digest(await readFile(join(folder, 'package-lock.json')));
  const there = await readFile(stamp, 'utf8').catch(() => '');
  if (there !== wanted) {
    await rm(join(folder, 'node_modules'), { recursive: true, force: true });
    await run('npm', ['ci', ...QUIET], { cwd: folder, title: 'npm ci' });
    await writeFile(stamp, wanted);
  }
  const installed = join(folder, 'node_modules', 'docgate');
  await rm(installed, { recursive: true, force: true });
  await run('npm', ['install', '--no-save', ...QUIET, await tarball()], { cwd: folder, title: 'npm install docgate' });
  const found = await readFile(join(installed, 'dist', 'index.js'));
  if (!found.equals(await packedMain())) throw new Error('npm installed another docgate than the tarball');
}
