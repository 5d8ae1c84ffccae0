/** The page of the projects without a framework: who is signed in, and buttons to sign in and to call the API. */
import { whoami } from './config.js';

/** Shows what `ready()` of this `Auth` finds. `signIn`: another way to sign in than `login()`, which gives an outcome. */
export async function show(auth, signIn = () => auth.login()) {
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
  const tell = (outcome) => {
    via.textContent = outcome.via ?? '';
    status.textContent = outcome.status === 'failed' ? `failed: ${outcome.error.code}` : outcome.status;
  };
  place('button', 'login', 'Sign in').onclick = async () => {
    const outcome = await signIn();
    if (outcome.status !== undefined) tell(outcome);
  };
  place('button', 'call', 'Who am I?').onclick = async () => {
    const answer = await auth.fetch(whoami);
    me.textContent = (await answer.json()).response.displayName;
  };
  tell(await auth.ready());
}
