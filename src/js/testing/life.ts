/**
 * The life of a fake's session: begun, renewed, over, signed out, by hand and by the clock. The events come in the order of
 * the real machine (`src/core/tab`), which an end-to-end test compares.
 */
import type { AuthErrorCode } from '../codes.js';
import type { AuthError, Session } from '../types.js';
import type { Clock } from './clock.js';
import { failure } from './failure.js';
import type { FakeOptions } from './fake_types.js';
import { type FakeSession, sessionOf } from './person.js';
import type { Stage } from './stage.js';

/** Before its end a session is announced to end, this long before or a quarter of its life. */
const WARNING = 300_000;
const IDLE_WARNING = 60_000;
/** Before its end a token is renewed, this long before or a quarter of its life. */
const MARGIN = 30_000;

/** Refusals after which the session is over: `login_required` (`is_final` in `src/core/tab/job.rs`). */
const FINAL: readonly AuthErrorCode[] = [
  'grant_refused',
  'interaction_required',
  'id_token_invalid',
  'clock_skewed',
  'token_type_unsupported',
];

/** One person's session, with what the app never sees. */
interface Held {
  readonly wanted: FakeSession;
  readonly session: Session;
  readonly issued: number;
  /** How many tokens there have been. */
  readonly number: number;
  readonly over: boolean;
}

/** Everything that can happen to a fake's session. */
export interface Life {
  readonly held: Held | null;
  readonly others: readonly Session[];
  error: AuthError | null;
  /** Shows what is; tells nothing. */
  show(): void;
  begin(wanted: FakeSession, tell?: boolean): void;
  /** A new token. Throws where there can be none, which may be the end of the session. */
  renew(): void;
  end(): void;
  forget(reason: string): void;
  part(id: string): void;
  change(id: string): void;
  fail(error: AuthError): void;
  stir(): void;
  /** Why renewals fail. */
  refusal: AuthError | null;
  /** Whether the token can be sent. */
  fresh(): boolean;
  stop(): void;
}

/** Nobody's yet. */
export function makeLife(options: FakeOptions, stage: Stage, clock: Clock): Life {
  const { renewable = false, renew = 'on-demand', idleTimeout } = options;
  const waiting = new Set<() => void>();
  let number = 0;
  let active = clock.now();
  /** Whether people can be signed in beside each other. */
  const several = options.others !== undefined;
  let people = (options.others ?? []).map((wanted) => held(wanted));

  function held(wanted: FakeSession): Held {
    number += 1;
    return { wanted, session: sessionOf(wanted, clock.now()), issued: clock.now(), number, over: false };
  }

  const stopTimers = (): void => {
    for (const cancel of waiting) cancel();
    waiting.clear();
  };
  const at = (moment: number, work: () => void): void => {
    const cancel = clock.after(moment - clock.now(), () => {
      waiting.delete(cancel);
      work();
    });
    waiting.add(cancel);
  };

  /** Plans what the clock will do to the session. */
  const plan = (): void => {
    stopTimers();
    const { held: own } = life;
    if (own === null || own.over) return;
    const { expiresAt } = own.session;
    const lifetime = expiresAt === null ? 0 : expiresAt - own.issued;
    if (expiresAt !== null && !renewable) {
      const warning = Math.min(WARNING, Math.floor(lifetime / 4));
      const warn = (): void => stage.tell('expiring', { reason: 'lifetime', remaining: expiresAt - clock.now() });
      if (clock.now() < expiresAt - warning) at(expiresAt - warning, warn);
      at(expiresAt, () => life.end());
    }
    if (expiresAt !== null && renewable && renew === 'ahead') {
      at(expiresAt - 2 * Math.min(MARGIN, lifetime / 4), () => {
        try {
          life.renew();
        } catch {
          // Told by its event.
        }
      });
    }
    if (idleTimeout === undefined) return;
    const ends = active + idleTimeout * 1000;
    const warning = Math.min(IDLE_WARNING, Math.floor((idleTimeout * 1000) / 4));
    const warn = (): void => stage.tell('expiring', { reason: 'idle', remaining: ends - clock.now() });
    if (clock.now() < ends - warning) at(ends - warning, warn);
    at(ends, () => life.forget('idle'));
  };

  let own: Held | null = null;
  let refusal: AuthError | null = null;
  let error: AuthError | null = null;

  const put = (next: Held | null): void => {
    own = next;
    life.show();
    plan();
  };
  const nameOf = (one: Held): string | undefined => one.session.user?.id;

  const life: Life = {
    get held() {
      return own;
    },
    get others() {
      return people.map(({ session }) => session);
    },
    get error() {
      return error;
    },
    set error(next) {
      error = next;
    },
    get refusal() {
      return refusal;
    },
    set refusal(next) {
      refusal = next;
    },
    show() {
      const status = own === null ? 'signed-out' : own.over ? 'expired' : 'signed-in';
      stage.show(status, own?.session ?? null, error);
    },
    begin(wanted, tell = true) {
      active = clock.now();
      if (tell) error = null;
      const next = held(wanted);
      const before = people.length;
      people = people.filter((one) => nameOf(one) !== nameOf(next));
      const kept = several && own !== null && !own.over && nameOf(own) !== nameOf(next);
      if (kept && own !== null) people.push(own);
      const changed = kept || people.length !== before;
      put(next);
      if (tell && changed) stage.tell('accounts');
      if (tell) stage.tell('signed-in');
    },
    renew() {
      if (own === null || own.over) throw failure('login_required');
      if (refusal !== null) {
        if (FINAL.includes(refusal.code)) {
          life.end();
          throw failure('login_required');
        }
        if (!life.fresh()) stage.tell('degraded', { reason: 'network' });
        throw refusal;
      }
      const { wanted, session } = own;
      const { expiresAt } = sessionOf(wanted, clock.now());
      error = null;
      put({ ...held(wanted), session: { ...session, expiresAt } });
      stage.tell('renewed');
    },
    end() {
      if (own === null || own.over) return;
      put({ ...own, over: true });
      stage.tell(renewable ? 'login-required' : 'expired');
    },
    forget(reason) {
      const had = own !== null;
      const alone = people.length === 0;
      people = [];
      put(null);
      if (!alone) stage.tell('accounts');
      if (had) stage.tell('signed-out', { reason });
    },
    part(id) {
      if (own !== null && nameOf(own) === id) {
        put(null);
        stage.tell('signed-out', { reason: 'logout' });
        return;
      }
      people = people.filter((one) => nameOf(one) !== id);
      stage.tell('accounts');
    },
    change(id) {
      const next = people.find((one) => nameOf(one) === id);
      if (next === undefined) throw failure('config_invalid', { field: 'account' });
      people = people.filter((one) => one !== next);
      if (own !== null && !own.over) people.push(own);
      error = null;
      put(next);
      stage.tell('accounts');
      stage.tell('signed-in');
    },
    fail(next) {
      error = next;
      life.show();
      stage.tell('failed');
    },
    stir() {
      active = clock.now();
      plan();
    },
    fresh() {
      const ends = own?.session.expiresAt;
      if (own === null || own.over) return false;
      const margin = renewable && ends != null ? Math.min(MARGIN, (ends - own.issued) / 4) : 0;
      return ends == null || clock.now() + margin < ends;
    },
    stop: stopTimers,
  };
  return life;
}
