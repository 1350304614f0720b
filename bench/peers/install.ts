import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { run } from '../../bin/parts/download';
import { cacheDir } from '../../bin/parts/files';
import { fetchWith } from '../../bin/parts/temporal-fetch';

const LIMIT_MS = 300_000;
const SERVICES = join(__dirname, 'services');
const quiet = (): void => undefined;

/** Fetched once per set of versions, into the user's cache; a broken attempt leaves nothing. */
async function cached(files: readonly string[], fill: (folder: string) => Promise<void>): Promise<string> {
  const hash = files.reduce((sum, file) => sum.update(readFileSync(join(__dirname, file))), createHash('sha256'));
  const folder = join(cacheDir(), `bench-peers-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheDir(), { recursive: true });
  await fetchWith(cacheDir(), async (fetching) => {
    const home = join(fetching, 'home');
    mkdirSync(home);
    for (const file of files) copyFileSync(join(__dirname, file), join(home, file));
    await fill(home);
    renameSync(home, folder);
  });
  return folder;
}

/** The folder with the packages of npm, and beside them the services that use them. */
export async function npmPeers(): Promise<string> {
  const folder = await cached(['package.json', 'package-lock.json'], (cwd) =>
    run({ program: 'npm', args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd, limitMs: LIMIT_MS }, quiet),
  );
  for (const name of readdirSync(SERVICES).filter((file) => file.endsWith('.mjs')))
    copyFileSync(join(SERVICES, name), join(folder, name));
  return folder;
}

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Operaton with what it needs, and the program that embeds it, as a class path. */
export async function mavenPeer(): Promise<string> {
  const folder = await cached(['pom.xml'], (cwd) =>
    run({ program: 'mvn', args: ['-q', '-B', COPY, '-DoutputDirectory=jars'], cwd, limitMs: LIMIT_MS }, quiet),
  );
  const [jars, classes] = [join(folder, 'jars', '*'), join(folder, 'classes')];
  const args = ['-cp', jars, '-d', classes, join(SERVICES, 'Approvals.java')];
  await run({ program: 'javac', args, cwd: folder, limitMs: LIMIT_MS }, quiet);
  return `${jars}:${classes}`;
}
