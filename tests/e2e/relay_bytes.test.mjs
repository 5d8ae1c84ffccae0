/**
 * Every byte that leaves a relay in a full run, to pages, to providers, to its log and to its metrics, is searched for
 * every secret that it holds or is given, in every spelling. Recorders in front of it and behind it see them.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { holdPort } from '../../tools/serve/port.mjs';
import { Needles, spellings } from './support/needles.mjs';
import { Recorder } from './support/recorder.mjs';
import { everything, members, repeated, shown } from './support/relay_run.mjs';
import { relayScene, serves, step } from './support/relay_scene.mjs';
import { exchange } from './support/sandbox_control.mjs';

const ended = [];
after(() => Promise.all(ended.map((recorder) => recorder.stop())));

async function record(target, place) {
  const recorder = await Recorder.start(target, place);
  ended.push(recorder);
  return recorder;
}

/** The relay between two recorders: pages reach it by `front`, it reaches the providers by `behind`. */
async function between(visit) {
  let relay;
  const front = await record(() => relay.port);
  // The names of the doubles have their port in them: another address of loopback has the same one.
  const behind = await record(() => visit.providerPort, { host: '127.0.0.2', port: visit.providerPort });
  const operations = await holdPort();
  visit.relayHost = `relay.app.localhost:${front.port}`;
  const names = ['docspace', 'entra', 'enadoc', 'enadoc-api', 'docplanner', 'business-central', 'doccentrum'];
  const hosts = [...names.map((name) => new URL(visit.twin(name)).host), new URL(visit.issuer).host];
  const printed = [];
  await operations.release();
  relay = await visit.start({
    // As much as can be asked for.
    env: { ...visit.env, RUST_LOG: 'trace', RUST_BACKTRACE: 'full' },
    onLine: (line) => printed.push(line),
    changes: {
      entries: { docspace: { upstream: { per_minute: 1000, wait_seconds: 5 } } },
      operations: { listen: `127.0.0.1:${operations.port}` },
      resolve: Object.fromEntries(hosts.map((host) => [host, `127.0.0.2:${behind.port}`])),
    },
  });
  visit.relay = { ...relay, port: front.port };
  const told = async () => {
    const pages = ['/metrics', '/healthz', '/readyz', '/'].map((path) => exchange(operations.port, { path }));
    return (await Promise.all(pages)).map(({ headers, body }) => JSON.stringify(headers) + body).join('\n');
  };
  return { front, behind, printed, told };
}

/** What of it all is a secret, from what passed by. */
function secrets(visit, { front, behind }) {
  const needles = new Needles();
  const key = visit.env.RELAY_KEY;
  needles.add('sealing key', key);
  needles.add('sealing key', Buffer.from(key, 'base64'));
  needles.add('client secret', visit.env.SANDBOX_SECRET);
  for (const { line, answer } of behind.exchanges) {
    for (const value of members(answer, 'refresh_token')) needles.add('refresh token', value);
    const machine = line.includes('/oauth/v2/token');
    for (const value of members(answer, 'access_token')) needles.add(machine ? 'machine token' : 'access token', value);
    for (const value of members(answer, 'id_token')) needles.add('ID token', value);
  }
  for (const { request } of front.exchanges) {
    const form = new URLSearchParams(request.toString('latin1').split('\r\n\r\n')[1] ?? '');
    needles.add('code', form.get('code') ?? undefined);
    needles.add('verifier', form.get('code_verifier') || undefined);
  }
  return needles;
}

/** To whom the relay may send what: by the first line of the request that it makes. */
const UPSTREAM = {
  'client secret':
    /^(POST \/(oauth2|t\/[^/]+|api\/v3|oauth\/v2|[^/]+\/oauth2\/v2\.0)\/(token|revoke) |GET \/enadoc\/discovery\/api)/,
  'refresh token': /^POST \S+\/(token|revoke) /,
  code: /^(POST \S+\/token |GET \/enadoc\/discovery\/api)/,
  verifier: /^POST (?!\/api\/v3)\S+\/token /,
  'machine token': /^GET \/api\/v3\/integration\//,
  'access token': /^GET \/api\/(v3\/(libraries|me)|2\.0)/,
};

relayScene(
  'no secret is in any byte that leaves, but where it must be',
  async (t, visit) => {
    const { front, behind, printed, told } = await between(visit);
    await shown(visit, await everything(visit), behind);
    await repeated(visit);
    const metrics = await told();
    await visit.relay.stop();
    const needles = secrets(visit, { front, behind });
    const least = { 'sealing key': 2, 'client secret': 1, 'refresh token': 8, code: 8, verifier: 8 };
    for (const [kind, count] of Object.entries({ ...least, 'machine token': 1, 'access token': 8, 'ID token': 2 })) {
      assert.ok(needles.count(kind) >= count, `${kind}: ${needles.count(kind)} seen`);
    }
    await step(t, 'to pages: the access token and the ID token, in the answer to a token request', (part) => {
      const seen = new Set();
      for (const { line, answer } of front.exchanges) {
        const found = needles.in(answer);
        const token = /^POST \/v1\/[a-z-]+\/token /.test(line);
        for (const kind of found) seen.add(kind);
        assert.deepEqual(token ? found.filter((kind) => !/^(access|ID) token$/.test(kind)) : found, [], line);
      }
      assert.deepEqual([...seen].sort(), ['ID token', 'access token']);
      serves(part, 'R-146', 'a full run and its errors: no secret in any byte to pages, raw or encoded');
      serves(part, 'R-145', 'tokens go to the page in the token answer alone');
      serves(part, 'R-150', 'no refresh token in any byte to a page');
    });
    await step(t, 'to providers: what each is there for', (part) => {
      const seen = new Set();
      for (const { line, request } of behind.exchanges) {
        const found = needles.in(request);
        for (const kind of found) seen.add(kind);
        const wrong = found.filter((kind) => !UPSTREAM[kind]?.test(line));
        assert.deepEqual(wrong, [], line);
      }
      assert.deepEqual([...seen].sort(), Object.keys(UPSTREAM).sort());
      serves(part, 'R-142', 'credentials go to the endpoints that they are for');
      serves(part, 'R-146', 'the sealing key goes nowhere, the client secret to token endpoints alone');
    });
    await step(t, 'to the log and the metrics: nothing', (part) => {
      assert.ok(printed.length > 20, `${printed.length} lines`);
      assert.match(metrics, /docgate_relay|# TYPE/);
      assert.deepEqual([needles.in(printed.join('\n')), needles.in(metrics)], [[], []]);
      serves(part, 'R-146', 'log at its most verbose, health and metrics: no secret, token or code');
    });
    serves(t, 'A-44', 'a scan of every outbound byte of a full run: nothing is reflected');
  },
  { shared: true, timeout: 120_000 },
);

relayScene(
  'the scan finds what is planted',
  async (t) => {
    const secret = 'planted: sand&box/secret~1';
    const leaks = spellings(secret);
    const server = createServer((request, response) => {
      const leak = leaks[Number(request.url.slice(1))] ?? 'nothing';
      response.end(JSON.stringify({ harmless: 'xyz', leak: `..${leak}..` }));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const recorder = await record(() => server.address().port);
    const needles = new Needles();
    needles.add('planted', secret);
    for (let at = 0; at <= leaks.length; at += 1) await exchange(recorder.port, { path: `/${at}` });
    server.close();
    const found = recorder.exchanges.map(({ answer }) => needles.in(answer).length);
    assert.deepEqual(found, [...leaks.map(() => 1), 0]);
    // In the middle of something else that was encoded, as Basic does with id and secret.
    for (const before of ['', 'a', 'ab', 'abc', 'demo-oidc:']) {
      for (const how of ['base64', 'base64url', 'hex']) {
        assert.deepEqual(needles.in(Buffer.from(`${before}${secret};more`).toString(how)), ['planted'], how + before);
      }
    }
    assert.deepEqual(needles.in(Buffer.from('demo-oidc:planted: sand&box').toString('base64')), []);
    serves(t, 'R-146', 'the scan finds a planted secret in each spelling, and nothing else');
  },
  { shared: true },
);
