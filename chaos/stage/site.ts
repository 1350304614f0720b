import type { ChildProcess } from 'node:child_process';
import { temporal } from '@temporalio/proto';
import type { Part } from '../../bin/parts/part';
import { until } from '../../bin/parts/processes';
import { productParts } from '../../bin/parts/product';
import type { Programs } from '../../bin/parts/programs';
import type { Secrets } from '../../bin/parts/secrets';
import { connectTemporal } from '../../bin/parts/temporal-connection';
import { loadConfig } from '../../config';
import type { FaultProxy } from '../proxy';

export const LINES = ['postgres', 'temporal', 'smtp', 'api-1', 'api-2'] as const;
export type LineName = (typeof LINES)[number];
export type ApiName = Extract<LineName, 'api-1' | 'api-2'>;
export type Lines = Readonly<Record<LineName, FaultProxy>>;

/** What processes of the product are given, whichever release they are of. */
export interface Site {
  readonly dataDir: string;
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  /** Past the lines. */
  readonly temporalAddress: string;
  readonly lines: Lines;
}

/** A release of the product as its processes run it. */
export interface Build {
  readonly programs: Programs;
  readonly settings: Readonly<Record<string, string>>;
}

const { TaskQueueType } = temporal.api.enums.v1;
const READY_MS = 90_000;

export const baseOf = ({ port }: FaultProxy): string => `http://localhost:${port}`;

/** An API process behind a line that reaches everything through the lines. */
export const apiPart = (site: Site, build: Build, { name, port }: { name: ApiName; port: number }): Part =>
  partsOf(site, build, { name, port }).api;

export const workerPart = (site: Site, build: Build, name: string): Part =>
  readyWhenItAsks(partsOf(site, build, { name, port: site.lines['api-1'].port }).worker, site.temporalAddress);

/** A worker counts as ready when it asks for work itself: the product would call it so as soon as any other does. */
export const readyWhenItAsks = (worker: Part, temporalAddress: string): Part => ({
  ...worker,
  ready: (child) =>
    until(() => polls(temporalAddress, child).catch(() => false), {
      ...{ limitMs: READY_MS, sentence: `${worker.name} did not start.`, child, everyMs: 250 },
    }),
});

const POLLED = [TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY];

async function polls(address: string, { pid = 0 }: ChildProcess): Promise<boolean> {
  const connection = await connectTemporal(address, 5_000);
  try {
    const taskQueue = { name: 'tenure' };
    const kinds = await Promise.all(
      POLLED.map((taskQueueType) =>
        connection.workflowService.describeTaskQueue({ namespace: 'default', taskQueue, taskQueueType }),
      ),
    );
    return kinds.some(({ pollers }) => pollers.some(({ identity }) => identity?.startsWith(`${pid}@`)));
  } finally {
    await connection.close();
  }
}

interface Place {
  readonly name: string;
  readonly port: number;
}

function partsOf({ dataDir, secrets, databaseUrl, lines }: Site, { programs, settings }: Build, { name, port }: Place) {
  const env = { TENURE_DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: baseOf(lines['api-1']) };
  const platform = {
    databaseUrl: through(databaseUrl, lines.postgres.port),
    temporalAddress: `127.0.0.1:${lines.temporal.port}`,
    smtpUrl: `smtp://127.0.0.1:${lines.smtp.port}`,
    temporalUi: undefined,
    inbox: undefined,
  };
  const names = { api: name, worker: name };
  return productParts(loadConfig(env, ''), platform, { secrets, programs, settings, names });
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.toString();
}
