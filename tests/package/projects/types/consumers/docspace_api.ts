import { allows, type DocSpaceScope, readEnvelope, scopes, scopesFor } from 'docgate/docspace/api';

export const every: readonly unknown[] = [allows, readEnvelope, scopesFor, scopes];
export const scope: DocSpaceScope = 'files:read';
// @ts-expect-error: no such scope
export const other: DocSpaceScope = 'files:all';
