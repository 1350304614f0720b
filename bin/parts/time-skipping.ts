import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { download, officialArchive, run } from './download';
import { cacheDir, sha256 } from './files';
import { sentenceOf, StartFailure } from './failure';
import type { Report } from './progress';
import { fetchWith, type Way } from './temporal-fetch';

/** The test server that skips over waiting time: years of an engagement pass in seconds. */
export const SERVER_VERSION = '1.38.0';
/** `digestOf` the server and all it needs. */
export const JARS = 'bb7a46081eddc18177c24a06edde11c2776fe6707fb31f5a76f6f927a78ee9ec';
const LIMIT_MS = 300_000;
const EXECUTABLE = 'temporal-test-server';

export interface TestServerSearch {
  /** TENURE_TEST_SERVER is read from it. */
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
  readonly cache?: string;
  readonly ways?: readonly Way[];
}

/** The same version from its own service, which names no hash: the one that came is reported. */
export const officialTestServer = (base = 'https://temporal.download'): Way => ({
  name: `the official release ${SERVER_VERSION} (trusted for its service alone)`,
  fetch: async (folder, report) => {
    const { archiveUrl, fileToExtract } = await officialArchive(EXECUTABLE, `v${SERVER_VERSION}`, base);
    await download(archiveUrl, join(folder, 'server.tar.gz'), report);
    await run(
      { program: 'tar', args: ['-xzf', 'server.tar.gz', fileToExtract], cwd: folder, limitMs: LIMIT_MS },
      report,
    );
    const home = join(folder, 'home');
    mkdirSync(home);
    renameSync(join(folder, fileToExtract), join(home, EXECUTABLE));
    report(`SHA-256 ${sha256(join(home, EXECUTABLE))}`);
    return home;
  },
});

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tenure</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${SERVER_VERSION}</version></dependency>
  </dependencies>
</project>
`;

const WRAPPER = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$@"
`;

const mavenJars: Way = {
  name: `the Maven package io.temporal:temporal-test-server ${SERVER_VERSION} (38 MB)`,
  fetch: async (folder, report) => {
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(join(folder, 'pom.xml'), POM);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const args = ['-q', '-B', '-f', 'pom.xml', goal, `-DoutputDirectory=${join(home, 'jars')}`];
    await run({ program: 'mvn', args, cwd: folder, limitMs: LIMIT_MS }, report);
    if (digestOf(join(home, 'jars')) !== JARS) throw new Error('the packages are not those we know (wrong SHA-256)');
    writeFileSync(join(home, EXECUTABLE), WRAPPER);
    return home;
  },
};

/** Names and SHA-256 of all files of a folder as one SHA-256. */
const digestOf = (folder: string): string =>
  readdirSync(folder)
    .sort()
    .reduce((hash, name) => hash.update(`${sha256(join(folder, name))}  ${name}\n`), createHash('sha256'))
    .digest('hex');

/** What is known by its hash comes first. */
const WAYS: readonly Way[] = [mavenJars, officialTestServer()];

export const cachedTestServer = (cache = cacheDir()): string =>
  join(cache, `${EXECUTABLE}-${SERVER_VERSION}-${process.platform}-${process.arch}`, EXECUTABLE);

/** The executable for `TestWorkflowEnvironment.createTimeSkipping`: the named one, the cached one, or one fetched now. */
export async function findTestServer({
  env,
  report,
  cache = cacheDir(),
  ways = WAYS,
}: TestServerSearch): Promise<string> {
  const named = env['TENURE_TEST_SERVER'];
  if (named && !existsSync(named)) throw new StartFailure(`TENURE_TEST_SERVER=${named} does not exist.`);
  const cached = cachedTestServer(cache);
  if (named) return named;
  return existsSync(cached) ? cached : fetched({ env, report, cache, ways }, cached);
}

async function fetched({ report, cache, ways }: Required<TestServerSearch>, cached: string): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const tried: string[] = [];
  for (const way of ways) {
    report(`fetching the Temporal test server: ${way.name}`);
    try {
      return await fetchWith(cache, async (folder) =>
        keep(
          await way.fetch(folder, (text) => report(`fetching the Temporal test server: ${way.name}, ${text}`)),
          cached,
        ),
      );
    } catch (error) {
      tried.push(`${way.name}: ${sentenceOf(error)}`);
    }
  }
  throw new StartFailure(
    `No Temporal test server for rehearsals: install Java 17 and Maven, or set TENURE_TEST_SERVER to its executable. (Tried: ${tried.join('; ')}.)`,
  );
}

/** Whole or not at all; another process may have been faster. */
function keep(home: string, cached: string): string {
  chmodSync(join(home, EXECUTABLE), 0o755);
  if (!existsSync(cached)) renameSync(home, dirname(cached));
  return cached;
}
