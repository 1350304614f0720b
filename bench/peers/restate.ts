import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../bin/parts/ports';
import { SCHEMA } from '../approvals/plain-activities';
import type { OpenPeer, Places } from '../approvals/peers';
import { cpuOf, cpuOfTree, orStop, Service } from '../approvals/service';
import { post } from './by-http';
import { npmPeers } from './install';

/** Everything else as it comes: its log is flushed to disk before it answers. */
const settings = (fabric: number, ingress: number, admin: number): string => `node-name = "peers"
disable-telemetry = true
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = ${fabric}
[ingress]
bind-port = ${ingress}
[admin]
bind-port = ${admin}
`;

interface Server {
  readonly process: Service;
  readonly ingress: string;
  readonly admin: string;
  readonly stop: () => Promise<void>;
}

async function startServer(packages: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-restate-'));
  const [fabric, ingress, admin] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(join(folder, 'restate.toml'), settings(fabric, ingress, admin));
  const home = `restate-server-${process.platform}-${process.arch}`;
  const server = await Service.start({
    name: 'the server of Restate',
    program: join(packages, 'node_modules', '@restatedev', home, 'bin', 'restate-server'),
    args: ['--no-logo', '--config-file', join(folder, 'restate.toml'), '--base-dir', folder],
    env: { RESTATE_LOG_FILTER: 'off', DO_NOT_TRACK: '1' },
    serves: async () => (await fetch(`http://127.0.0.1:${admin}/health`)).ok,
  });
  const stop = (): Promise<void> => server.stop().finally(() => rmSync(folder, { recursive: true, force: true }));
  return { process: server, ingress: `http://127.0.0.1:${ingress}`, admin: `http://127.0.0.1:${admin}`, stop };
}

/** Its server keeps the journal on its own disk; the service it calls executes, and writes the rows. */
export async function restatePeer({ database }: Places): Promise<OpenPeer & { readonly engineMs: () => number }> {
  await database.db.raw(SCHEMA);
  const packages = await npmPeers();
  const server = await startServer(packages);
  const port = await freePort();
  const args = ['restate.mjs', String(port), database.url];
  const command = { name: 'the service of Restate', program: process.execPath, args, cwd: packages };
  const service = await orStop(() => Service.start(command), server.stop);
  await post(`${server.admin}/deployments`, { uri: `http://127.0.0.1:${port}` });
  const call = (id: string, handler: string, json?: unknown) =>
    post(`${server.ingress}/approval/${id}/${handler}`, json);
  return {
    name: 'Restate',
    start: async () => {
      const id = `restate-${randomUUID()}`;
      await call(id, 'run/send');
      await call(id, 'opened');
      return id;
    },
    decide: async (id) => {
      await call(id, 'decide', 'approve');
    },
    cpuMs: () => cpuOf(service.pid),
    engineMs: () => cpuOfTree(server.process.pid),
    crash: () => service.crash(),
    stop: () => service.stop().finally(server.stop),
  };
}
