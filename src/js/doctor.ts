/** docgate/doctor: what is wrong between a page, its config and its provider, found from the browser. */
export { doctor } from './doctor/run.js';
export type {
  Check,
  CheckName,
  DoctorOptions,
  DoctorReport,
  Finding,
  FindingCode,
} from './doctor/types.js';
