// The Rust toolchain that rust-toolchain.toml pins, with its wasm target.

import { existsSync, readFileSync } from 'node:fs';
import { at, root } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

const triple = 'wasm32-unknown-unknown';

/** Makes sure that cargo works here, and that it can compile to wasm. */
export async function rust() {
  const channel = /^channel = "(.+)"$/m.exec(readFileSync(at('rust-toolchain.toml'), 'utf8'))[1];
  const rustup = (await run('rustup', ['--version'], { expect: 'any', cwd: '/' }).catch(() => null)) !== null;
  if (rustup) await viaRustup(channel);
  const version = await cargoVersion(rustup);
  if (!atLeast(version, channel)) {
    throw new CannotGoOn(
      `cargo ${version} is too old; this needs ${channel} (rustup would fetch it: https://rustup.rs)`,
    );
  }
  const folder = (await run('rustc', ['--print', 'target-libdir', '--target', triple])).stdout.trim();
  if (!existsSync(folder)) {
    throw new CannotGoOn(`this Rust has no ${triple} target; with rustup: rustup target add ${triple}`);
  }
}

async function viaRustup(channel) {
  const installed = (await run('rustup', ['toolchain', 'list'], { cwd: '/' })).stdout;
  const targets = installed.includes(channel)
    ? (
        await run('rustup', ['target', 'list', '--installed', '--toolchain', channel], {
          cwd: '/',
          expect: 'any',
        })
      ).stdout
    : '';
  if (targets.includes(triple)) return;
  await say(`Installing Rust ${channel} with ${triple}`, () =>
    run('rustup', [
      'toolchain',
      'install',
      channel,
      '--profile',
      'minimal',
      '--component',
      'rustfmt,clippy',
      '--target',
      triple,
    ]),
  ).catch((error) => {
    throw new CannotGoOn(`rustup could not install Rust ${channel} with ${triple}. Is there a network?`, error.output);
  });
}

async function cargoVersion(rustup) {
  try {
    return /cargo (\S+)/.exec((await run('cargo', ['--version'], { cwd: root })).stdout)[1];
  } catch (error) {
    const help = rustup
      ? 'rustup is there, but its cargo does not start'
      : 'There is no cargo. Install Rust from https://rustup.rs';
    throw new CannotGoOn(`${help}, open a new terminal, and run this again.`, error.output);
  }
}

const atLeast = (version, wanted) => version.localeCompare(wanted, undefined, { numeric: true }) >= 0;
