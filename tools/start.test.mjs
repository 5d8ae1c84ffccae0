// npm start, from its first line to Ctrl-C.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { root } from './paths.mjs';

// It builds what is not built yet.
const PATIENCE = 600_000;

const PORTS = ['--port', '--sandbox-port', '--oidc-port', '--relay-port'];

/** Starts it on free ports; gives what it says once everything is up. It ends with the test `t`. */
async function start(t, ...more) {
  const args = ['tools/start.mjs', ...PORTS.flatMap((name) => [name, '0']), ...more];
  const child = spawn(process.execPath, args, { cwd: root });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const exited = once(child, 'exit');
  t.after(() => child.exitCode === null && child.kill('SIGINT'));
  const deadline = Date.now() + PATIENCE;
  while (!output.includes('Ctrl-C stops everything')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`it did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const address = (name) => new RegExp(`^ {2}${name} +(http://\\S+)`, 'm').exec(output)[1];
  const port = (name) => Number(new URL(address(name)).port);
  return {
    child,
    exited,
    demo: address('The demo'),
    ports: ['The demo', 'DocSpace double', 'OpenID Connect server', 'docgate-relay'].map(port),
    output: () => output,
  };
}

/** Nobody listens on it any more. */
function free(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

test('serves the demo and all that it signs in to, and Ctrl-C stops everything', { timeout: PATIENCE }, async (t) => {
  const it = await start(t);
  const [demo, sandbox, provider, relay] = it.ports;
  try {
    assert.equal(it.demo, `http://localhost:${demo}`);
    const at = (port, path, init) => fetch(`http://localhost:${port}${path}`, init);
    const config = await (await at(demo, '/config.json')).json();
    assert.equal(config.docspace.portal, `http://docspace.localhost:${sandbox}`);
    assert.equal(config.oidc.issuer, `http://oidc.localhost:${provider}`);
    assert.match(await (await at(demo, '/callback/docspace?code=x')).text(), /<title>docgate demo<\/title>/);
    assert.match(await (await at(demo, '/src/main.ts')).text(), /import/);
    const policy = (await at(demo, '/')).headers.get('content-security-policy');
    const behind = ['entra', 'graph', 'demo-api', 'doccentrum', 'entra-us', 'doccentrum-us', 'business-central'];
    for (const name of [...behind, 'enadoc', 'enadoc-api', 'oidc-double']) {
      const origin = `http://${name}.localhost:${sandbox}`;
      assert.ok(JSON.stringify(config).includes(`"${origin}"`), `the demo knows ${origin}`);
      assert.ok(policy.includes(` ${origin}`), `the demo may call ${origin}`);
    }
    assert.ok(policy.includes(` http://localhost:${relay} `), 'the demo may call the relay');
    assert.doesNotMatch(policy, /connect-src[^;]*\*/, 'and nothing that is not listed');
    assert.ok(!policy.includes('docplanner'), 'not even Docplanner, which only the relay calls');
    const headers = { Origin: it.demo, 'Docgate-Relay': '1' };
    const asked = await at(relay, '/v1/docplanner/api/api/v3/integration/facilities', { headers });
    assert.deepEqual([asked.status, (await asked.json()).error], [401, 'token_missing']);
    const state = await (await at(sandbox, '/_sandbox/state')).text();
    for (const name of ['docspace', 'entra', 'doccentrum', 'business-central', 'enadoc', 'docplanner']) {
      assert.ok(state.includes(`${it.demo}/callback/${name}`));
    }
    const metadata = await (await at(provider, '/.well-known/openid-configuration')).json();
    assert.equal(metadata.issuer, config.oidc.issuer);
  } finally {
    it.child.kill('SIGINT');
  }
  assert.deepEqual(await it.exited, [0, null]);
  assert.deepEqual(await Promise.all(it.ports.map(free)), [true, true, true, true]);
});

test('--built serves the static build; the page can stop the relay and start it again', {
  timeout: PATIENCE,
}, async (t) => {
  const it = await start(t, '--built');
  const [demo, sandbox, , relay] = it.ports;
  try {
    const at = (path, init) => fetch(`http://localhost:${demo}${path}`, init);
    const page = await at('/callback/docspace?code=x');
    assert.match(await page.text(), /<script type="module" crossorigin src="\.\.\/assets\/index-[\w-]+\.js">/);
    const policy = page.headers.get('content-security-policy');
    assert.ok(policy.includes(` http://docspace.localhost:${sandbox}`));
    assert.doesNotMatch(policy, /ws:|unsafe-inline|'unsafe-eval'/);
    assert.equal((await at('/src/main.ts')).status, 404);
    assert.equal((await at('/../package.json')).status, 404);
    const { relaySwitch } = await (await at('/config.json')).json();
    const turn = async (running) => {
      const init = { method: 'PUT', headers: { Origin: it.demo }, body: JSON.stringify({ running }) };
      return await (await at(`/${relaySwitch}`, init)).json();
    };
    assert.deepEqual(await turn(false), { running: false });
    assert.equal(await free(relay), true);
    assert.deepEqual(await turn(true), { running: true });
    assert.equal(await free(relay), false);
  } finally {
    it.child.kill('SIGINT');
  }
  assert.deepEqual(await it.exited, [0, null]);
  assert.deepEqual(await Promise.all(it.ports.map(free)), [true, true, true, true]);
});

test('says which part ended by itself, and stops the rest', { timeout: PATIENCE }, async (t) => {
  const it = await start(t);
  const [, sandbox] = it.ports;
  const { execFileSync } = await import('node:child_process');
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(it.child.pid)], { encoding: 'utf8' });
  const pid = Number(/^\s*(\d+) .*docgate-sandbox --port/m.exec(children)[1]);
  assert.ok(sandbox > 0);
  process.kill(pid, 'SIGKILL');
  assert.deepEqual(await it.exited, [1, null]);
  assert.match(it.output(), /docgate-sandbox ended by itself \(it ended by SIGKILL\), so everything was stopped\./);
  assert.deepEqual(await Promise.all(it.ports.map(free)), [true, true, true, true]);
});
