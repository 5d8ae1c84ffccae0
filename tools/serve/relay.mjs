// docgate-relay, as a process of its own.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../build/program.mjs';
import { startService } from '../process/service.mjs';
import { taken } from './port.mjs';
import { relaySecrets } from './relay_config.mjs';

/** Compiles the relay and gives the path of the program. */
export const buildRelay = () => buildProgram('docgate-relay', { title: 'compiling the relay' });

/**
 * Starts it on loopback. `config`: its TOML (see `relayConfig`), without `listen`; `env`: where that takes its secrets
 * from. Several relays that shall open each other's cookies get the same. `port`: a number, one that is held (`holdPort`), or
 * none for a free one. Its configuration is in a file only until it has read it. Gives `{ port, stop(), exited, lines() }`.
 */
export async function startRelay({ program, port, config, env = relaySecrets(), onLine }) {
  const { port: asked, release } = await taken(port);
  const folder = await mkdtemp(join(tmpdir(), 'docgate-relay-'));
  try {
    const file = join(folder, 'relay.toml');
    await writeFile(file, `listen = "127.0.0.1:${asked}"\n${config}`, { mode: 0o600 });
    const compiled = program ?? (await buildRelay());
    await release();
    const service = await startService('docgate-relay', compiled, ['run', '--config', file], {
      ready: /^docgate-relay listening on 127\.0\.0\.1:(\d+)$/,
      env,
      onLine,
    });
    return { ...service, port: Number(service.match[1]) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
