/** The app of docs/getting-started.md, taken out of the page: only the portal's address and the client id are others. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { after } from 'node:test';
import { build } from 'esbuild';
import { fencesOf } from '../../tools/docs/markdown.mjs';
import { at } from '../../tools/paths.mjs';
import { POLICY } from './support/page_server.mjs';
import { scene } from './support/scene.mjs';

const CLIENT = 'getting-started';

/** The two samples, as files. */
async function written() {
  const fences = fencesOf(await readFile(at('docs', 'getting-started.md'), 'utf8'));
  const page = fences.find(({ language }) => language === 'html').code;
  const app = fences.find(({ language, code }) => language === 'ts' && code.includes('createAuth')).code;
  assert.match(page, /src="\/app\.ts"/);
  for (const part of ['https://docs.example.com', "'00000000-0000-0000-0000-000000000000'"]) {
    assert.equal(app.split(part).length, 2, part);
  }
  return { page, app };
}

const elsewhere = {
  name: 'elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /^docgate$/ }, () => ({ path: '/docgate/index.js', external: true }));
  },
};

/** Serves them as a development server does: every path gives the page. */
async function serve(portal) {
  const { page, app } = await written();
  const { outputFiles } = await build({
    stdin: {
      contents: app.replace('https://docs.example.com', portal).replace('00000000-0000-0000-0000-000000000000', CLIENT),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: {},
    plugins: [elsewhere],
  });
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    const [kind, body] = pathname.startsWith('/docgate/')
      ? ['javascript', await readFile(at('pkg', 'dist', basename(pathname)))]
      : pathname === '/app.ts'
        ? ['javascript', outputFiles[0].text]
        : ['html', page];
    response.writeHead(200, { 'content-type': `text/${kind}; charset=utf-8`, 'content-security-policy': POLICY });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://app.localhost:${server.address().port}`;
}

const servers = [];
after(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** A tab with the app, registered at the double as the page says. */
async function open(visit, scopes = ['rooms:read', 'accounts.self:read']) {
  const origin = await serve(visit.portal);
  await visit.sandbox.client('docspace', {
    id: CLIENT,
    redirect_uris: [`${origin}/callback`],
    allowed_origins: [origin],
    scopes,
    public: true,
  });
  const page = await visit.context.newPage();
  await page.goto(`${origin}/rooms?tab=mine`);
  await page.getByText('Nobody is signed in.').waitFor();
  return page;
}

scene('the app of getting started: sign in, rooms, reload, a second tab, sign out', async (_t, visit) => {
  const page = await open(visit);
  const address = page.url();
  const listed = (times) => visit.sandbox.exactly(times, { method: 'GET', path: '/api/2.0/files/rooms' });
  await listed(0);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Contracts').waitFor();
  await page.getByText('Signed in: ').waitFor();
  assert.equal(page.url(), address, 'back where the person came from');
  await listed(1);
  await page.reload();
  await page.getByText('Contracts').waitFor();
  await listed(2);

  const second = await visit.context.newPage();
  await second.goto(address);
  await second.getByText('Contracts').waitFor();
  await listed(3);
  await visit.sandbox.exactly(1, { method: 'POST', path: '/oauth2/token' });

  await second.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [page, second]) {
    await tab.getByText('Nobody is signed in.').waitFor();
    assert.equal(await tab.locator('#rooms').innerText(), '');
  }
  await listed(3);
});

scene(
  'the app of getting started, and the person says no: it says so, and another click signs in',
  async (_t, visit) => {
    const page = await open(visit);
    await visit.sandbox.switches({ docspace: { deny_consent: true, auto_consent: false } });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Access was denied at the provider.').waitFor();
    await visit.sandbox.switches({ docspace: { deny_consent: false, auto_consent: true } });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Contracts').waitFor();
  },
);
