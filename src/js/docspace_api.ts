/** What apps of DocSpace need beside the sign-in: scopes, answers of the API, the profile. No wasm in it. */
export type {
  DocSpaceAnswer,
  DocSpaceEnvelope,
  DocSpaceFailure,
  DocSpaceFailureKind,
  DocSpaceLink,
} from './docspace_api/envelope.js';
export { readEnvelope } from './docspace_api/envelope.js';
export { explainMissing } from './docspace_api/missing.js';
export type { DocSpaceProfile, DocSpaceProfileRecord } from './docspace_api/profile.js';
export { profileOf } from './docspace_api/profile.js';
export type { DocSpaceMethod, DocSpaceRoute } from './docspace_api/routes.js';
export { allows, scopesFor } from './docspace_api/routes.js';
export type { DocSpaceScope, DocSpaceScopeGroup, DocSpaceScopeInfo } from './docspace_api/scopes.js';
export { scopes } from './docspace_api/scopes.js';
