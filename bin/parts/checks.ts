import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { type Config, secretsFile } from '../../config';
import { scannerVersion } from '../../api/scan/clamd';
import { openDatabase } from '../../db/knex';
import { pendingMigrations } from '../../db/migrate';
import { sentenceOf } from './failure';
import { readJson } from './files';
import { answersOk, localAddress } from './node-part';
import { portObjection } from './ports';
import type { Secrets } from './secrets';
import { isNear, temporalTlsOf, weakSettings } from './weak-settings';

/** One line of the doctor: what was found and, when it is not well, how to mend it. */
export interface Finding {
  readonly state: 'well' | 'ill' | 'note';
  readonly text: string;
  readonly mend?: string;
}

export const well = (text: string): Finding => ({ state: 'well', text });
export const ill = (text: string, mend: string): Finding => ({ state: 'ill', text, mend });
export const note = (text: string, mend: string): Finding => ({ state: 'note', text, mend });

const OLDEST_NODE = [20, 20] as const;
const NOT_RUNNING = 'npm start starts it';

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNew
    ? well(`Node.js ${version}`)
    : ill(`Node.js ${version} is too old`, `install ${OLDEST_NODE.join('.')} or newer`);
}

/** In production what the start refuses; elsewhere the same as a note, so that nobody meets it on the last day. */
export function checkSettings(config: Config, temporalTls = temporalTlsOf()): readonly Finding[] {
  const found = weakSettings(config, temporalTls);
  if (found.length === 0) return [well('Settings are fit for production')];
  return found.map(({ sentence }) =>
    config.production
      ? ill(`Refused in production: ${sentence}`, 'docs/operations.md, Settings of production')
      : note(`Would be refused with NODE_ENV=production: ${sentence}`, 'docs/operations.md, Settings of production'),
  );
}

/** Who speaks plain HTTP to other machines needs a proxy on every way to it, which only its operator can see. */
export function checkServing({ certificate, host }: Pick<Config, 'certificate' | 'host'>): Finding {
  if (certificate) return well('The API speaks TLS');
  if (host !== undefined && isNear(host)) return well('The API speaks plain HTTP to this machine alone');
  return note(
    'The API speaks plain HTTP to whoever reaches its port',
    'let a proxy alone reach it, or set TENURE_TLS_CERT_FILE and TENURE_TLS_KEY_FILE',
  );
}

export async function checkPort(config: Config): Promise<Finding> {
  const { port, host } = config;
  const objection = await portObjection(port, host);
  if (!objection) return well(`Port ${port} is free`);
  const isOurs = await answersOk(`${localAddress(config)}/healthz`);
  return isOurs ? well(`Tenure answers on port ${port}`) : ill(objection, 'set PORT');
}

export function checkDataDir(dataDir: string): Finding {
  if (!existsSync(dataDir)) return well(`Data directory ${dataDir} is made by the first start`);
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return ill(`Data directory ${dataDir} is not writable`, `chown it to this user or set TENURE_DATA_DIR`);
  }
  const secrets = secretsFile(dataDir);
  const isOpen = existsSync(secrets) && (statSync(secrets).mode & 0o077) !== 0;
  return isOpen ? ill(`${secrets} can be read by others`, `chmod 600 ${secrets}`) : well(`Data directory ${dataDir}`);
}

const portsOf = (dataDir: string): Partial<Record<string, number>> => readJson(join(dataDir, 'ports.json'), {});

/** Where an embedded part was last; nothing when it never ran. */
export const embeddedPort = ({ dataDir }: Config, part: string): number | undefined => portsOf(dataDir)[part];

/** The database that is named, or the embedded one where it ran last. */
export function databaseUrl(config: Config): string | undefined {
  if (config.databaseUrl) return config.databaseUrl;
  const port = embeddedPort(config, 'postgres');
  const { database } = readJson<Partial<Secrets>>(secretsFile(config.dataDir), {});
  return port && database ? `postgres://tenure:${database}@127.0.0.1:${port}/tenure` : undefined;
}

/** Temporal that is named, or the embedded one where it ran last. */
export function temporalAddress(config: Config): string | undefined {
  const port = embeddedPort(config, 'temporal');
  return config.temporal.address ?? (port ? `127.0.0.1:${port}` : undefined);
}

export async function checkDatabase(config: Config): Promise<Finding> {
  const where = config.databaseUrl ? 'PostgreSQL (DATABASE_URL)' : 'Embedded PostgreSQL';
  const url = databaseUrl(config);
  if (!url) return note(`${where} has not run yet`, NOT_RUNNING);
  const db = openDatabase(url, 1);
  try {
    const version = String(
      (await db.raw<{ rows: { v: unknown }[] }>('select current_setting(?) as v', ['server_version'])).rows[0]?.v,
    );
    const pending = await pendingMigrations(db);
    if (pending.length > 0)
      return ill(`${where} ${version} lacks ${pending.length} migrations`, 'npm run db:migrate, or npm start');
    return well(`${where} ${version}, schema up to date`);
  } catch (error) {
    return config.databaseUrl
      ? ill(`${where} does not answer: ${sentenceOf(error)}`, 'check host, port, password and network of DATABASE_URL')
      : note(`${where} is not running`, NOT_RUNNING);
  } finally {
    await db.destroy();
  }
}

/** Whether somebody looks through uploads, as a setting names it; without one they are kept as they come. */
export async function checkScanner({ documents: { scanner } }: Config): Promise<Finding> {
  if (!scanner) return note('Uploads are not scanned for malware', 'name a clamd in TENURE_SCANNER_URL');
  try {
    return well(`Scanner of uploads (TENURE_SCANNER_URL): ${await scannerVersion(scanner)}`);
  } catch {
    return ill(
      'Scanner of uploads (TENURE_SCANNER_URL) does not answer; every upload is refused',
      'start clamd, check host and port',
    );
  }
}

export async function checkMail(config: Config): Promise<Finding> {
  const port = embeddedPort(config, 'smtp');
  const where = config.smtpUrl ? 'Mail relay (SMTP_URL)' : 'Mail catcher';
  const url = config.smtpUrl ?? (port ? `smtp://127.0.0.1:${port}` : undefined);
  if (!url) return note(`${where} has not run yet`, NOT_RUNNING);
  const transport = createTransport(
    `${url}${url.includes('?') ? '&' : '?'}connectionTimeout=5000&greetingTimeout=5000`,
  );
  try {
    await transport.verify();
    return well(`${where} accepts mail`);
  } catch (error) {
    return config.smtpUrl
      ? ill(`${where} refuses: ${sentenceOf(error)}`, 'check host, port, user and password of SMTP_URL')
      : note(`${where} is not running`, NOT_RUNNING);
  } finally {
    transport.close();
  }
}
