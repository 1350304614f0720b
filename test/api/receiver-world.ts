import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { Courier } from '../../activities/courier/courier';
import type { Road } from '../../activities/courier/post';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { insertEngagement } from '../../db/stores/engagements';
import { createSealer } from '../../db/sealed';
import { inTransaction } from '../../db/transaction';
import type { DeliveryView } from '../../domain/events/receiver-schema';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { FakeReceiver } from '../fakes/receiver';
import { appOver, signedIn, type SignedIn } from './world';

export const ROOT = 's'.repeat(32);
export const MINUTE = 60_000;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
export interface Made {
  readonly id: string;
  readonly secret: string;
}

/** The HTTP side, an engagement, a system outside that listens, and a courier whose clock the test sets. */
export class ReceiverWorld {
  now = 0;
  engagement = '';

  private constructor(
    readonly database: TestDatabase,
    readonly app: Express,
    readonly receiver: FakeReceiver,
    readonly admin: SignedIn,
  ) {}

  static async open(): Promise<ReceiverWorld> {
    const [database, receiver] = await Promise.all([testDatabase(), new FakeReceiver().open()]);
    const admin = await signedIn(database.db, { roles: ['admin'] });
    const world = new ReceiverWorld(database, appOver(database.db), receiver, admin);
    world.engagement = await world.anEngagement();
    return world;
  }

  async close(): Promise<void> {
    await this.receiver.close();
    await this.database.drop();
  }

  /** Nobody listens yet, and it is later than what the database will note of this test by its own clock, however busy the machine. */
  async reset(): Promise<void> {
    this.receiver.reset();
    await this.database.db('receivers').delete();
    this.now = Date.now() + MINUTE;
  }

  call(method: Method, path: string, body?: object) {
    return request(this.app)[method](`/api/v1${path}`).set({ authorization: this.admin.authorization }).send(body);
  }

  async anEngagement(): Promise<string> {
    const id = uuidv7();
    const body = anOpening({ ownerId: this.admin.person.id });
    await inTransaction(this.database.db, (trx) =>
      insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() }),
    );
    return id;
  }

  async webhook(part: object = {}): Promise<Made> {
    const body = { url: this.receiver.url('/in'), events: ['incident.*'], ...part };
    return (await this.call('post', '/webhooks', body).expect(201)).body as Made;
  }

  /** An entry of the trail. */
  happens(type = 'incident.recorded', to = this.engagement, payload: object = {}): Promise<void> {
    const entry = { key: uuidv7(), at: this.now, type, actorId: this.admin.person.id, channel: 'api' as const };
    return inTransaction(this.database.db, (trx) =>
      appendAudit(trx, engagementStream(to), [{ ...entry, payload: { ...payload } }]),
    );
  }

  courierOver(road: Partial<Road> = {}, secrets: readonly string[] = [ROOT]): Courier {
    return new Courier({
      db: this.database.db,
      sealer: createSealer(secrets),
      publicUrl: 'https://tenure.example.org',
      road: { reach: { allow: ['127.0.0.1'], tlsOnly: true }, patienceMs: 1_000, ...road },
      clock: () => this.now,
    });
  }

  /** Everything that is due goes out once. */
  async deliver(courier = this.courierOver()): Promise<void> {
    while ((await courier.round()) > 0) await courier.settled();
  }

  async deliveries(id: string, state = ''): Promise<readonly DeliveryView[]> {
    const { body } = await this.call('get', `/webhooks/${id}/deliveries${state && `?state=${state}`}`).expect(200);
    return (body as { items: DeliveryView[] }).items;
  }

  idsSent(): readonly (string | undefined)[] {
    return this.receiver.calls.map(({ headers }) => String(headers['webhook-id']));
  }
}
