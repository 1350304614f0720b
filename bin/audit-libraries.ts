/**
 * `npm run audit:libraries`: asks the registry for known weaknesses of the libraries that the product is made of. Ends with 1
 * where one is of high or critical weight, and with 2 where the registry does not answer, so that silence is not taken for none.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { runProgram } from './parts/failure';
import { type Verdict, verdictOf } from './parts/library-audit';

const ROOT = join(__dirname, '..');
const SIGNS = { fine: '✔', grave: '✘', unanswered: '–' } as const satisfies Record<Verdict['state'], string>;
const EXITS = { fine: 0, grave: 1, unanswered: 2 } as const satisfies Record<Verdict['state'], number>;
const PATIENCE_MS = 60_000;

runProgram(async () => {
  const { state, lines } = verdictOf(await printedBy('npm', ['audit', '--omit=dev', '--json']));
  for (const line of lines) console.log(`${SIGNS[state]} ${line}`);
  process.exitCode = EXITS[state];
});

/** npm ends with 1 where it has found something, which is an answer as well. */
const printedBy = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, [...args], { cwd: ROOT, timeout: PATIENCE_MS, maxBuffer: 64 * 1_048_576 }, (_failed, printed) =>
      resolve(printed),
    );
  });
