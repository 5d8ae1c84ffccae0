import { createAuth } from 'docgate';
import { config } from './app/config.js';
import { show } from './app/page.js';

// The address that the browser keeps for this extension: no page is there, and the provider registers it.
const auth = createAuth({ ...config(), redirectUri: chrome.identity.getRedirectURL('callback') });

/** The browser shows the provider's pages in a window of its own, and gives back the address that they ended at. */
async function signIn() {
  const url = await auth.loginUrl();
  return await auth.complete(await chrome.identity.launchWebAuthFlow({ url, interactive: true }));
}

show(auth, signIn);
