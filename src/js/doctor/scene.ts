/** What every check looks at, and what it can say. */
import type { Looker } from './look.js';
import type { Endpoints } from './metadata.js';
import type { Subject } from './subject.js';
import type { CheckName, Finding } from './types.js';

export interface Scene extends Looker {
  readonly subject: Subject;
  /** Whether a token request may be sent. */
  readonly probe: boolean;
  readonly timeout: number;
  /** Where the endpoints are: as configured, or as the metadata says. Read once. */
  endpoints(): Promise<Endpoints>;
}

export interface Result {
  readonly findings: readonly Finding[];
  /** Where there is no finding: nothing was checked. */
  readonly skipped?: boolean;
  readonly detail?: string;
}

export interface Examination {
  readonly name: CheckName;
  /** `undefined`: nothing is wrong. */
  run(scene: Scene): Result | undefined | Promise<Result | undefined>;
}

export const found = (...findings: readonly Finding[]): Result => ({ findings });
export const passed = (detail: string): Result => ({ findings: [], detail });
export const skipped = (detail: string): Result => ({ findings: [], skipped: true, detail });

/** Said by every check that needs what only an `Auth` knows. */
export const NO_AUTH = skipped('there is no Auth to ask');
