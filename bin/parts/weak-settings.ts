import { isIP } from 'node:net';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { type Config, ConfigError } from '../../config';

/** A setting that is good enough for a trial and for nothing else. */
export interface Weakness {
  readonly setting: string;
  /** What it should be, as a sentence that names the setting. Never its value. */
  readonly sentence: string;
}

/** Whether the connection to Temporal is encrypted; the SDK has settings of its own for that. */
export interface TemporalTls {
  readonly on: boolean;
}

const NEED = 'when NODE_ENV=production';
const ADMIN_TOKEN_CHARACTERS = 32;
const CLIENT_SECRET_CHARACTERS = 20;
/** Fewer different characters than this are a pattern, not a secret. */
const DIFFERENT_CHARACTERS = 10;
const WELL_KNOWN = /change.?me|example|password|default|placeholder|tenure-secret|0123456789|qwerty/i;

/** Refuses to start in production with settings that anybody could guess or listen to; every one is named. */
export function refuseWeakSettings(config: Config, temporalTls: TemporalTls = temporalTlsOf()): Config {
  const found = config.production ? weakSettings(config, temporalTls) : [];
  if (found.length > 0) throw new ConfigError(found.map(({ sentence }) => sentence).join(' '));
  return config;
}

export function weakSettings(config: Config, temporalTls: TemporalTls = temporalTlsOf()): readonly Weakness[] {
  return [
    ...keyWeaknesses('TENURE_SECRET', config.secrets),
    ...keyWeaknesses('TENURE_CODEC_KEYS', config.codec.keys),
    ...sharedKey(config),
    ...adminToken(config),
    ...metricsToken(config),
    ...provider(config),
    ...publicAddress(config),
    ...database(config),
    ...temporal(config, temporalTls),
    ...mail(config),
  ];
}

export function temporalTlsOf(): TemporalTls {
  const { tls, apiKey } = loadClientConnectConfig().connectionOptions;
  return { on: Boolean(tls) || apiKey !== undefined };
}

const weak = (setting: string, rest: string): readonly Weakness[] => [{ setting, sentence: `${setting} ${rest}.` }];

function keyWeaknesses(setting: string, keys: readonly string[] | undefined): readonly Weakness[] {
  if (!keys) return weak(setting, `is required ${NEED}`);
  return keys.some(isGuessable)
    ? weak(setting, 'must hold random keys: one of them follows a pattern or a sample')
    : [];
}

const isGuessable = (secret: string): boolean => new Set(secret).size < DIFFERENT_CHARACTERS || WELL_KNOWN.test(secret);

function sharedKey({ secrets = [], codec: { keys = [] } }: Config): readonly Weakness[] {
  return keys.some((key) => secrets.includes(key))
    ? weak('TENURE_CODEC_KEYS', 'must hold keys of their own: one of them is a key of TENURE_SECRET')
    : [];
}

function adminToken({ adminToken: token }: Config): readonly Weakness[] {
  if (token === undefined || (token.length >= ADMIN_TOKEN_CHARACTERS && !isGuessable(token))) return [];
  return weak('TENURE_ADMIN_TOKEN', `must be random and have ${ADMIN_TOKEN_CHARACTERS} characters or more ${NEED}`);
}

const metricsToken = ({ metricsToken: token }: Config): readonly Weakness[] =>
  token !== undefined && isGuessable(token) ? weak('TENURE_METRICS_TOKEN', `must be random ${NEED}`) : [];

function provider({ oidc }: Config): readonly Weakness[] {
  if (!oidc) return [];
  return [
    ...(oidc.issuer.startsWith('https://') ? [] : weak('TENURE_OIDC_ISSUER', `must be an https address ${NEED}`)),
    ...(oidc.clientSecret.length < CLIENT_SECRET_CHARACTERS || isGuessable(oidc.clientSecret)
      ? weak(
          'TENURE_OIDC_CLIENT_SECRET',
          `must be random and have ${CLIENT_SECRET_CHARACTERS} characters or more ${NEED}`,
        )
      : []),
  ];
}

const publicAddress = ({ publicUrl }: Config): readonly Weakness[] =>
  publicUrl.startsWith('https://')
    ? []
    : weak('PUBLIC_URL', `must be an https address ${NEED}: links in mails carry the right to decide`);

function database({ databaseUrl }: Config): readonly Weakness[] {
  if (databaseUrl === undefined) return [];
  const { hostname, password, searchParams } = new URL(databaseUrl);
  const isPlain = !isNear(searchParams.get('host') ?? hostname) && searchParams.get('sslmode') !== 'verify-full';
  return [
    ...(isPlain ? weak('DATABASE_URL', 'must say sslmode=verify-full, because its server is not on this machine') : []),
    ...samplePassword('DATABASE_URL', password),
  ];
}

function temporal({ temporal: { address } }: Config, { on }: TemporalTls): readonly Weakness[] {
  if (address === undefined || on || isNear(address.replace(/:\d+$/, ''))) return [];
  return weak(
    'TEMPORAL_ADDRESS',
    'needs TLS, because its server is not on this machine: set TEMPORAL_TLS, TEMPORAL_TLS_CLIENT_CERT_PATH or TEMPORAL_API_KEY',
  );
}

function mail({ smtpUrl }: Config): readonly Weakness[] {
  if (smtpUrl === undefined) return [];
  const { protocol, hostname, password, searchParams } = new URL(smtpUrl);
  const isSafe = protocol === 'smtps:' || searchParams.get('requireTLS') === 'true';
  const isUnchecked = searchParams.get('tls.rejectUnauthorized') === 'false';
  return [
    ...(isNear(hostname) || (isSafe && !isUnchecked)
      ? []
      : weak('SMTP_URL', 'must begin with smtps:// or say requireTLS=true, because its server is not on this machine')),
    ...samplePassword('SMTP_URL', password),
  ];
}

const samplePassword = (setting: string, password: string): readonly Weakness[] =>
  password !== '' && WELL_KNOWN.test(decodeURIComponent(password))
    ? weak(setting, 'holds a password that stands in every list of passwords')
    : [];

/** This machine: loopback names and addresses, and sockets of the file system. */
export function isNear(host: string): boolean {
  const name = decodeURIComponent(host).replace(/^\[|\]$/g, '');
  if (name === '' || name.startsWith('/') || name === 'localhost') return true;
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1';
}
