// The same page in the browser, over what the server made.
import { hydrateRoot } from 'react-dom/client';
import { auth } from './auth';
import { Page } from './Page';

declare const window: { recovered: string[] };

window.recovered = [];
hydrateRoot(document.querySelector('#app') as Element, <Page auth={auth} />, {
  onRecoverableError: (error) => window.recovered.push(String(error)),
});
