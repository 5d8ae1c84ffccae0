// docgate-relay as the demo has it: it can be stopped and started again from the page, with the same keys, at the same
// port, so that one sees what an app does while it is down.

/** Where the page finds the switch, beside itself. */
export const RELAY_SWITCH = '_serve/relay';

const MOST = 100;

/**
 * `start`: starts the relay, as `startRelay` does. Gives a service like any other, `{ name, stop(), exited, lines() }`,
 * which does not count as ended while it is switched off; `running()`, `run(wanted)`; and `answer(request, response)` for
 * requests to `RELAY_SWITCH`: GET says `{ running }`, PUT `{ running }` makes it so.
 */
export async function switchedRelay(start) {
  let relay = await start();
  let turn = Promise.resolve();
  let died;
  const exited = new Promise((resolve) => {
    died = resolve;
  });
  watch();

  function watch() {
    const watched = relay;
    void watched.exited.then((why) => watched === relay && died(why));
  }

  async function set(wanted) {
    if (wanted === (relay !== null)) return;
    if (wanted) {
      relay = await start();
      watch();
      return;
    }
    const stopping = relay;
    relay = null;
    await stopping.stop();
  }

  // One after the other, however fast somebody presses.
  const run = (wanted) => {
    turn = turn.catch(() => undefined).then(() => set(wanted));
    return turn;
  };

  return {
    name: 'docgate-relay',
    exited,
    lines: () => relay?.lines() ?? [],
    running: () => relay !== null,
    run,
    stop: () => run(false),
    answer: (request, response) => answer(request, response, { running: () => relay !== null, run }),
  };
}

/** Only for the page itself: another site's page, or a name that somebody points to loopback, gets nothing. */
async function answer(request, response, { running, run }) {
  const { host = '', origin = '' } = request.headers;
  const own = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  const writes = request.method === 'PUT';
  if (!own || (writes && origin !== `http://${host}`)) return tell(response, 403, { error: 'not from here' });
  if (request.method !== 'GET' && !writes) return tell(response, 405, { error: 'GET or PUT' });
  if (writes) {
    const wanted = await wantedIn(request);
    if (wanted === null) return tell(response, 400, { error: 'running is true or false' });
    try {
      await run(wanted);
    } catch (error) {
      return tell(response, 500, { error: error.message });
    }
  }
  return tell(response, 200, { running: running() });
}

async function wantedIn(request) {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) {
    text += part;
    if (text.length > MOST) return null;
  }
  try {
    const { running } = JSON.parse(text);
    return typeof running === 'boolean' ? running : null;
  } catch {
    return null;
  }
}

function tell(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
