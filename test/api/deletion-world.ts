import type { Worker } from '@temporalio/worker';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { type MigrationActivities, migrationActivities } from '../../activities/migration';
import { until } from '../../bin/parts/processes';
import { insertEngagement } from '../../db/stores/engagements';
import { recordSettlementApproved } from '../../db/stores/settlements';
import { inTransaction } from '../../db/transaction';
import type { SignedCertificate } from '../../domain/exit/certificate-schema';
import { deletionWorkflowId } from '../../workflows/ids';
import { QUEUES } from '../../workflows/messages';
import { emptySource, sql } from '../activities/migration/parts';
import { anOpening } from '../builders';
import { emptyDatabase, type TestDatabase } from '../database';
import { testWorker } from '../temporal';
import { ApprovalWorld } from './approval-world';

const PEOPLE = {
  Olga: ['manager'],
  Mia: ['manager'],
  Sue: ['security'],
  Leo: ['legal'],
  Abe: ['admin'],
} as const;
type Name = keyof typeof PEOPLE;
const SAID = { declaredBy: 'Wu Min', declaredOn: '2026-11-20' };
interface Asked {
  readonly steps: readonly { readonly tasks: readonly { readonly id: string; readonly assigneeId: string }[] }[];
}
interface DatasetView {
  readonly key: string;
  readonly state: string;
  readonly deletion: { readonly missing: readonly { readonly path: string }[] };
  readonly certificate: { readonly content: object } | null;
}
interface Ends {
  readonly key: string;
  readonly source: object;
  readonly target: object;
}

/** An engagement on its way out, with the real API, approvals and the worker that moves and deletes its data. */
export class DeletionWorld {
  id = '';
  /** The dataset that is asked about. */
  key = 'people';
  readonly requests: string[] = [];
  /** Comes before each reading back. */
  beforeReading: () => Promise<unknown> = () => Promise.resolve();

  private constructor(
    readonly source: TestDatabase,
    readonly target: TestDatabase,
    /** Of directories. */
    readonly root: string,
    readonly approvals: ApprovalWorld,
  ) {}

  /** `statements` make the source database, in which there is a table `people`. */
  static async open(...statements: string[]): Promise<DeletionWorld> {
    const [source, target] = [await emptySource(...statements), await emptyDatabase()];
    const anyDatabase = target.url.replace(/\/\/.*@/, '//').replace(/\/[^/]*$/, '');
    const root = await mkdtemp(join(tmpdir(), 'tenure-deletion-'));
    const exitAllow = [anyDatabase, root];
    const approvals = await ApprovalWorld.open(PEOPLE, undefined, exitAllow);
    const world = new DeletionWorld(source, target, root, approvals);
    const deps = { db: world.db, exitAllow, secrets: ['k'.repeat(32)], environment: {} };
    await world.work(migrationActivities(deps));
    return world;
  }

  private worker: Worker | null = null;
  private running: Promise<void> = Promise.resolve();

  private async work(real: MigrationActivities): Promise<void> {
    const spoiled =
      <S, V>(activity: (step: S) => Promise<V>) =>
      async (step: S): Promise<V> => {
        await this.beforeReading();
        return activity(step);
      };
    const { compareDataset, verifyDataset } = real;
    const reading = { compareDataset: spoiled(compareDataset), verifyDataset: spoiled(verifyDataset) };
    const activities = { ...real, ...reading };
    this.worker = await testWorker(this.approvals.temporal, { taskQueue: QUEUES.migration, activities });
    this.running = this.worker.run();
  }

  async close(): Promise<void> {
    this.worker?.shutdown();
    await this.running;
    await this.approvals.close();
    for (const database of [this.source, this.target]) await database.drop();
    await rm(this.root, { recursive: true, force: true });
  }

  get db() {
    return this.approvals.database.db;
  }

  call(who: Name, method: 'get' | 'put' | 'post', path: string, body?: object) {
    return this.approvals.call(who, method, `/engagements/${this.id}${path}`).send(body);
  }

  /** An engagement whose data has been moved by Mia, read back and acknowledged, whose account is approved, and where nothing waits. */
  async begin(datasets: readonly Ends[] = [this.tables(['people'])]): Promise<void> {
    this.id = uuidv7();
    const [owner, security, legal] = [this.person('Olga'), this.person('Sue'), this.person('Leo')];
    const body = anOpening({ ownerId: owner, roles: { security, legal } });
    await inTransaction(this.db, async (trx) => {
      await insertEngagement(trx, { id: this.id, body, criticality: 'general', now: Date.now() });
      await trx('engagements').where({ id: this.id }).update({ state: 'EXITING' });
    });
    const list = datasets.map((ends) => ({ title: ends.key, personalData: true, ...ends }));
    await this.call('Olga', 'put', '/exit/datasets', list).expect(200);
    for (const { key } of datasets) {
      this.key = key;
      await this.call('Mia', 'post', `/exit/datasets/${key}/migrate`, { mode: 'real' }).expect(202);
      await this.reaches('verified');
      await this.call('Olga', 'post', `/exit/datasets/${key}/acknowledge`, {}).expect(200);
    }
    await this.settle();
    await this.waitFor(0);
  }

  tables = (tables: readonly string[], key = 'people'): Ends => ({
    key,
    source: { kind: 'postgres', url: this.source.url, tables },
    target: { kind: 'postgres', url: this.target.url },
  });

  /** A directory of these files below the root, and another one that takes them in. */
  async files(key: string, files: Readonly<Record<string, string>>): Promise<Ends> {
    const [from, to] = [join(this.root, key, 'from'), join(this.root, key, 'to')];
    await mkdir(from, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(from, name), text);
    return { key, source: { kind: 'directory', path: from }, target: { kind: 'directory', path: to } };
  }

  person = (name: Name): string => this.approvals.id(name);

  private async settle(): Promise<void> {
    const lines = [{ kind: 'unpaid_invoice', money: { amount: '10.00', currency: 'CNY' } }];
    await this.call('Olga', 'put', '/settlement', { lines }).expect(200);
    await inTransaction(this.db, (trx) => recordSettlementApproved(trx, this.id, Date.now()));
  }

  /** Two people agree how many days lie between acknowledgement and deletion. */
  async waitFor(days: number): Promise<void> {
    const { body } = await this.call('Olga', 'post', '/exit/waivers', { days, reason: 'As agreed.' }).expect(201);
    await this.call('Leo', 'post', `/exit/waivers/${body.id}/confirm`, {}).expect(200);
  }

  ask = (who: Name = 'Olga') => this.call(who, 'post', `/exit/datasets/${this.key}/delete`, {});

  /** Asks for the deletion and has it approved by both. */
  async approve(): Promise<void> {
    const { requestId } = (await this.ask().expect(202)).body as { requestId: string };
    this.requests.push(requestId);
    await this.decide('Sue', requestId);
    await this.decide('Leo', requestId);
  }

  plant = (values: readonly string[]) => this.call('Olga', 'put', `/exit/datasets/${this.key}/canaries`, { values });

  declare = (said: object) =>
    this.call('Olga', 'post', `/exit/datasets/${this.key}/declarations`, { ...SAID, ...said }).expect(201);

  async subcontractor(name: string): Promise<string> {
    const body = { name, service: 'hosting', country: 'CN', personalData: true, active: true };
    return (await this.call('Olga', 'post', '/subcontractors', body).expect(201)).body.id;
  }

  async certificate(): Promise<SignedCertificate> {
    return (await this.call('Leo', 'get', `/exit/datasets/${this.key}/certificate`).expect(200)).body;
  }

  async decide(who: Name, requestId: string, action: 'approve' | 'reject' = 'approve'): Promise<void> {
    const { steps } = (await this.approvals.call(who, 'get', `/requests/${requestId}`)).body as Asked;
    const tasks = steps.flatMap((step) => step.tasks);
    const taskId = tasks.find(({ assigneeId }) => assigneeId === this.person(who))?.id ?? '';
    const said = { action, comment: 'Looked at it.' };
    await this.approvals.call(who, 'post', `/tasks/${taskId}/actions`).send(said).expect(200);
  }

  async dataset() {
    const { body } = await this.call('Olga', 'get', '/exit').expect(200);
    const datasets = body.datasets as readonly DatasetView[];
    return datasets.find(({ key }) => key === this.key)!;
  }

  /** Names of the conditions that the gate misses now. */
  missing = async (): Promise<readonly string[]> => (await this.dataset()).deletion.missing.map(({ path }) => path);

  reaches = (state: string): Promise<void> =>
    until(async () => (await this.dataset()).state === state, {
      limitMs: 60_000,
      sentence: `The dataset is not ${state}.`,
    });

  private deletion = () => this.approvals.temporal.client.workflow.getHandle(deletionWorkflowId(this.id, this.key));

  /** Waits until the deletion stands where it says that exactly this is missing. */
  stopsFor = (words: RegExp): Promise<void> =>
    until(
      async () => {
        const { stage, missing } = await this.deletion().query<{ stage: string; missing: string | null }>('stage');
        return stage === 'gate' && words.test(missing ?? '');
      },
      { limitMs: 60_000, sentence: `The deletion does not stop for ${words.source}.` },
    );

  lookAgain = (): Promise<void> => this.deletion().signal('exitProgressed');

  rows = async (table = 'people'): Promise<number> =>
    Number((await sql(this.source.url, `select count(*) as n from ${table}`)).rows[0].n);

  /** How many pieces have been carried; that depends on what PostgreSQL thinks of the size of its tables. */
  pieces = async (): Promise<number> =>
    (
      await this.db('dataset_chunks').whereIn(
        'run_id',
        this.db('dataset_runs').where({ engagement_id: this.id }).select('id'),
      )
    ).length;

  tombstones = async (): Promise<number> =>
    (await this.db('deletion_tombstones').where({ engagement_id: this.id })).length;

  /** Writes what no call could, past the guards of the database. */
  async force(table: string, where: object, fields: object): Promise<void> {
    await this.db.transaction(async (trx) => {
      await trx.raw('alter table ?? disable trigger user', [table]);
      await trx(table).where(where).update(fields);
      await trx.raw('alter table ?? enable trigger user', [table]);
    });
  }
}
