/** `npm run docs:authorization`: writes who may do what, and which fields who reads and writes, into `docs/security/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AUTHORIZATION_FILE, authorizationPage } from './parts/authorization-page';
import { FIELD_FILE, fieldPage } from './parts/field-page';

for (const [file, text] of [
  [AUTHORIZATION_FILE, authorizationPage()],
  [FIELD_FILE, fieldPage()],
] as const) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${file} is written`);
}
