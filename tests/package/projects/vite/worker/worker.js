import { createAuth } from 'docgate';
import { config } from '../app/config.js';

let asked = 0;
const waiting = new Map();

/** The page's token, for one request: it is asked for anew each time, since the page renews it. */
function token(fresh) {
  asked += 1;
  const id = asked;
  postMessage({ ask: 'token', id, fresh });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

async function api(path) {
  const send = async (fresh) => {
    const { token: bearer, base } = await token(fresh);
    return await fetch(new URL(path, base), { headers: { authorization: `Bearer ${bearer}` } });
  };
  const answer = await send(false);
  return answer.status === 401 ? await send(true) : answer;
}

self.onmessage = async ({ data }) => {
  if (data.to !== undefined) {
    const { resolve, reject } = waiting.get(data.to);
    waiting.delete(data.to);
    if (data.code === undefined) resolve(data);
    else reject(new Error(data.code));
    return;
  }
  try {
    const answer = await api(data.whoami);
    postMessage({ place: 'from-worker', text: (await answer.json()).response.displayName });
  } catch (error) {
    postMessage({ place: 'from-worker', text: error.message });
  }
};

// What docgate itself says here.
const auth = createAuth(config());
auth.getAccessToken().catch(({ code }) => {
  postMessage({ place: 'in-worker', text: `${auth.snapshot().status} ${code}` });
});
