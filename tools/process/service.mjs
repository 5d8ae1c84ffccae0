// A program that goes on running, in a process group of its own, until it is stopped.

import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';

const KEPT = 200;
const running = new Set();

// Whatever ends this process, nothing of what it started stays behind.
process.on('exit', () => {
  for (const child of running) end(child, 'SIGKILL');
});

/**
 * Starts `program` and waits until a line of its standard output matches `ready`. Gives
 * `{ name, match, stop(), exited, lines() }`: `exited` resolves with the reason once it has ended,
 * `lines()` is the end of what it printed. `onLine` sees every line.
 */
export async function startService(
  name,
  program,
  args,
  { ready, cwd = root, env = {}, patience = 60_000, onLine = () => {} },
) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  running.add(child);
  const kept = [];
  let seen;
  const matched = new Promise((resolve) => {
    seen = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    eachLine(stream, (line) => {
      kept.push(line);
      if (kept.length > KEPT) kept.shift();
      const match = stream === child.stdout ? ready.exec(line) : null;
      if (match !== null) seen(match);
      onLine(line);
    });
  }
  const exited = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.code === 'ENOENT' ? `${program} is not there` : error.message));
    child.on('close', (code, signal) =>
      resolve(signal === null ? `it ended with status ${code}` : `it ended by ${signal}`),
    );
  }).finally(() => running.delete(child));

  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  const first = await Promise.race([matched, exited, late]);
  clearTimeout(timer);
  if (!Array.isArray(first)) {
    end(child, 'SIGKILL');
    const error = new Error(`${name} did not start: ${first ?? `nothing for ${patience / 1000} s`}`);
    error.name = 'CannotGoOn';
    error.output = kept.join('\n');
    throw error;
  }
  return { name, match: first, exited, lines: () => [...kept], stop: () => stop(child, exited) };
}

async function stop(child, exited) {
  end(child, 'SIGTERM');
  const timer = setTimeout(() => end(child, 'SIGKILL'), 3_000);
  await exited;
  clearTimeout(timer);
}

function end(child, signal) {
  try {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    }
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function eachLine(stream, use) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) use(line);
  });
  stream.on('end', () => {
    if (rest !== '') use(rest);
  });
}
