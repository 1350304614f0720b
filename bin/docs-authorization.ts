/** `npm run docs:authorization`: writes the table of authorization into `docs/security/authorization.md`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AUTHORIZATION_FILE, authorizationPage } from './parts/authorization-page';

mkdirSync(dirname(AUTHORIZATION_FILE), { recursive: true });
writeFileSync(AUTHORIZATION_FILE, authorizationPage());
console.log(`${AUTHORIZATION_FILE} is written`);
