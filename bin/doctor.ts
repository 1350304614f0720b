/** `npm run doctor`: looks at each part and says how to mend what is not well. Changes nothing. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadConfig } from '../config';
import {
  checkDatabase,
  checkDataDir,
  checkMail,
  checkNode,
  checkPort,
  checkScanner,
  checkServing,
  checkSettings,
  type Finding,
  note,
  well,
} from './parts/checks';
import { runProgram } from './parts/failure';
import { checkTemporal } from './parts/temporal-checks';
import { checkRights } from './parts/wall-checks';
import { cachedTestServer } from './parts/time-skipping';

const SIGNS = { well: '✔', ill: '✘', note: '–' } as const satisfies Record<Finding['state'], string>;

runProgram(async () => {
  const config = loadConfig();
  const findings = [
    checkNode(),
    ...checkSettings(config),
    checkDataDir(config.dataDir),
    await checkPort(config),
    checkServing(config),
    await checkDatabase(config),
    ...(await checkRights(config)),
    ...(await checkTemporal(config)),
    await checkMail(config),
    await checkScanner(config),
    checkRehearsals(),
    checkBrowser(),
  ];
  for (const { state, text, mend } of findings) console.log(`${SIGNS[state]} ${text}${mend ? ` → ${mend}` : ''}`);
  process.exitCode = findings.some(({ state }) => state === 'ill') ? 1 : 0;
});

const isOnPath = (...names: readonly string[]): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((dir) => names.some((name) => existsSync(join(dir, name))));

function checkRehearsals(): Finding {
  const has = Boolean(process.env['TENURE_TEST_SERVER']) || existsSync(cachedTestServer());
  if (has && (process.env['TENURE_TEST_SERVER'] ?? isOnPath('java')))
    return well('Rehearsals: the time-skipping server is here');
  return isOnPath('java') && isOnPath('mvn')
    ? well('Rehearsals: Java and Maven are here to fetch the time-skipping server')
    : note('Rehearsals need the time-skipping server', 'install Java 17 and Maven, or set TENURE_TEST_SERVER');
}

const checkBrowser = (): Finding =>
  isOnPath('chromium', 'chromium-browser', 'google-chrome')
    ? well('Chromium for browser tests')
    : note('Chromium is not here (only browser tests and PDF need it)', 'apt-get install chromium');
