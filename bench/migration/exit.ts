import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ADMIN_TOKEN, type Product } from '../../test/e2e/product';

const Id = z.looseObject({ id: z.string() });
const Started = z.looseObject({ runId: z.string(), workflowId: z.string() });
const Dataset = z.looseObject({
  key: z.string(),
  state: z.string(),
  progress: z.looseObject({ bytes: z.number(), rows: z.number(), files: z.number() }),
  manifest: z.looseObject({ sha256: z.string(), rows: z.number(), bytes: z.number(), files: z.number() }).nullable(),
  verification: z.looseObject({ rounds: z.number(), passed: z.boolean() }).nullable(),
  failure: z.string().nullable(),
});
export type DatasetView = z.infer<typeof Dataset>;
const Exit = z.looseObject({ datasets: z.array(Dataset) });

export interface Ends {
  readonly source: object;
  readonly target: object;
}

/** The exit of one engagement, worked through the HTTP API like any client would. */
export class ExitClient {
  private constructor(
    private readonly product: Product,
    readonly engagementId: string,
  ) {}

  static async open(product: Product): Promise<ExitClient> {
    const { id: ownerId } = Id.parse(await product.get('/me'));
    const body = { title: 'Hotline', serviceType: 'it', ownerId };
    const { id } = Id.parse(await call(product, 'POST', { path: '/engagements', body }));
    return new ExitClient(product, id);
  }

  private get path(): string {
    return `/engagements/${this.engagementId}/exit`;
  }

  /** Names the only dataset. */
  async name(key: string, ends: Ends): Promise<void> {
    const body = [{ key, title: key, personalData: false, ...ends }];
    await call(this.product, 'PUT', { path: `${this.path}/datasets`, body });
  }

  async migrate(key: string): Promise<z.infer<typeof Started>> {
    const order = { path: `${this.path}/datasets/${key}/migrate`, body: { mode: 'real' } };
    return Started.parse(await call(this.product, 'POST', order));
  }

  async read(key: string): Promise<DatasetView> {
    const found = Exit.parse(await this.product.get(this.path)).datasets.find((dataset) => dataset.key === key);
    if (!found) throw new Error(`there is no dataset ${key}`);
    return found;
  }

  /** Waits for the end of a migration; `ask` may ask again where a part is away for a moment. */
  async finished(key: string, ask: Ask = (work) => work()): Promise<DatasetView> {
    for (;;) {
      const dataset = await ask(() => this.read(key));
      if (dataset.failure !== null) throw new Error(dataset.failure);
      if (!['inventoried', 'exporting', 'verifying'].includes(dataset.state)) return dataset;
      await sleep(LOOK_MS);
    }
  }
}

type Ask = <T>(work: () => Promise<T>) => Promise<T>;
const LOOK_MS = 200;

interface Order {
  readonly path: string;
  readonly body: object;
}

async function call(product: Product, method: 'POST' | 'PUT', { path, body }: Order): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${ADMIN_TOKEN}`,
    'content-type': 'application/json',
    'idempotency-key': uuidv7(),
  };
  const answer = await fetch(`${product.base}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Most memory a process has had since `forgetPeak`, in MB. */
export const peakOf = (pid: number): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');
