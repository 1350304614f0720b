import { execFileSync } from 'node:child_process';

/** What we fetch: a Temporal CLI whose server has no known hole. */
export const CLI_VERSION = '1.9.1';

type Version = readonly [number, number, number];

/** The server inside a CLI, or of a `serverVersion` answer; undefined when the text names none. */
export function serverVersion(text: string): Version | undefined {
  const found = /Server (\d+)\.(\d+)\.(\d+)/.exec(text) ?? /^v?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

/** Why a server version must not be used, or undefined. Older than 1.29 lacks what our workflows need; the rest is CVE-2026-5199. */
export function versionObjection(version: Version | undefined): string | undefined {
  if (!version) return 'its version is unknown';
  const [major, minor, patch] = version;
  const name = version.join('.');
  if (major < 1 || (major === 1 && minor < 29)) return `server ${name} is too old (1.29.5 or newer is needed)`;
  if (major === 1 && minor === 29 && patch < 5) return `server ${name} has CVE-2026-5199 (1.29.5 or newer is needed)`;
  if (major === 1 && minor === 30 && patch < 3) return `server ${name} has CVE-2026-5199 (1.30.3 or newer is needed)`;
  return undefined;
}

/** Why an executable cannot serve as our Temporal CLI, or undefined when it can. */
export function cliObjection(path: string): string | undefined {
  try {
    const said = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return versionObjection(serverVersion(said));
  } catch {
    return 'it does not run';
  }
}
