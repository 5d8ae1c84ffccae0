// node tools/docs/write_errors.mjs   writes docs/errors.md anew

import { writeFileSync } from 'node:fs';
import { errorsPage, errorsPath } from './errors_page.mjs';

writeFileSync(errorsPath, errorsPage());
