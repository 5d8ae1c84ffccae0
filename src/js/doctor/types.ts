/** The public types of `docgate/doctor`. */

/** What was found. Stable; branch on it. */
export type FindingCode =
  /** This is no browser page. */
  | 'not_in_browser'
  /** `createAuth` refuses the config. */
  | 'config_refused'
  /** What was passed is no `Auth`, or the function that makes it failed. */
  | 'auth_unknown'
  /** docgate's core could not be loaded. */
  | 'core_not_loaded'
  /** The page's policy forbids WebAssembly. */
  | 'wasm_refused'
  /** The browser has no WebAssembly. */
  | 'wasm_missing'
  /** Plain http, and not on loopback. */
  | 'insecure_context'
  /** The page is in a frame of another site. */
  | 'framed'
  | 'session_storage_blocked'
  | 'session_storage_full'
  | 'local_storage_blocked'
  | 'local_storage_full'
  | 'web_locks_missing'
  | 'broadcast_channel_missing'
  /** `connect-src` of the page's policy lacks an origin that sign-in needs. */
  | 'policy_blocks'
  /** The same for an origin that only API calls need. */
  | 'policy_blocks_api'
  /** A `Cross-Origin-Opener-Policy` of the page or of the redirect URI parts it from its popups. */
  | 'popup_cut_off'
  /** The redirect URI answers with an error status, or not at all. */
  | 'redirect_uri_missing'
  /** The redirect URI redirects. */
  | 'redirect_uri_moved'
  /** The redirect URI is no HTML page. */
  | 'redirect_uri_not_html'
  /** The redirect URI is the root of the origin. */
  | 'redirect_uri_root'
  /** The browser says that there is no network, and nothing answers. */
  | 'offline'
  /** No answer at all. */
  | 'server_unreachable'
  /** There is an answer, and the page may not read it. */
  | 'cors_missing'
  | 'metadata_invalid'
  | 'issuer_mismatch'
  | 'pkce_unsupported'
  /** Plain http where it is not allowed. */
  | 'endpoint_insecure'
  | 'keys_invalid'
  /** The server says that nobody can sign in with it. */
  | 'identity_server_off'
  | 'client_refused'
  | 'registration_invalid'
  | 'rate_limited'
  /** The token endpoint failed in another way. */
  | 'token_endpoint_failed'
  | 'relay_unreachable'
  /** The relay's host answers, but not to this page. */
  | 'relay_hidden'
  /** Something that is no relay answers at its address. */
  | 'relay_unknown'
  /** The relay is on another site than the page. */
  | 'relay_cross_site'
  /** The relay refused a token request. */
  | 'relay_refused'
  | 'api_unreachable'
  /** The device's clock differs from the servers'. */
  | 'clock_wrong'
  /** A check came to no end. */
  | 'check_unfinished';

/** The checks, in the order of the report. */
export type CheckName =
  | 'config'
  | 'webassembly'
  | 'secure-context'
  | 'frame'
  | 'storage'
  | 'tabs'
  | 'opener-policy'
  | 'redirect-uri'
  | 'metadata'
  | 'keys'
  | 'identity-server'
  | 'token-endpoint'
  | 'relay'
  | 'apis'
  | 'clock';

/** Something that is wrong, and what to do about it. */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: signing in cannot work, or not for everybody. `warning`: something beside it does not. */
  readonly severity: 'error' | 'warning';
  /** What is wrong. */
  readonly message: string;
  /** What to change; begins with who has to. */
  readonly advice: string;
  /** What was seen: addresses without their queries, statuses, names. Never a token, code or secret. */
  readonly evidence: Readonly<Record<string, string>>;
}

/** One check, and how it went. */
export interface Check {
  readonly name: CheckName;
  /** `skipped`: there was nothing to check, or another finding already says why it could not be. */
  readonly status: 'passed' | 'failed' | 'warned' | 'skipped';
  readonly detail?: string;
}

/** What the doctor has found. */
export interface DoctorReport {
  /** Whether there is no finding of severity `error`. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** All of it as plain text, to paste into a bug report: no queries, no tokens, no codes, the client id shortened. */
  readonly text: string;
}

/** How the doctor looks. */
export interface DoctorOptions {
  /**
   * `false`: sends no token request. Default: sends one, with a code that cannot exist. DocSpace takes ten POSTs a minute
   * from one address, sign-ins of everybody there included.
   */
  readonly probe?: boolean;
  /** How long each question may take, in milliseconds: 1 to 60,000. Default: 10,000. */
  readonly timeout?: number;
}
