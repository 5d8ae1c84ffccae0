/**
 * A TCP proxy that keeps every byte. In front of a relay it sees what pages and the relay say to each other, behind it
 * what the relay and the providers do.
 */
import { connect, createServer } from 'node:net';

export class Recorder {
  #server;
  #connections = [];

  /** `target` gives the port on loopback that it passes everything on to; `place`: where it listens itself. */
  static async start(target, place = { host: '127.0.0.1', port: 0 }) {
    const recorder = new Recorder();
    const server = createServer((client) => recorder.#join(client, target()));
    recorder.#server = server;
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, resolve);
    });
    recorder.port = server.address().port;
    return recorder;
  }

  async stop() {
    for (const { client, upstream } of this.#connections) {
      client.destroy();
      upstream.destroy();
    }
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client, port) {
    const upstream = connect(port, '127.0.0.1');
    /** In the order of their arrival; whose they are: true for the client's. */
    const parts = [];
    this.#connections.push({ client, upstream, parts });
    for (const [from, to, own] of [
      [client, upstream, true],
      [upstream, client, false],
    ]) {
      from.on('data', (bytes) => {
        parts.push([own, bytes]);
        to.write(bytes);
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }

  /**
   * What was said, one after the other on each connection: `{ request, answer }`, two buffers, and `line`, the first one of
   * the request. Every byte is in one of them.
   */
  get exchanges() {
    return this.#connections.flatMap(({ parts }) => {
      const found = [];
      let before = false;
      for (const [own, bytes] of parts) {
        if (found.length === 0 || (own && !before)) found.push({ request: [], answer: [] });
        found.at(-1)[own ? 'request' : 'answer'].push(bytes);
        before = own;
      }
      return found.map(({ request, answer }) => {
        const asked = Buffer.concat(request);
        return { request: asked, answer: Buffer.concat(answer), line: asked.toString('latin1').split('\r\n', 1)[0] };
      });
    });
  }
}
