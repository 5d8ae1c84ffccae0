// Runs a program to its end. Everything it prints is kept, so that a caller shows it only when
// something went wrong; `show: true` passes it on while it comes. After `patience` milliseconds it
// is ended, with all that it started, and its code is 'too long'.

import { spawn } from 'node:child_process';
import { root } from '../paths.mjs';

/** What a program did that did not end with 0 (or, with `expect: 'any'`, is never thrown). */
export class CommandFailed extends Error {
  constructor(title, code, output) {
    super(`${title} failed (${code})`);
    this.name = 'CommandFailed';
    this.output = output;
  }
}

/** Resolves with `{ code, stdout, output }`; rejects with {@link CommandFailed}. */
export function run(program, args, options = {}) {
  const { cwd = root, env = {}, show = false, expect = 0, title = program, input, patience } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: patience !== undefined && process.platform !== 'win32',
    });
    let stdout = '';
    let output = '';
    let late = false;
    const timer =
      patience === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
          }, patience);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
      if (show) process.stdout.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (show) process.stderr.write(text);
    });
    if (input !== undefined) child.stdin.end(input);
    child.on('error', (error) => reject(new CommandFailed(title, error.code ?? error.message, output)));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const end = late ? 'too long' : (code ?? signal);
      if (expect !== 'any' && end !== expect) reject(new CommandFailed(title, end, output));
      else resolve({ code: end, stdout, output });
    });
  });
}
