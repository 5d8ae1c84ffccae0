/** The doubles of the sandbox, running in the test: loaded by `docgate/testing` when a test asks for a provider. */
import { base64, type Doubles, glue } from 'docgate:provider';

let compiled: WebAssembly.Module | undefined;

/** Doubles to which nothing has happened yet. `config`: JSON text; `seed`: what their codes and tokens are made of. */
export function doubles(config: string, seed: number): Doubles {
  const module = compiled ?? new WebAssembly.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  compiled = module;
  const { Provider } = glue((imports) => new WebAssembly.Instance(module, imports), {
    exports: (raw) => raw,
    late: (callback) => callback,
  });
  return new Provider(config, seed);
}
