/** examples/docspace-embed as it stands, with a recorder in place of the vendor's package. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { at } from '../../tools/paths.mjs';
import { POLICY } from './support/page_server.mjs';
import { scene, serves } from './support/scene.mjs';

const CLIENT = 'demo-docspace';
const folder = at('examples', 'docspace-embed');

/** What the example imports from elsewhere: the package as built, and a recorder of what the vendor's would be told. */
const elsewhere = {
  name: 'elsewhere',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^docgate\/docspace$/ }, () => ({ path: '/docgate/docspace.js', external: true }));
    onResolve({ filter: /^docgate\/docspace\/api$/ }, () => ({ path: '/docgate/docspace_api.js', external: true }));
    onResolve({ filter: /^@onlyoffice\// }, () => ({ path: 'recorder', namespace: 'recorder' }));
    onLoad({ filter: /.*/, namespace: 'recorder' }, () => ({ contents: recorder }));
  },
};

const recorder = `
  window.framed = [];
  export default class {
    initManager(config) {
      const frame = { config, destroyed: false, getUserInfo: async () => window.framedPerson };
      document.getElementById(config.frameId).textContent = 'framed ' + config.id;
      frame.destroyFrame = () => { frame.destroyed = true; throw new TypeError('as under trusted types'); };
      window.framed.push(frame);
      return frame;
    }
  }`;

/** Serves the example on a port of its own, which only its own redirects can lead back to. */
async function serveExample() {
  const { outputFiles } = await build({
    entryPoints: [`${folder}/main.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
    plugins: [elsewhere],
  });
  const page = await readFile(`${folder}/index.html`, 'utf8');
  const example = { portal: '' };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://example');
    const [kind, body] = pathname.startsWith('/docgate/')
      ? ['javascript', await readFile(at('pkg', 'dist', basename(pathname)))]
      : pathname === '/main.ts'
        ? ['javascript', outputFiles[0].text]
        : ['html', page.replace('https://docs.example.com', example.portal).replace(/0{8}[-0]+/, CLIENT)];
    response.writeHead(200, { 'content-type': `text/${kind}; charset=utf-8`, 'content-security-policy': POLICY });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(example, { port: server.address().port, server });
}

let serving = null;

after(async () => {
  if (serving === null) return;
  const { server } = await serving;
  server.closeAllConnections();
  server.close();
});

/** A tab with the example, registered at the double as the README says. */
async function open(visit) {
  serving ??= serveExample();
  const example = await serving;
  example.portal = visit.portal;
  const host = `app.localhost:${example.port}`;
  await visit.sandbox.client('docspace', {
    id: CLIENT,
    redirect_uris: [`http://${host}/callback`],
    allowed_origins: [`http://${host}`],
    scopes: ['rooms:read', 'accounts.self:read'],
    public: true,
  });
  const page = await visit.context.newPage();
  await page.goto(`http://${host}/`);
  return page;
}

const text = (page, selector) => page.locator(selector).innerText();

async function signIn(visit) {
  const page = await open(visit);
  await page.locator('#sign-in').click();
  await page.locator('#sign-out').waitFor();
  return page;
}

scene('the example signs in, lists rooms, and shows one without giving the token away', async (t, visit) => {
  const page = await signIn(visit);
  await page.getByText('Signed in as Ada Lovelace').waitFor();
  await page.getByRole('button', { name: 'Contracts' }).click();
  const shown = await page.evaluate(() => window.framed.map(({ config }) => JSON.stringify(config)));
  assert.equal(shown.length, 1);
  const { src, id, mode, frameId } = JSON.parse(shown[0]);
  assert.deepEqual({ src, id, mode, frameId }, { src: visit.portal, id: 42, mode: 'manager', frameId: 'room' });
  const tokens = visit.secrets.of('access token');
  assert.ok(tokens.length > 0);
  assert.ok(tokens.every((token) => !shown[0].includes(token)));
  serves(t, 'R-106', 'the embed example: no frame is given the access token');

  await page.evaluate(() => {
    window.framedPerson = { id: 'somebody else' };
    window.framed[0].config.events.onAppReady();
  });
  await page.getByText('as another person').waitFor();

  await page.getByRole('button', { name: 'Minutes' }).click();
  assert.equal(await text(page, '#place'), 'framed 43');
  assert.deepEqual(await page.evaluate(() => window.framed.map(({ destroyed }) => destroyed)), [true, false]);
  await page.locator('#sign-out').click();
  await page.locator('#sign-in').waitFor();
  assert.deepEqual(await page.evaluate(() => window.framed.map(({ destroyed }) => destroyed)), [true, true]);
  assert.equal(await text(page, '#rooms'), '');
  assert.equal(await text(page, '#place'), '');
});

scene('the example after Deny: what is missing is said, and nothing is called in vain', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { partial_consent: ['accounts.self:read'] } });
  const page = await signIn(visit);
  await page.getByText('rooms:read was not granted').waitFor();
  await visit.sandbox.exactly(0, { path: '/api/2.0/files/rooms' });
  assert.equal(await text(page, '#rooms'), '');
});

scene('the example after an eviction: one clean end, nothing of the person stays', async (_t, visit) => {
  const page = await signIn(visit);
  await page.getByRole('button', { name: 'Contracts' }).click();
  await visit.sandbox.evict();
  await page.reload();
  await page.locator('#sign-in').waitFor();
  await page.getByText('The sign-in is over').waitFor();
  assert.equal(await text(page, '#rooms'), '');
});
