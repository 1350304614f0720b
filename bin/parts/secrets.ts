import { randomBytes } from 'node:crypto';
import { type Config, secretsFile } from '../../config';
import { readJson, writeJson } from './files';

export interface Secrets {
  readonly root: string;
  /** Of the payload codec: without it no history of Temporal can be read. */
  readonly codec: string;
  readonly database: string;
  /** Of the embedded cluster's owner; the product itself connects as a role without its rights. */
  readonly databaseOwner: string;
  readonly adminToken: string;
}

/** Secrets of the embedded defaults: made once, kept in a private file of the data directory. */
export function ensureSecrets(dataDir: string): Secrets {
  const path = secretsFile(dataDir);
  const known = readJson<Partial<Secrets>>(path, {});
  const secrets: Secrets = {
    root: known.root ?? randomBytes(32).toString('base64url'),
    codec: known.codec ?? randomBytes(32).toString('base64url'),
    database: known.database ?? randomBytes(24).toString('base64url'),
    databaseOwner: known.databaseOwner ?? randomBytes(24).toString('base64url'),
    adminToken: known.adminToken ?? `tenure_${randomBytes(32).toString('base64url')}`,
  };
  if (Object.keys(known).length < Object.keys(secrets).length) writeJson(path, secrets);
  return secrets;
}

/** For commands beside a running product: the keys that the first start made, where none are set. */
export function withEmbeddedKeys(config: Config): Config {
  const { root, codec } = readJson<Partial<Secrets>>(secretsFile(config.dataDir), {});
  const { secrets = root && [root] } = config;
  const { keys = codec && [codec] } = config.codec;
  return { ...config, ...(secrets && { secrets }), codec: { ...config.codec, ...(keys && { keys }) } };
}
