/** What the tests of one process share: the page server, the sandbox and the real OpenID Connect server. */
import { startOidcProvider } from '../../../tools/serve/oidc_provider.mjs';
import { startSandbox } from '../../../tools/serve/sandbox.mjs';
import '../../e2e/support/ending.mjs';
import { startPageServer } from '../../e2e/support/page_server.mjs';

export async function openStage() {
  const pages = await startPageServer({ document: '/engines/app.html' });
  const apps = [pages.origin('app')];
  const [sandbox, provider] = await Promise.all([
    startSandbox({ program: process.env.DOCGATE_SANDBOX, apps }),
    startOidcProvider({ apps, forTests: true }),
  ]);
  return {
    pages,
    provider,
    sandboxPort: sandbox.port,
    async close() {
      await Promise.all([sandbox.stop(), provider.stop(), pages.close()]);
    },
  };
}
