import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporalCli } from '../../bin/parts/temporal-cli';
import type { Way } from '../../bin/parts/temporal-fetch';
import { serverVersion, versionObjection } from '../../bin/parts/temporal-version';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tenure-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cache = () => join(folder, 'cache');

function executable(path: string, server = '1.32.0'): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "temporal version 1.9.1 (Server ${server}, UI 2.54.1)"\n`, { mode: 0o755 });
  return path;
}

const working = (name: string): Way => ({ name, fetch: (into) => Promise.resolve(executable(join(into, 'temporal'))) });
const broken = (name: string): Way => ({ name, fetch: () => Promise.reject(new Error('no route')) });

function search(env: NodeJS.ProcessEnv, ways: readonly Way[] = []) {
  const reported: string[] = [];
  const path = findTemporalCli({ env, ways, cache: cache(), report: (text) => void reported.push(text) });
  return { path, reported };
}

test('the named executable wins over the one on PATH', async () => {
  const named = executable(join(folder, 'mine'));
  executable(join(folder, 'bin', 'temporal'));

  expect(await search({ TENURE_TEMPORAL_CLI: named, PATH: join(folder, 'bin') }).path).toBe(named);
});

test('a named executable with a known hole is refused in one sentence', async () => {
  const named = executable(join(folder, 'mine'), '1.30.1');

  await expect(search({ TENURE_TEMPORAL_CLI: named }).path).rejects.toThrow(/cannot be used: server 1\.30\.1 has CVE/);
});

test('one on PATH is used when its version is good, passed over when not', async () => {
  const good = executable(join(folder, 'good', 'temporal'));
  executable(join(folder, 'old', 'temporal'), '1.29.1');

  expect(await search({ PATH: join(folder, 'good') }).path).toBe(good);
  const { path, reported } = search({ PATH: join(folder, 'old') }, [working('a registry')]);
  expect(await path).toContain(cache());
  expect(reported[0]).toMatch(/not using .*old\/temporal: server 1\.29\.1/);
});

test('ways to fetch are tried in order, and the second search fetches nothing', async () => {
  const first = search({}, [broken('the release'), working('a registry'), broken('a build')]);
  const path = await first.path;

  expect(first.reported).toEqual(['fetching Temporal: the release', 'fetching Temporal: a registry']);
  const second = search({}, [broken('the release')]);
  expect(await second.path).toBe(path);
  expect(second.reported).toEqual([]);
});

test('a damaged file in the cache is fetched again', async () => {
  const path = await search({}, [working('a registry')]).path;
  writeFileSync(path, 'half a fi');

  expect(await search({}, [working('a registry')]).path).toBe(path);
});

test('without any way one message names the three ways out and leaves nothing behind', async () => {
  const message = /TENURE_TEMPORAL_CLI.*pip.*TEMPORAL_ADDRESS.*the release: no route/;

  await expect(search({}, [broken('the release')]).path).rejects.toThrow(message);
  expect(readdirSync(cache())).toEqual([]);
});

test.each([
  ['1.28.4', 'too old'],
  ['1.29.4', 'CVE-2026-5199'],
  ['1.29.5', undefined],
  ['1.30.2', 'CVE-2026-5199'],
  ['1.30.3', undefined],
  ['1.32.0', undefined],
])('server %s is judged', (version, expected) => {
  const objection = versionObjection(serverVersion(version));
  if (expected) expect(objection).toContain(expected);
  else expect(objection).toBeUndefined();
});
