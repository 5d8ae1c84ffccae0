/** The page of the projects without a framework: who is signed in, and buttons to sign in and to call the API. */
import { whoami } from './config.js';

/** Shows what `ready()` of this `Auth` finds. */
export async function show(auth) {
  const place = (tag, id, text = '') => {
    const element = document.createElement(tag);
    element.id = id;
    element.textContent = text;
    document.body.append(element);
    return element;
  };
  const status = place('p', 'status', 'loading');
  const via = place('p', 'via');
  const me = place('p', 'me');
  place('button', 'login', 'Sign in').onclick = () => auth.login();
  place('button', 'call', 'Who am I?').onclick = async () => {
    const answer = await auth.fetch(whoami);
    me.textContent = (await answer.json()).response.displayName;
  };
  const outcome = await auth.ready();
  via.textContent = outcome.via ?? '';
  status.textContent = outcome.status === 'failed' ? `failed: ${outcome.error.code}` : outcome.status;
}
