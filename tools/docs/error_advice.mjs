// What a developer does about each error code: the part of docs/errors.md that the table in src/core/error.rs, which is
// for whoever reads a message, does not say. Every code stands in one group.

export const groups = [
  {
    title: 'The config and the page',
    about: 'Nobody who signs in can change these. They show while one develops, or in a browser that nobody had tried.',
    codes: {
      config_unknown_key:
        'Look at `field`. Spelling and capitals count: `redirectUri`, not `redirect_uri`. All keys: [configuration](configuration.md).',
      config_invalid:
        'Look at `field` and at the end of the message, which says what would be right. Each key with its values: [configuration](configuration.md).',
      config_secret:
        'Take the secret out of the page **and have the provider make a new one**: what was in a page is known. Register a public client. Where the provider has none, [docgate-relay](relay.md) holds the secret.',
      config_conflict:
        'Make the `Auth` in one module and import it everywhere. Equal configs give the same `Auth`, different ones for the same redirect URI are this error. Give each provider on a page a redirect URI of its own.',
      not_supported:
        'The provider cannot do this, or the entry that you import is not built with it. The provider’s page has a table of what works.',
      not_in_browser:
        'Call it in the browser only, for example in an effect or behind `typeof window`. Importing docgate and calling `createAuth` on a server is fine.',
      insecure_context: 'Serve the page by https, or from `localhost` while you develop.',
      framed:
        'Open the app in a window of its own. A frame of another site can be laid over and clicked through, so nothing signs in there.',
      embedded_browser:
        'The page is in the web view of an app, such as the browser inside of a messenger. In an app of your own, sign in with the system’s browser: [wrapped apps](wrapped-apps.md). Else ask the person to open the page in their browser.',
      storage_unavailable:
        "The person allows site data for the app, or opens it outside of a sandboxed frame. `persist: 'memory'` does not help: a login has to survive the redirect.",
      storage_full: 'Store less in `sessionStorage`: the app and every library on its origin share some 5 MB.',
      entropy_unavailable: 'An embedded or very old browser. There is no safe way to go on; say so to the person.',
      wasm_refused:
        "Serve `translation.js` of the package beside the entry, as bundlers do: docgate goes on with it where WebAssembly is refused. Or add `'wasm-unsafe-eval'` to `script-src`; it allows WebAssembly, and no `eval`. More: [where the core comes from](loading.md).",
      wasm_not_loaded:
        'Look at `cause`. An address that an app answers with its own page, a wrong `Content-Type`, a proxy that changes files, or the file of another version of docgate. Then call `loadCore()` again. More: [where the core comes from](loading.md).',
    },
  },
  {
    title: 'The address that came back',
    about:
      'A failed callback never touches a session that exists. After it `login()` wants a click or `{ retry: true }`.',
    codes: {
      callback_invalid:
        'Something on the way changes the address: a rewrite rule of the server, a router, a browser extension. Look at the address in the first request of the redirect path.',
      callback_already_used:
        'Offer to sign in again. It is what a reload, Back or a bookmark of the callback address gives where no session is left. If it comes at every sign-in, something asks for the callback address a second time.',
      issuer_mismatch:
        'Compare `issuer` in the config with what the provider’s metadata say, letter by letter; a slash at the end counts. Otherwise another server answered: do not go on.',
      pending_login_missing:
        'Offer to sign in again. It comes where the sign-in began in another tab, browser or origin (`www.` or not, http or https), where storage was cleared meanwhile, or where somebody sent a link with a callback in it.',
      pending_login_expired:
        'Offer to sign in again: an hour has gone by. `returnTo` of the outcome still says where to.',
      pending_login_foreign:
        'Offer to sign in again. It comes once after a release that changes `clientId`, the provider or the redirect URI.',
    },
  },
  {
    title: 'What the provider refused',
    about:
      '`error`, `errorDescription` and `errorCodes` are the provider’s own words and numbers. Show them to developers; never branch on a text.',
    codes: {
      authorization_denied:
        'Say that the sign-in was not finished, and offer it again. Usually somebody pressed Cancel.',
      authorization_failed: 'Read `error` and `errorDescription`. The provider’s page here says which ones there are.',
      scope_refused:
        'Register the scope for this app, or take it out of `scopes`. `field` is `resource` where a resource was refused.',
      registration_invalid:
        'Read `field` and `errorCodes`, then the table of the provider’s page: for the AADSTS numbers, [Entra](providers/entra.md#when-it-fails). Trying again does not help.',
      client_refused:
        'Compare `clientId`. Then look whether the app is registered as a public client (single-page application, PKCE, no secret), and whether it is switched on.',
      grant_refused:
        'Offer to sign in again. If it comes at every sign-in, something redeems the code a second time or changes the address: a proxy, an extension, a security scanner that follows links.',
      token_refused: 'Read `error` and `errorDescription`. Nothing was kept.',
    },
  },
  {
    title: 'A person is needed',
    about: 'Not faults. The app decides when to leave the page, since only it knows what is not saved.',
    codes: {
      login_required: "Call `login()` on a click. With `display: 'iframe'` it means no more than “not this way”.",
      interaction_required:
        'Call `login()` on a click with what the error has of `scopes`, `claims`, `acrValues` and `maxAge`.',
      user_not_confirmed:
        'Offer to sign in again. It is what `confirm` of [Enadoc](providers/enadoc.md#who-came-back) ended in; if nobody said no, `confirm` threw.',
    },
  },
  {
    title: 'The network and the answers',
    about:
      'A failing network never ends a session. What was refused by a rate limit or an overloaded server is tried again by itself at the next call.',
    codes: {
      network:
        'Open the browser’s developer tools, Network. A request in red with “CORS”: the provider does not know this page’s origin, or not at this address. “Blocked by Content-Security-Policy”: add the address to `connect-src`. Else offline. A page cannot tell these apart; [`doctor()`](doctor.md) mostly can.',
      timeout: 'Try again. `timeout` of the config sets the deadline. Of a popup: ten minutes have gone by.',
      response_too_large: 'Look at what answered: as a rule the page of a proxy.',
      response_invalid:
        'Look at `field`, and at what answered: as a rule a proxy, a login page of the network, or a wrong address.',
      http_status: 'Read `status`. 5xx: the server; try again later. 404: the address in the config.',
      rate_limited:
        'Wait for `retryAfter` seconds, or a minute where it is not there. Do not try in a loop. People behind one address share a limit.',
      relay_refused: 'Read `error`; [docgate-relay](relay.md) explains each.',
      metadata_invalid:
        'Look at `field`. Open the metadata in the browser. Endpoints must be https, and of the issuer’s origin or of `endpointOrigins`.',
      keys_invalid: 'Open `jwks_uri` of the metadata in the browser. It has to be a JSON object with `keys`.',
      pkce_unsupported: 'Switch PKCE with S256 on for the client, or at the server. docgate never goes without.',
    },
  },
  {
    title: 'Tokens',
    about: 'Checks of what the provider sent, and of where a token may go.',
    codes: {
      token_type_unsupported:
        'The server or the client’s registration: Bearer tokens are the only ones that docgate uses.',
      id_token_invalid:
        '`field` names the claim, or `signature`, `alg`, `kid`. Look at the client’s registration (algorithm, audience) and at `issuer`. Nobody was signed in.',
      clock_skewed:
        'Ask the person to set date and time of the device. `clockSkew` goes up to 300 seconds and no further.',
      api_base_mismatch:
        'Compare the address in the config with the one that people open. In DocSpace’s cloud: [`portalHosts`](providers/docspace.md#in-the-cloud).',
      origin_not_allowed:
        'Use a path below `session.apiBase`, or add the exact origin to `allowedOrigins`. Whatever is listed gets people’s access tokens.',
      token_unusable: 'Nothing here: it is the server’s token.',
    },
  },
  {
    title: 'Windows, the page’s life, docgate itself',
    about: 'What the app’s own calls lead to.',
    codes: {
      login_loop:
        'Call `ready()` or `login()` on the redirect path, before a router changes the address. Do not call `login()` again when it was refused. See [the page loads again and again](faq.md#the-page-loads-again-and-again).',
      navigation_abandoned:
        'Show the page as it was: somebody came Back from the provider. Nothing has to be repeated; another click signs in.',
      popup_blocked:
        "Call `login({ display: 'popup' })` first thing in the click: an `await` before it costs the right to open a window.",
      popup_closed: 'Nothing, or offer to try again. A window that comes back later still signs in, with an event.',
      popup_window:
        'This is the window of a popup login. Where `ready()` answers `popup`, show nothing and call nothing else.',
      disposed: 'Make a new `Auth` by `createAuth`, or do not `dispose()` while somebody still has it.',
      internal_error:
        'Report it, with the version and `cause`. The session is still there and the next call works; there is nothing to repair.',
    },
  },
];
