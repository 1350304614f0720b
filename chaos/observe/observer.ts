import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type Connection } from '@temporalio/client';
import { connectTemporal } from '../../bin/parts/temporal-connection';
import { payloadCodec } from '../../codec/payload-codec';
import { type Db, openDatabase } from '../../db/knex';
import type { Office } from '../clients/office';
import type { Evidence, Resources } from '../evidence';
import type { Stage } from '../stage/stage';
import { resourceFaults } from '../checker/conduct';
import { owedReminders } from '../checker/mails';
import { conductOf, resourcesOf } from './conduct';
import { dumpDifferences, dumpProcesses } from './processes';
import { dumpPost, dumpRecords } from './records';
import { type Usage, usageOf } from './usage';

const IDLE_MS = 60_000;

interface Look {
  /** Epoch milliseconds. */
  readonly healedAt: number;
  readonly before: Resources;
  readonly mailSlackMs: number;
  /** Only then it is waited for that connections are given back, which takes a while, and asked whether they are. */
  readonly isLast: boolean;
}

/** Looks at a product past all faults, with connections of its own. */
export class Observer {
  private constructor(
    private readonly stage: Stage,
    private readonly db: Db,
    private readonly connection: Connection,
  ) {}

  static async open(stage: Stage): Promise<Observer> {
    const connection = await connectTemporal(stage.temporalAddress, 30_000);
    return new Observer(stage, openDatabase(stage.databaseUrl, 2), connection);
  }

  resources(): Promise<Resources> {
    return resourcesOf(this.stage, this.db);
  }

  usage(): Promise<Usage> {
    return usageOf(this.stage, this.db);
  }

  /** Waits until nothing is under way any more, or the bound is over: then what is still under way is a violation. */
  async settled(limitMs: number): Promise<number> {
    const from = performance.now();
    while (performance.now() - from < limitMs) {
      if (await this.isQuiet().catch(() => false)) break;
      await sleep(500);
    }
    return performance.now() - from;
  }

  async evidence({ ops }: Office, { healedAt, before, mailSlackMs, isLast }: Look): Promise<Evidence> {
    const { stage, db } = this;
    const client = this.client();
    if (isLast) await this.givenBack(before);
    const processes = await dumpProcesses(client, healedAt);
    const readFrom = Date.now();
    return {
      ops: [...ops],
      records: await dumpRecords(db),
      processes,
      differences: await dumpDifferences(db, client, stage.secrets.codec),
      deliveries: [...stage.sink.deliveries],
      conduct: conductOf(stage, before, isLast ? await this.resources() : before),
      mailSlackMs,
      readFrom,
      dumpedAt: Date.now(),
    };
  }

  /** Pools keep idle connections for half a minute. */
  private async givenBack(before: Resources): Promise<void> {
    for (const deadline = Date.now() + IDLE_MS; Date.now() < deadline; await sleep(1_000))
      if (resourceFaults(before, await this.resources()).length === 0) return;
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.connection.close();
  }

  /** Ordered or written and not with the relay; unknown where the database does not say. */
  async waitingMails(): Promise<string> {
    const asked = this.db.raw<{ rows: { count: string }[] }>(
      `select (select count(*) from mail_orders where next_at is not null)
            + (select count(*) from mail_log where status = 'waiting' and key not in (select key from mail_orders))
              as count`,
    );
    return asked.then(
      ({ rows }) => rows[0]?.count ?? '0',
      () => 'an unknown number of',
    );
  }

  /** Mails are out, what people are asked by mail has been asked, and whoever is to be reminded has been. */
  private async isQuiet(): Promise<boolean> {
    const { rows } = await this.db.raw<{ rows: { open: number }[] }>(
      `select (select count(*) from mail_log where status = 'waiting')
            + (select count(*) from mail_orders where next_at <= now() + interval '90 s')
            + (select count(*) from request_tasks t where t.status = 'active'
                and not exists (select from mail_log m where m.task_id = t.id and m.kind = 'approval-request'
                                and m.status = 'sent'))
            + (select count(*) from requests r where r.status in ('approved', 'rejected')
                and not exists (select from mail_log m where m.request_id = r.id and m.kind = 'outcome'
                                and m.status = 'sent')) as open`,
    );
    return Number(rows[0]?.open) === 0 && owedReminders(await dumpPost(this.db), Date.now()) === 0;
  }

  private client(): Client {
    const codecs = [payloadCodec([this.stage.secrets.codec], { strict: false })];
    return new Client({ connection: this.connection, dataConverter: { payloadCodecs: codecs } });
  }
}
