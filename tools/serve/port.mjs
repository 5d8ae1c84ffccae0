// Which port to listen on.

import { createServer } from 'node:net';
import { CannotGoOn } from '../setup/cannot.mjs';

/**
 * `asked` if somebody asked for one (then nothing else will do), else `usual` or the next free one
 * after it.
 */
export async function choosePort({ asked, usual, what }) {
  if (asked !== undefined) {
    if (asked !== 0 && !(await free(asked))) {
      throw new CannotGoOn(`Port ${asked} is in use; ${what} cannot have it. Leave the option out to take a free one.`);
    }
    return asked === 0 ? anyPort() : asked;
  }
  for (let port = usual; port < usual + 100; port += 1) if (await free(port)) return port;
  throw new CannotGoOn(`No free port between ${usual} and ${usual + 99} for ${what}.`);
}

/** A free port that nobody is likely to use. */
export const anyPort = () => listening(0, '127.0.0.1');

/**
 * A free port, which nobody else is given until `release()`: for one that is named to others before its server starts. That
 * server releases it right before it listens there.
 */
export async function holdPort() {
  const server = await listener(0, '127.0.0.1');
  // Nobody is there yet.
  server.on('connection', (socket) => socket.destroy());
  // Whoever forgets it ends all the same.
  server.unref();
  const { port } = server.address();
  return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** `port` as a server takes it: a number, one that is held, or none, which holds a free one. */
export async function taken(port) {
  return typeof port === 'number' ? { port, release: async () => {} } : (port ?? (await holdPort()));
}

// Both loopback addresses: browsers may try either for `localhost`.
async function free(port) {
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await listening(port, host);
    } catch (error) {
      if (error.code === 'EADDRINUSE') return false;
      if (error.code === 'EACCES') return false;
    }
  }
  return true;
}

async function listening(port, host) {
  const server = await listener(port, host);
  const found = server.address().port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

function listener(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}
