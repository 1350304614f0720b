import pg from 'pg';
import { until } from '../../bin/parts/processes';
import { sql } from '../activities/migration/parts';
import type { DeletionWorld } from './deletion-world';

/** Rows for three pieces or so, a piece being about 8 MB. */
const ROWS = 24_000;
const LOCK = 4711;
const HELD = /^A legal hold forbids deletion: lawsuit/;

/** A deletion stands still in the middle of a batch for as long as the test wants it to. */
export class SlowDeletion {
  private constructor(
    private readonly world: DeletionWorld,
    private readonly brake: pg.Client,
  ) {}

  /** The source holds rows of which every batch waits, once deleted and not yet committed, for the brake. */
  static async begin(world: DeletionWorld): Promise<SlowDeletion> {
    await sql(
      world.source.url,
      'create table files_of_people (id int primary key, name text)',
      `insert into files_of_people select i, repeat(md5(i::text), 30) from generate_series(1, ${ROWS}) i`,
      'analyze files_of_people',
      `create function wait_for_the_brake() returns trigger language plpgsql as $$
         begin perform pg_catalog.pg_advisory_xact_lock_shared(${LOCK}); return null; end $$`,
      'create trigger brake after delete on files_of_people for each statement execute function wait_for_the_brake()',
    );
    await world.begin([world.tables(['files_of_people'], 'slow')]);
    const brake = new pg.Client(world.source.url);
    await brake.connect();
    await brake.query('select pg_advisory_lock($1)', [LOCK]);
    return new SlowDeletion(world, brake);
  }

  /** A batch has been deleted and waits to be committed. */
  waits = (): Promise<void> =>
    until(
      async () => {
        const { rows } = await this.brake.query<{ waiting: boolean }>(
          `select exists (select from pg_locks where locktype = 'advisory' and objid = $1 and not granted) as waiting`,
          [LOCK],
        );
        return rows[0]?.waiting === true;
      },
      { limitMs: 60_000, sentence: 'No batch is being deleted.' },
    );

  /** Somebody waits in our own database until the batch is done. */
  holdWaits = (): Promise<void> =>
    until(
      async () => {
        const { rows } = await this.world.db.raw<{ rows: unknown[] }>(
          `select 1 from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.length > 0;
      },
      { limitMs: 30_000, sentence: 'The hold does not wait.' },
    );

  release = async (): Promise<void> => {
    await this.brake.query('select pg_advisory_unlock_all()');
  };

  close = async (): Promise<void> => {
    await this.brake.end();
    this.world.requests.length = 0;
    await sql(this.world.source.url, 'drop table files_of_people', 'drop function wait_for_the_brake()');
  };

  rows = (): Promise<number> => this.world.rows('files_of_people');
}

export function holdsInTheMiddle(worldOf: () => DeletionWorld): void {
  let slow: SlowDeletion;
  let holdId = '';
  afterAll(() => slow.close());

  test('wait for the batch that is being deleted, and stop the next one', async () => {
    const world = worldOf();
    slow = await SlowDeletion.begin(world);
    const pieces = await world.pieces();
    expect(pieces).toBeGreaterThan(1);
    await world.approve();
    await slow.waits();
    let isHeld = false;
    const placed = world
      .call('Leo', 'post', '/exit/holds', { reason: 'lawsuit' })
      .expect(201)
      .then(({ body }) => {
        isHeld = true;
        return body.id as string;
      });
    await slow.holdWaits();
    expect([isHeld, await slow.rows()]).toEqual([false, ROWS]);

    await slow.release();
    holdId = await placed;
    const left = await slow.rows();
    await world.stopsFor(HELD);

    expect([left > 0, left < ROWS]).toEqual([true, true]);
    expect([await slow.rows(), await world.tombstones()]).toEqual([left, 1]);
    expect(await world.missing()).toEqual(['legalHold']);
    expect(await world.dataset()).toMatchObject({ state: 'deletion-requested', certificate: null });
    const { body } = await world.call('Olga', 'get', '/exit');
    expect(body.holds).toMatchObject([{ reason: 'lawsuit' }]);
  }, 120_000);

  test('keep everything that is left while they last, whoever looks again', async () => {
    const world = worldOf();
    const left = await slow.rows();
    await world.lookAgain();
    await world.stopsFor(HELD);
    expect([await slow.rows(), await world.tombstones()]).toEqual([left, 1]);
  }, 60_000);

  test('let the deletion go on by itself when they end, and the certificate counts every row once', async () => {
    const world = worldOf();
    const pieces = await world.pieces();
    await world.call('Leo', 'post', `/exit/holds/${holdId}/release`, {}).expect(200);
    await world.reaches('deleted');
    expect([await slow.rows(), await world.tombstones()]).toEqual([0, pieces]);
    expect((await world.certificate()).content).toMatchObject({ counts: { units: pieces, rows: ROWS } });
  }, 120_000);
}
