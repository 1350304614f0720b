import { v7 as uuidv7 } from 'uuid';
import { migrationActivities } from '../../activities/migration';
import type { MigrationDeps } from '../../activities/migration/deps';
import { until } from '../../bin/parts/processes';
import { insertEngagement } from '../../db/stores/engagements';
import { recordSettlementApproved } from '../../db/stores/settlements';
import { inTransaction } from '../../db/transaction';
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
interface Asked {
  readonly steps: readonly { readonly tasks: readonly { readonly id: string; readonly assigneeId: string }[] }[];
}
interface Gate {
  readonly missing: readonly { readonly path: string }[];
}

/** An engagement on its way out, with the real API, approvals and the worker that moves and deletes its data. */
export class DeletionWorld {
  id = '';
  readonly key = 'people';

  private constructor(
    readonly source: TestDatabase,
    readonly target: TestDatabase,
    readonly approvals: ApprovalWorld,
    private readonly stop: () => Promise<void>,
  ) {}

  /** `statements` make the source database, in which there is a table `people`. */
  static async open(...statements: string[]): Promise<DeletionWorld> {
    const [source, target] = [await emptySource(...statements), await emptyDatabase()];
    const anyDatabase = target.url.replace(/\/\/.*@/, '//').replace(/\/[^/]*$/, '');
    const approvals = await ApprovalWorld.open(PEOPLE, undefined, [anyDatabase]);
    const { db } = approvals.database;
    const deps: MigrationDeps = { db, exitAllow: [anyDatabase], secrets: ['k'.repeat(32)], environment: {} };
    const activities = migrationActivities(deps);
    const worker = await testWorker(approvals.temporal, { taskQueue: QUEUES.migration, activities });
    const running = worker.run();
    return new DeletionWorld(source, target, approvals, async () => {
      worker.shutdown();
      await running;
    });
  }

  async close(): Promise<void> {
    await this.stop();
    await this.approvals.close();
    for (const database of [this.source, this.target]) await database.drop();
  }

  get db() {
    return this.approvals.database.db;
  }

  call(who: Name, method: 'get' | 'put' | 'post', path: string, body?: object) {
    return this.approvals.call(who, method, `/engagements/${this.id}${path}`).send(body);
  }

  /** An engagement whose data has been moved by Mia, read back and acknowledged, whose account is approved, and where nothing waits. */
  async begin(tables: readonly string[] = [this.key]): Promise<void> {
    this.id = uuidv7();
    const [owner, security, legal] = [this.person('Olga'), this.person('Sue'), this.person('Leo')];
    const body = anOpening({ ownerId: owner, roles: { security, legal } });
    await inTransaction(this.db, async (trx) => {
      await insertEngagement(trx, { id: this.id, body, criticality: 'general', now: Date.now() });
      await trx('engagements').where({ id: this.id }).update({ state: 'EXITING' });
    });
    const ends = {
      source: { kind: 'postgres', url: this.source.url, tables },
      target: { kind: 'postgres', url: this.target.url },
    };
    const datasets = [{ key: this.key, title: 'People', personalData: true, ...ends }];
    await this.call('Olga', 'put', '/exit/datasets', datasets).expect(200);
    await this.call('Mia', 'post', `/exit/datasets/${this.key}/migrate`, { mode: 'real' }).expect(202);
    await this.reaches('verified');
    await this.call('Olga', 'post', `/exit/datasets/${this.key}/acknowledge`, {}).expect(200);
    await this.settle();
    await this.waitFor(0);
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

  async decide(who: Name, requestId: string, action: 'approve' | 'reject' = 'approve'): Promise<void> {
    const { steps } = (await this.approvals.call(who, 'get', `/requests/${requestId}`)).body as Asked;
    const tasks = steps.flatMap((step) => step.tasks);
    const taskId = tasks.find(({ assigneeId }) => assigneeId === this.person(who))?.id ?? '';
    const said = { action, comment: 'Looked at it.' };
    await this.approvals.call(who, 'post', `/tasks/${taskId}/actions`).send(said).expect(200);
  }

  async dataset() {
    const { body } = await this.call('Olga', 'get', '/exit').expect(200);
    return body.datasets[0] as { state: string; deletion: Gate; certificate: { content: object } | null };
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

  rows = async (table = this.key): Promise<number> =>
    Number((await sql(this.source.url, `select count(*) as n from ${table}`)).rows[0].n);

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
