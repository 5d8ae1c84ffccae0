/**
 * WebDriver sessions in the engine under test. `DOCGATE_ENGINE` is its name, `DOCGATE_ENGINE_BINARY` and
 * `DOCGATE_ENGINE_DRIVER` are the programs (tools/setup/engines.mjs). One driver program for each test process; each
 * session is a browser with a profile of its own.
 */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Capabilities, WebDriver } from 'selenium-webdriver';
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js';
import { anyPort } from '../../../tools/serve/port.mjs';

/** How long the driver program may take until it answers, and the browser until it is there. */
const PATIENCE = 60_000;

/** What each engine is asked for. */
const WISHES = {
  chromium: (binary) => ({
    browserName: 'chrome',
    'goog:chromeOptions': {
      binary,
      args: [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  }),
  firefox: (binary) => ({
    browserName: 'firefox',
    'moz:firefoxOptions': {
      binary,
      args: ['-headless'],
      // Nothing that goes out to the network by itself.
      prefs: {
        'app.normandy.enabled': false,
        'app.update.disabledForTesting': true,
        'browser.safebrowsing.malware.enabled': false,
        'browser.safebrowsing.phishing.enabled': false,
        'datareporting.policy.dataSubmissionEnabled': false,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
      },
    },
  }),
  webkit: (binary) => ({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } }),
};

export const engine = {
  name: process.env.DOCGATE_ENGINE,
  binary: process.env.DOCGATE_ENGINE_BINARY,
  driver: process.env.DOCGATE_ENGINE_DRIVER,
};

let starting = null;

/** A browser with an empty profile; `quit()` ends it. */
export async function openSession({ name, binary, driver } = engine) {
  if (!Object.hasOwn(WISHES, name ?? '')) throw new Error('set DOCGATE_ENGINE, or run: npm run test:engines');
  starting ??= startDriver(driver);
  const address = await starting;
  const session = WebDriver.createSession(
    new Executor(new HttpClient(address)),
    new Capabilities({ ...WISHES[name](binary), pageLoadStrategy: 'normal' }),
  );
  await session.getSession();
  await session.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE, implicit: 0 });
  return session;
}

/** Starts the program and gives its address once it answers. It ends with this process, browsers and all. */
async function startDriver(program) {
  const port = await anyPort();
  const child = spawn(program, [`--port=${port}`], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed = `${printed}${text}`.slice(-4000);
    });
    // What it prints keeps no test process alive.
    stream.unref();
  }
  child.unref();
  process.on('exit', () => end(child));
  const address = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(100)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${address}/status`).catch(() => null);
    if (answer?.ok) return address;
  }
  end(child);
  throw new Error(`${program} did not answer: ${printed}`);
}

function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
