import { createAuth } from 'docgate';
import { config, whoami } from '../app/config.js';
import { show } from '../app/page.js';

const auth = createAuth(config());
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const tell = (id, text) => {
  document.getElementById(id).textContent = text;
};

worker.onmessage = async ({ data }) => {
  if (data.ask === 'token') {
    const answer = await auth.getAccessToken({ fresh: data.fresh }).then(
      (token) => ({ token, base: auth.session.apiBase }),
      (error) => ({ code: error.code }),
    );
    worker.postMessage({ to: data.id, ...answer });
  } else tell(data.place, data.text);
};

document.getElementById('work').onclick = () => worker.postMessage({ whoami });
show(auth);
