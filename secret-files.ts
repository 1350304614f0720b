import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error';

/** Settings that may stand in a file of their own, named by the same setting with `_FILE` behind it. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'SMTP_URL',
  'TENURE_SECRET',
  'TENURE_CODEC_KEYS',
  'TENURE_ADMIN_TOKEN',
  'TENURE_OIDC_CLIENT_SECRET',
  'TENURE_METRICS_TOKEN',
  'TENURE_BACKUP_KEY',
  'TENURE_TOKEN',
] as const;

/** What `…_FILE` settings name, without the line end that editors and secret stores add. */
export function secretFiles(given: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const found = SECRET_SETTINGS.flatMap((name) => {
    const path = given[`${name}_FILE`];
    if (path === undefined) return [];
    if (given[name] !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: keep one`);
    return [[name, readSecret(`${name}_FILE`, path)] as const];
  });
  return Object.fromEntries(found);
}

function readSecret(name: string, path: string): string {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (text !== '') return text;
  } catch (error) {
    throw new ConfigError(
      `${name} names ${path}, which cannot be read (${error instanceof Error ? error.message : ''})`,
    );
  }
  throw new ConfigError(`${name} names ${path}, which is empty`);
}
