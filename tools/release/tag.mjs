// node tools/release/tag.mjs v1.2.3   whether everything that is published under this tag says that it is this version

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from '../paths.mjs';

/** What does not fit `tag`, in a sentence each. */
export function misfits(tag, { npm, crate, changelog }) {
  const version = tag.replace(/^v/, '');
  const found = [];
  if (npm !== version) found.push(`pkg/package.json is ${npm}`);
  if (crate !== version) found.push(`Cargo.toml is ${crate}`);
  const dated = new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm');
  if (!dated.test(changelog)) found.push(`CHANGELOG.md has no "## [${version}] - <date>"`);
  return found;
}

/** What the repository says. */
export const present = () => ({
  npm: JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8')).version,
  crate: /^version = "(.+)"$/m.exec(readFileSync(at('Cargo.toml'), 'utf8'))[1],
  changelog: readFileSync(at('CHANGELOG.md'), 'utf8'),
});

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = misfits(process.argv[2] ?? '', present());
  for (const it of found) console.error(it);
  process.exitCode = found.length === 0 ? 0 : 1;
}
