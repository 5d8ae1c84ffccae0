// Programs from Debian's packages: found on PATH, or installed where that is possible.

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/** Whether packages can be installed here without asking anybody. */
export const installs = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Installs `packages`, which `who` needs. */
export async function install(packages, who) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await say(`Installing ${packages.join(', ')}`, async () => {
    try {
      await run('apt-get', ['update', '-qq'], { env });
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    } catch (error) {
      throw new CannotGoOn(`apt could not install ${packages.join(' and ')}, which ${who} need.`, error.output);
    }
  });
}

/** The first of these programs that PATH has. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
}

/** Whether this file can be run. */
export function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
