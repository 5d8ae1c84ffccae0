/** Whether createAuth takes the config. */
import { finding } from './findings.js';
import { type Examination, found, skipped } from './scene.js';

/** What other checks say better, by the error that createAuth or the first call fails with. */
const ELSEWHERE = ['wasm_refused', 'wasm_not_loaded', 'insecure_context'];

export const config: Examination = {
  name: 'config',
  run({ subject }) {
    if (subject.inspection !== null) return undefined;
    const { thrown, name } = subject;
    const { code = name, field, message } = thrown ?? {};
    if (ELSEWHERE.includes(code)) return skipped(code);
    if (!/^(config_|not_supported$)/.test(code)) return found(finding('auth_unknown', { given: code }));
    return found(finding('config_refused', { code, field, message }));
  },
};
