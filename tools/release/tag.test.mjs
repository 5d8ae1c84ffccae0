// A tag that is not the version of what would be published is noticed; so is a workflow with more rights than it needs.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { misfits, present } from './tag.mjs';

const good = { npm: '1.2.3', crate: '1.2.3', changelog: '# Changelog\n\n## [1.2.3] - 2026-11-27\n' };

test('a tag that fits', () => assert.deepEqual(misfits('v1.2.3', good), []));

for (const [what, change] of [
  ['npm', { npm: '1.2.2' }],
  ['the crate', { crate: '1.2.4' }],
  ['a changelog without a date', { changelog: '## [1.2.3] - unreleased\n' }],
  ['a changelog of another version', { changelog: '## [1.2.30] - 2026-11-27\n' }],
]) {
  test(`${what}: noticed`, () => assert.equal(misfits('v1.2.3', { ...good, ...change }).length, 1));
}

test('both packages are of one version', () => {
  const { npm, crate } = present();
  assert.equal(npm, crate);
});

const workflows = readdirSync(at('.github', 'workflows')).map((name) => ({
  name,
  text: readFileSync(at('.github', 'workflows', name), 'utf8'),
}));

test('workflows: no more rights than said, no stored token, and no text of strangers in a command', () => {
  assert.deepEqual(workflows.map(({ name }) => name).sort(), ['ci.yml', 'release.yml']);
  for (const { name, text } of workflows) {
    assert.match(text, /^permissions:( \{\}|\n {2}contents: read)$/m, name);
    assert.doesNotMatch(text, /secrets\.|write-all|pull_request_target/, name);
    for (const [, command] of text.matchAll(/run: (.*)$/gm)) assert.doesNotMatch(command, /\$\{\{/, name);
    for (const [, action] of text.matchAll(/uses: (\S+)/g)) {
      assert.match(action, /^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/, `${name}: ${action}`);
    }
    for (const [, script] of text.matchAll(/npm run ([\w:]+)/g)) {
      assert.ok(script in JSON.parse(readFileSync(at('package.json'), 'utf8')).scripts, `${name}: npm run ${script}`);
    }
  }
  const jobs = workflows.find(({ name }) => name === 'release.yml').text.split(/^ {2}(?=\w+:\n {4})/m);
  const writing = jobs.filter((job) => /: write/.test(job)).map((job) => job.split(':')[0]);
  assert.deepEqual(writing, ['attest', 'npm', 'crate'], 'the job that runs our code cannot publish');
});

test('the crate holds its sources and papers alone', async () => {
  const { stdout } = await run('cargo', ['package', '--list', '--allow-dirty', '--offline', '--package', 'docgate']);
  const files = stdout
    .trim()
    .split('\n')
    .map((name) => name.replaceAll('\\', '/'));
  for (const wanted of ['src/lib.rs', 'README.md', 'CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE']) {
    assert.ok(files.includes(wanted), wanted);
  }
  const known =
    /^(?:src\/.+\.rs|README\.md|CHANGELOG\.md|LICENSE-(?:MIT|APACHE)|Cargo\.(?:toml(?:\.orig)?|lock)|\.cargo_vcs_info\.json)$/;
  assert.deepEqual(
    files.filter((name) => !known.test(name)),
    [],
  );
});
