import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from '../../bin/parts/part';
import { freePort } from '../../bin/parts/ports';
import { productParts } from '../../bin/parts/product';
import type { Programs } from '../../bin/parts/programs';
import type { Secrets } from '../../bin/parts/secrets';
import { createSupervisor, type Supervisor } from '../../bin/parts/supervise';
import { readyWhenItAsks } from '../../chaos/stage/site';
import { loadConfig } from '../../config';
import { cpuOf } from '../approvals/service';
import { type Periods, Share } from './share';

export interface Site {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly smtpUrl: string;
  readonly programs: Programs;
  readonly secrets: Secrets;
  /** Of a core, for each process; all of it where it is 0. */
  readonly share: number;
}

/** Processor time in milliseconds, all of a kind together, and how often their shares held them back. */
export interface Used {
  readonly api: number;
  readonly worker: number;
  readonly periods: Periods;
}

export interface Pairs {
  readonly bases: readonly string[];
  readonly used: () => Used;
  readonly stop: () => Promise<void>;
}

const ROLES = ['api', 'worker'] as const;
type Role = (typeof ROLES)[number];

/** So many APIs and as many workers, beside what they stand on; each with its share once it serves. */
export async function startPairs(site: Site, count: number): Promise<Pairs> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenure-scale-out-'));
  chmodSync(dataDir, 0o711);
  const supervisor = createSupervisor({ dataDir, say: () => undefined });
  const started: Started[] = [];
  const stop = async (): Promise<void> => {
    await supervisor.stopAll();
    for (const { share } of started) share?.remove();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const pairs = ports.map((port, index) => pairOf(site, { dataDir, port, n: index + 1 }));
  const parts = pairs.flatMap((pair) => ROLES.map((role) => ({ role, part: pair[role] })));
  try {
    for (const one of parts) started.push(await startOne(supervisor, site, one));
  } catch (error) {
    await stop();
    throw error;
  }
  const cpu = (role: Role): number => sumOf(started, (one) => (one.role === role ? cpuOf(one.pid) : 0));
  const shares = started.flatMap(({ share }) => share ?? []);
  return {
    bases: ports.map(baseOf),
    used: () => ({ api: cpu('api'), worker: cpu('worker'), periods: periodsOf(shares) }),
    stop,
  };
}

const baseOf = (port: number): string => `http://127.0.0.1:${port}`;

const periodsOf = (shares: readonly Share[]): Periods => {
  const all = shares.map((share) => share.periods());
  return {
    all: all.reduce((sum, one) => sum + one.all, 0),
    heldBack: all.reduce((sum, one) => sum + one.heldBack, 0),
  };
};

interface Started {
  readonly role: Role;
  readonly pid: number;
  readonly share: Share | null;
}

async function startOne(
  supervisor: Supervisor,
  { share: ofACore }: Site,
  { role, part }: { readonly role: Role; readonly part: Part },
): Promise<Started> {
  await supervisor.start(part);
  const pid = supervisor.processOf(part.name) ?? 0;
  if (ofACore === 0) return { role, pid, share: null };
  const share = new Share(part.name, ofACore);
  share.add(pid);
  return { role, pid, share };
}

const sumOf = (all: readonly Started[], figure: (one: Started) => number): number =>
  all.reduce((sum, one) => sum + figure(one), 0);

interface Place {
  readonly dataDir: string;
  readonly port: number;
  readonly n: number;
}

function pairOf(site: Site, { dataDir, port, n }: Place): Readonly<Record<Role, Part>> {
  const env = { TENURE_DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: baseOf(port) };
  const { databaseUrl, temporalAddress, smtpUrl, programs, secrets } = site;
  const platform = { databaseUrl, temporalAddress, smtpUrl, temporalUi: undefined, inbox: undefined };
  const settings = { TENURE_PERSON_CALLS_PER_MINUTE: '10000000', TENURE_TOKEN_CALLS_PER_MINUTE: '10000000' };
  const names = { api: `api-${n}`, worker: `worker-${n}` };
  const { api, worker } = productParts(loadConfig(env, ''), platform, { secrets, programs, settings, names });
  return { api, worker: readyWhenItAsks(worker, temporalAddress) };
}
