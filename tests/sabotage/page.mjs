// The page around docgate: which browser it is in, and what its answers say.

const e2e = (file, filter) => ({ kind: 'e2e', file, filter });

export default [
  {
    name: 'sign-in-inside-of-web-views',
    row: 'R-167',
    file: 'src/js/face.ts',
    find: 'if (hooks.navigate === undefined && inWebView()) {',
    replace: 'if (false) {',
    test: e2e('web_views', 'a login in the web view of an app is refused before anything is opened'),
  },
  {
    name: 'take-the-home-screen-for-a-web-view',
    row: 'R-167',
    file: 'src/js/web_view.ts',
    find: '(standalone !== true && ',
    replace: '(',
    test: e2e('web_views', 'a page on the home screen of iOS'),
  },
  {
    name: 'let-callbacks-be-cached',
    row: 'R-163',
    file: 'tools/serve/policy.mjs',
    find: "? 'no-store' : otherwise",
    replace: '? otherwise : otherwise',
    test: e2e('callback_page_headers', 'the demo, as built'),
  },
];
