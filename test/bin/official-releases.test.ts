import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { officialRelease } from '../../bin/parts/temporal-fetch';
import { CLI_VERSION } from '../../bin/parts/temporal-version';
import { officialTestServer, SERVER_VERSION } from '../../bin/parts/time-skipping';

const PROGRAM = '#!/bin/sh\necho official\n';
let folder: string;
let server: Server;
let base: string;
/** Paths that were asked for, without what names this machine. */
let asked: string[];

/** Stands in for the service of the project: says where an archive is, and has it. */
async function serve(program: string): Promise<void> {
  writeFileSync(join(folder, program), PROGRAM);
  execFileSync('tar', ['-czf', 'archive.tar.gz', program], { cwd: folder });
  server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? '', base);
    asked.push(pathname);
    if (pathname === '/archive') return void res.end(readFileSync(join(folder, 'archive.tar.gz')));
    res.end(JSON.stringify({ archiveUrl: `${base}/archive`, fileToExtract: program }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-official-'));
  asked = [];
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['temporal', 'temporal-cli', CLI_VERSION, officialRelease],
  ['temporal-test-server', 'temporal-test-server', SERVER_VERSION, officialTestServer],
] as const)(
  'of %s the official release that is asked for is the one we know, and its hash is told',
  async (...given) => {
    const [program, artifact, version, way] = given;
    await serve(program);
    const told: string[] = [];
    const own = mkdtempSync(join(folder, 'fetched-'));
    await way(base).fetch(own, (line) => void told.push(line));

    expect(asked).toEqual([`/${artifact}/v${version}`, '/archive']);
    expect(told).toContain(`SHA-256 ${createHash('sha256').update(PROGRAM).digest('hex')}`);
    expect(way().name).toContain(`${version} (trusted for its service alone)`);
  },
);
