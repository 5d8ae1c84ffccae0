// Where the core comes from: refused, translated, brought by the app.

const e2e = (file, filter) => ({ kind: 'e2e', file, filter });

export default [
  {
    name: 'leave-the-code-in-the-address-while-the-core-loads',
    row: 'R-027',
    file: 'src/js/capture.ts',
    find: '      show(left);',
    replace: '',
    test: e2e('without_wasm', 'while the core is on its way, the code is not in the address bar'),
  },
  {
    name: 'take-an-address-that-is-not-docgates',
    row: 'R-027',
    file: 'src/js/capture.ts',
    find: '      show(address);',
    replace: '',
    test: e2e('without_wasm', 'an address that is not of docgate is left, and what the router did meanwhile too'),
  },
  {
    name: 'run-whatever-wasm-is-served',
    row: 'A-34',
    file: 'src/js/given_wasm.ts',
    find: "credentials: 'omit', integrity,",
    replace: "credentials: 'omit',",
    test: e2e('slim', 'altered, or of another version'),
  },
  {
    name: 'give-up-where-wasm-is-refused',
    row: 'R-161',
    file: 'src/js/source/embedded.ts',
    find: "translation = await inTime(import('docgate:translation'), PATIENCE);",
    replace: 'throw refused;',
    test: e2e('without_wasm', 'docspace: WebAssembly deleted: a login works'),
  },
  {
    name: 'let-go-of-a-face-without-a-core-at-once',
    row: 'R-161',
    file: 'src/js/deferred.ts',
    find: `      setTimeout(() => {
        if (!disposed) return;
        address.give();
        gone();
      });`,
    replace: '      gone();',
    test: e2e(
      'without_wasm',
      'mounted, unmounted and mounted again while the core is on its way: the callback is finished once',
    ),
  },
];
