/** What all scenes of a process share: the page server, the sandbox and the browser, each started once. */
import { startSandbox } from '../../../tools/serve/sandbox.mjs';
import { launchBrowser } from './browser.mjs';
import './ending.mjs';
import { startPageServer } from './page_server.mjs';

/** Ports of its own, and a site of its own for each: cookies, CORS and framing are as between real sites. */
export async function openStage() {
  const pages = await startPageServer();
  const app = pages.origin('app');
  const [sandbox, browser] = await Promise.all([
    startSandbox({
      program: process.env.DOCGATE_SANDBOX,
      apps: [app],
      args: ['--redirect-uri', `${app}/`],
    }),
    launchBrowser(),
  ]);
  return {
    pages,
    browser,
    sandboxPort: sandbox.port,
    async close() {
      await Promise.all([browser.close(), sandbox.stop(), pages.close()]);
    },
  };
}
