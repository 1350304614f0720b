import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, walk } from './approval-model/walk';

interface Kept extends Case {
  readonly what: string;
}

/** Sequences that once broke a rule of the model; a new one is printed by the model and kept here. */
// The file is written by hand from what the model prints, which is a case.
const cases = JSON.parse(readFileSync(join(__dirname, 'approval-cases.json'), 'utf8')) as readonly Kept[];

test.each(cases)('$what: no rule is broken any more', (one) => {
  expect(() => walk(one)).not.toThrow();
});
