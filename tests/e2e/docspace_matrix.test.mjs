/**
 * Every switch of the DocSpace double crossed with a login, a call of the API, and the end of the token; the table of all
 * outcomes is printed at the end.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cells, HANDS_FREE } from './support/docspace_cells.mjs';
import { CLOUD_ROWS, PORTAL_ROWS, USUAL } from './support/docspace_rows.mjs';
import { SandboxControl } from './support/sandbox_control.mjs';
import { scene, serves, stage, step } from './support/scene.mjs';

/** All rows take longer than one test usually may on a busy machine. */
const TIMEOUT = 240_000;

/** [place, switches, login, call, expiry], as seen. */
const table = [];

function matrix(place, rows, config) {
  scene(
    `${place}: each switch at a login, at a call of the API and at the end of the token`,
    async (t, visit) => {
      serves(t, 'R-176', `${place}: whatever the switches, a dead token ends in one expiry without a login by itself`);
      const page = await visit.tab({});
      await visit.load(page);
      for (const [switches, { config: changes, press, route, api, ...unusual }] of rows) {
        const name = titled(switches, { ...changes, ...(press && { press }), ...(api && { api }) });
        await step(t, name, async () => {
          const seen = await cells(visit, page, { switches, press, route, config: config(visit, changes, api) });
          table.push([place, name, seen.login, seen.call, seen.expiry]);
          assert.deepEqual(seen, { ...USUAL, ...unusual });
        });
      }
    },
    { timeout: TIMEOUT },
  );
}

function titled(switches, played) {
  const pairs = [...Object.entries(switches), ...Object.entries(played)];
  return pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ') || 'defaults';
}

matrix('portal', PORTAL_ROWS, (visit, changes) => visit.docspace(changes));
matrix('cloud', CLOUD_ROWS, (visit, changes, api = 'eu') => visit.docspaceCloud({ api: visit.cloud[api], ...changes }));

test('every switch of the double has a row with another value than the usual one', async () => {
  const { sandboxPort } = await stage();
  const { switches } = await new SandboxControl(sandboxPort, 'defaults').state();
  const missing = Object.entries({ ...switches.docspace, ...HANDS_FREE }).filter(
    ([name, usual]) => !PORTAL_ROWS.some(([row]) => name in row && JSON.stringify(row[name]) !== JSON.stringify(usual)),
  );
  assert.deepEqual(
    missing.map(([name]) => name),
    [],
  );
});

after(() => {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ');
  console.log([line(['place', 'switches', 'login', 'call', 'expiry']), ...table.map(line)].join('\n'));
});
