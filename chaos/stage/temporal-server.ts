import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../bin/parts/download';
import { cacheDir } from '../../bin/parts/files';
import { fetchWith } from '../../bin/parts/temporal-fetch';

const VERSION = 'v1.31.2';
const MODULE = 'go.temporal.io/server/cmd';
const BUILD_MS = 1_200_000;

export interface ServerPrograms {
  readonly server: string;
  /** Makes and migrates its schemas. */
  readonly sqlTool: string;
}

/** The server that operators run, as it comes from its module: Go checks the sources against its public log of sums. */
export async function temporalServer(say: (line: string) => void, cache = cacheDir()): Promise<ServerPrograms> {
  const folder = join(cache, `temporal-server-${VERSION}`);
  const programs = { server: join(folder, 'server'), sqlTool: join(folder, 'sql') };
  if (existsSync(folder)) return programs;
  say(`building Temporal's server ${VERSION} from its sources, which takes some minutes`);
  mkdirSync(cache, { recursive: true });
  await fetchWith(cache, async (work) => {
    const modules = ['server', 'tools/sql'].map((name) => `${MODULE}/${name}@${VERSION}`);
    const env = { GOBIN: join(work, 'bin'), GOTOOLCHAIN: 'auto', CGO_ENABLED: '0' };
    const args = ['install', '-ldflags=-s -w', ...modules];
    await run({ program: 'go', args, cwd: work, limitMs: BUILD_MS, env }, () => undefined);
    renameSync(join(work, 'bin'), folder);
  });
  return programs;
}
