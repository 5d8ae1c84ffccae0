/** The core of `docgate/js`: no WebAssembly anywhere, so no page policy and no Lockdown Mode refuses it. */
export { make } from 'docgate:translation';

/** There is no other way to try. */
export async function load(refused: unknown): Promise<void> {
  throw refused;
}
