/** A proxy that gives each request to the next of several servers, as a load balancer without memory does. */
import { createServer, request as send } from 'node:http';

/** Gives `{ port, use(ports), counts, stop() }`; `counts`: how many requests each got, by endpoint. */
export async function startRoundRobin() {
  let ports = [];
  const turns = new Map();
  const counts = new Map();
  const server = createServer((asked, answer) => {
    // Each endpoint in turn by itself, so that each of them is sure to come to all.
    const endpoint =
      asked.method === 'OPTIONS' ? 'preflight' : new URL(asked.url, 'http://relay').pathname.split('/')[3];
    const turn = turns.get(endpoint) ?? 0;
    turns.set(endpoint, turn + 1);
    const own = turn % ports.length;
    const port = ports[own];
    counts.set(`${own} ${endpoint}`, (counts.get(`${own} ${endpoint}`) ?? 0) + 1);
    const outgoing = send(
      { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers: asked.rawHeaders, agent: false },
      (received) => {
        answer.writeHead(received.statusCode, received.rawHeaders);
        received.pipe(answer);
      },
    );
    outgoing.on('error', () => answer.destroy());
    asked.pipe(outgoing);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    use(next) {
      ports = next;
    },
    counts,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
