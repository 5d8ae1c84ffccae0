// The demo and everything it signs in to, until Ctrl-C or until one of them ends.

import { parseArgs } from 'node:util';
import { buildDemo } from '../build/demo.mjs';
import { buildPackage } from '../build/package.mjs';
import { buildDocs, builtDocs } from '../docs/site.mjs';
import { CannotGoOn } from '../setup/cannot.mjs';
import { say } from '../setup/say.mjs';
import { startDemo } from './demo.mjs';
import { demoConfig, doublesFor, USUAL_PORTS } from './demo_config.mjs';
import { startOidcProvider } from './oidc_provider.mjs';
import { choosePort } from './port.mjs';
import { buildRelay, startRelay } from './relay.mjs';
import { relayConfig, relaySecrets } from './relay_config.mjs';
import { switchedRelay } from './relay_switch.mjs';
import { buildSandbox, startSandbox } from './sandbox.mjs';

/** Builds, starts, says where, and resolves once everything has been stopped again. */
export async function serve(args) {
  const asked = options(args);
  const port = await choosePort({ asked: asked.port, usual: USUAL_PORTS.demo, what: 'the demo' });
  await say('Building the package', buildPackage);
  const built = asked.built ? await say('Building the demo', buildDemo) : undefined;
  await say('Building the documentation', async () => buildDocs());
  const program = await say('Building the sandbox', buildSandbox);
  const relayProgram = await say('Building the relay', buildRelay);

  const stopped = signalled();
  const started = [];
  try {
    const apps = [`http://localhost:${port}`];
    const sandbox = await startSandbox({
      program,
      apps,
      args: doublesFor(apps),
      port: await choosePort({ asked: asked['sandbox-port'], usual: USUAL_PORTS.sandbox, what: 'the sandbox' }),
    });
    started.push(sandbox);
    const provider = await startOidcProvider({
      apps,
      port: await choosePort({
        asked: asked['oidc-port'],
        usual: USUAL_PORTS.oidc,
        what: 'the OpenID Connect server',
      }),
    });
    started.push(provider);
    const relayPort = await choosePort({ asked: asked['relay-port'], usual: USUAL_PORTS.relay, what: 'the relay' });
    // The same site as the demo: a relay on another one would get no cookies.
    const host = `localhost:${relayPort}`;
    const env = relaySecrets();
    const relay = await switchedRelay(() =>
      startRelay({
        program: relayProgram,
        port: relayPort,
        config: relayConfig({ sandboxPort: sandbox.port, origins: apps, host }),
        env,
      }),
    );
    started.push(relay);
    const config = demoConfig({ sandbox, issuer: provider.issuer, relay: `http://${host}`, relaySwitch: true });
    const demo = await startDemo({ port, config, relay, built, docs: builtDocs });
    started.push(demo);
    tell(demo, sandbox, provider, host);
    const died = await Promise.race([stopped, ...[sandbox, provider, relay].map(ended)]);
    if (died !== undefined) throw died;
    console.log('\nStopping.');
  } finally {
    await Promise.all(started.map((it) => it.stop()));
  }
}

function options(args) {
  const number = { type: 'string' };
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: number,
        'sandbox-port': number,
        'oidc-port': number,
        'relay-port': number,
        built: { type: 'boolean' },
      },
    });
    const { built = false, ...ports } = values;
    return {
      built,
      ...Object.fromEntries(Object.entries(ports).map(([name, text]) => [name, portNumber(name, text)])),
    };
  } catch (error) {
    if (error instanceof CannotGoOn) throw error;
    throw new CannotGoOn(
      `${error.message}\nKnown: --port, --sandbox-port, --oidc-port, --relay-port, each with a number; --built.`,
    );
  }
}

function portNumber(name, text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new CannotGoOn(`--${name} ${text} is not a port.`);
  return port;
}

// From here on Ctrl-C ends things in order.
function signalled() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(undefined));
  });
}

async function ended(service) {
  const why = await service.exited;
  return new CannotGoOn(
    `${service.name} ended by itself (${why}), so everything was stopped.`,
    service.lines().join('\n'),
  );
}

function tell(demo, sandbox, provider, relay) {
  console.log(`
  The demo                 ${demo.origin}
  Documentation            ${demo.origin}/docs/
  DocSpace double          ${sandbox.portal}
  Microsoft Entra ID       ${sandbox.double('entra')}   (double; US Government: ${sandbox.double('entra-us')})
  docCentrum double        ${sandbox.double('doccentrum')}
  Business Central double  ${sandbox.double('business-central')}
  Enadoc double            ${sandbox.double('enadoc')}
  Docplanner double        ${sandbox.double('docplanner')}   (who may call it signs in at ${sandbox.issuer})
  docgate-relay            http://${relay}
  OpenID Connect server    ${provider.issuer}   (any name, any password)

Open the demo in a browser. Ctrl-C stops everything.
`);
}
