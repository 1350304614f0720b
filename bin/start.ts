/** `npm start`: everything in one process tree. What a setting names is used, what none names is started here. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { type Config, loadConfig, secretsFile } from '../config';
import { compiledPrograms } from './parts/compiled';
import { runProgram, sentenceOf, StartFailure } from './parts/failure';
import { startPlatform, type Platform } from './parts/platform';
import { portObjection } from './parts/ports';
import { prepareDatabase, productParts } from './parts/product';
import { createProgress, type Report } from './parts/progress';
import { claimDataDir, endLeftovers, releaseDataDir } from './parts/run-files';
import { ensureSecrets } from './parts/secrets';
import { createSupervisor, type Supervisor } from './parts/supervise';
import { refuseWeakSettings } from './parts/weak-settings';

runProgram(async () => {
  const config = refuseWeakSettings(loadConfig());
  const { dataDir } = config;
  openDataDir(dataDir);
  // From here on every file is for this user only: databases, mails, secrets.
  process.umask(0o077);
  claimDataDir(dataDir, 'start.ts');
  const progress = createProgress();
  const say = (line: string): void => {
    progress.done();
    console.log(line);
  };
  const supervisor = createSupervisor({ dataDir, say });
  stopOnSignal(supervisor, dataDir, say);
  try {
    const banner = await startAll(config, supervisor, progress.report);
    progress.done();
    console.log(banner.join('\n'));
  } catch (error) {
    progress.done();
    await supervisor.stopAll();
    releaseDataDir(dataDir);
    throw error;
  }
});

async function startAll(config: Config, supervisor: Supervisor, report: Report): Promise<readonly string[]> {
  const { dataDir } = config;
  const left = await endLeftovers(dataDir);
  if (left.length > 0) report(`ended what an earlier start left running: ${left.join(', ')}`);
  const objection = await portObjection(config.port, config.host);
  if (objection) throw new StartFailure(objection);
  const secrets = ensureSecrets(dataDir);
  // Meanwhile: it takes a second after a change and nothing otherwise.
  const programs = compiledPrograms(report);
  const platform = await startPlatform({ config, secrets, supervisor, report });
  report('bringing the database up to date');
  const token = config.adminToken ?? secrets.adminToken;
  const isFirst = await prepareDatabase(platform.databaseUrl, token);
  const { api, worker } = productParts(config, platform, { secrets, programs: await programs });
  report('starting API and worker');
  await Promise.all([supervisor.start(worker), supervisor.start(api)]);
  return banner(config, platform, isFirst ? token : undefined);
}

function banner(config: Config, { inbox, temporalUi }: Platform, newToken: string | undefined): readonly string[] {
  const { publicUrl, dataDir } = config;
  return [
    `✔ Tenure runs at   ${publicUrl}`,
    `  API docs         ${publicUrl}/docs`,
    ...(inbox ? [`  Mail inbox       ${inbox}   (mails are caught here and sent to nobody)`] : []),
    ...(temporalUi ? [`  Temporal UI      ${temporalUi}`] : []),
    `  Administrator    ${newToken ? `token ${newToken}` : tokenPlace(config)}`,
    `  Data and logs    ${dataDir}`,
    '  Stop with Ctrl-C.',
  ];
}

const tokenPlace = (config: Config): string =>
  config.adminToken ? 'as before (TENURE_ADMIN_TOKEN)' : `token as before, in ${secretsFile(config.dataDir)}`;

/** Passable, so that PostgreSQL's account reaches its folder inside; what is private in it is private by itself. */
function openDataDir(dataDir: string): void {
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      chmodSync(dataDir, 0o711);
    }
    readdirSync(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartFailure(`The data directory ${dataDir} (TENURE_DATA_DIR) cannot be used: ${sentenceOf(error)}.`);
  }
}

function stopOnSignal(supervisor: Supervisor, dataDir: string, say: (line: string) => void): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) return;
    isStopping = true;
    say('Stopping …');
    void supervisor.stopAll().finally(() => {
      releaseDataDir(dataDir);
      console.log('Stopped.');
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
