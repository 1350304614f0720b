/** `npx tsx bin/common-passwords.ts list.txt`: makes the filter of common passwords from a list, one a line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { FILTER_FILE, filterOf } from '../api/sign-in/common-passwords';
import { lengthOf, PASSWORD_LEAST } from '../domain/people/password';
import { runProgram, StartFailure } from './parts/failure';

runProgram(async () => {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new StartFailure('Name the list of passwords, one a line.');
  const long = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => lengthOf(line) >= PASSWORD_LEAST)
    .map((line) => line.toLowerCase());
  const passwords = [...new Set(long)];
  const filter = filterOf(passwords);
  writeFileSync(FILTER_FILE, filter);
  console.log(`${passwords.length} passwords, ${filter.length} bytes`);
  return Promise.resolve();
});
