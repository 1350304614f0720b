import type { Config } from '../../config';
import { embeddedMail } from './embedded-mail';
import { embeddedPostgres } from './postgres';
import { checkDatabase, checkMail, prepareTemporal } from './outside';
import type { Report } from './progress';
import type { Secrets } from './secrets';
import type { Supervisor } from './supervise';
import { embeddedTemporal } from './temporal';
import { findTemporalCli } from './temporal-cli';

export interface PlatformOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly supervisor: Supervisor;
  readonly report: Report;
}

/** Where the three parts are that API and worker stand on; embedded ones also have pages to look at. */
export interface Platform {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly smtpUrl: string;
  readonly temporalUi: string | undefined;
  readonly inbox: string | undefined;
}

/** Starts what no setting names, checks what one does. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const databaseUrl = await database(options);
  const temporal = await workflowServer(options);
  const mail = await mailRelay(options);
  return { databaseUrl, ...temporal, ...mail };
}

async function database({ config, secrets, supervisor, report }: PlatformOptions): Promise<string> {
  if (config.databaseUrl) {
    report('connecting to PostgreSQL');
    await checkDatabase(config.databaseUrl);
    return config.databaseUrl;
  }
  report('starting PostgreSQL');
  const { part, url } = await embeddedPostgres({ dataDir: config.dataDir, secrets });
  await supervisor.start(part);
  return url;
}

async function workflowServer(options: PlatformOptions): Promise<Pick<Platform, 'temporalAddress' | 'temporalUi'>> {
  const { config, supervisor, report } = options;
  const { address, namespace } = config.temporal;
  if (address) {
    report('connecting to Temporal');
    await prepareTemporal({ address, namespace });
    return { temporalAddress: address, temporalUi: undefined };
  }
  const cli = await findTemporalCli({ env: process.env, report });
  report('starting Temporal');
  const codecUrl = `${config.publicUrl}/codec`;
  const temporal = await embeddedTemporal({ dataDir: config.dataDir, cli, namespace, codecUrl });
  await supervisor.start(temporal.part);
  return { temporalAddress: temporal.address, temporalUi: `${temporal.uiUrl}/namespaces/${namespace}/workflows` };
}

async function mailRelay({
  config,
  supervisor,
  report,
}: PlatformOptions): Promise<Pick<Platform, 'smtpUrl' | 'inbox'>> {
  if (config.smtpUrl) {
    report('connecting to the mail relay');
    await checkMail(config.smtpUrl);
    return { smtpUrl: config.smtpUrl, inbox: config.inboxUrl };
  }
  report('starting the mail catcher');
  const mail = await embeddedMail(config.dataDir);
  await supervisor.start(mail.part);
  return { smtpUrl: mail.smtpUrl, inbox: mail.inboxUrl };
}
