/**
 * `npx tsx bench/bids.ts [vendors] [bids] [runs]`: how long it takes to bring in vendors and bids, and to evaluate,
 * compare and list them, over HTTP on the loopback interface and a real PostgreSQL; each run has a fresh database.
 * Prints medians and 95th percentiles in milliseconds; `docs/performance.md` keeps them.
 */
import request from 'supertest';
import { XLSX_TYPE } from '../api/sheets/sheet';
import { writeCsv, writeXlsx } from '../api/sheets/write';
import type { Db } from '../db/knex';
import { csrfIn } from '../test/api/page-form';
import { TenderWorld } from '../test/api/tender-world';
import { appOver, signedIn, type SignedIn } from '../test/api/world';
import { awardMany, bidSheet, openSelection, scoreAll } from './tender';
import { machine, say, served, Stopwatch, withParts } from './timing';
import { vendorSheet } from './vendor-sheet';

/** Reads are quick, so that each run repeats them. */
const READS = 3;
const AWARDED = 100;

interface Sizes {
  readonly vendors: number;
  readonly bids: number;
}

interface Scene {
  readonly watch: Stopwatch;
  readonly world: TenderWorld;
  readonly api: string;
  readonly pages: string;
  readonly owner: SignedIn;
  readonly db: Db;
}

async function oneRun(watch: Stopwatch, sizes: Sizes): Promise<void> {
  const world = await TenderWorld.open();
  const { db } = world.database;
  try {
    await served(
      appOver(db, () => world.now),
      (api) =>
        served(world.app, (pages) => measure({ watch, world, api, pages, owner: world.people.owner, db }, sizes)),
    );
  } finally {
    await world.close();
  }
}

async function measure(scene: Scene, sizes: Sizes): Promise<void> {
  const { db, owner, world } = scene;
  await bringVendors(scene, sizes);
  const [first, second] = [await openSelection(db, owner, world.now), await openSelection(db, owner, world.now)];
  await bringBids(scene, [first, second], sizes);
  const third = await signedIn(db, { roles: ['evaluator'] });
  await scoreAll(db, first, { judges: [world.people.ann, world.people.bo, third], now: world.now });
  await awardMany(db, AWARDED, { owner, now: world.now });
  await db.raw('analyze');
  const look = await signIn(scene);
  for (let turn = 0; turn < READS; turn += 1) {
    await readResults(scene, first, sizes);
    await readPages(scene, first, look);
  }
}

const sender =
  ({ watch, db, api, owner }: Scene) =>
  (what: string, path: string, { body, type }: { readonly body: string | Buffer; readonly type: string }) =>
    watch.time(what, db, () =>
      request(api)
        .post(`/api/v1${path}`)
        .set({ authorization: owner.authorization, 'content-type': type })
        .send(body)
        .ok(() => true),
    );

/** The second import meets a database without vendors again. */
async function bringVendors(scene: Scene, { vendors }: Sizes): Promise<void> {
  const send = sender(scene);
  const sheet = vendorSheet(vendors, 'Li');
  const xlsx = await writeXlsx([sheet]);
  await send(`import of ${vendors} new vendors as XLSX`, '/vendors/import', { body: xlsx, type: XLSX_TYPE });
  await scene.db.raw('delete from vendors');
  await send(`import of ${vendors} new vendors as CSV`, '/vendors/import', { body: writeCsv(sheet), type: 'text/csv' });
}

async function bringBids(scene: Scene, ids: readonly [string, string], { bids }: Sizes): Promise<void> {
  const send = sender(scene);
  const [first, second] = ids;
  const path = (id: string): string => `/engagements/${id}/quotes/import`;
  const csv = writeCsv(bidSheet(bids, 0));
  await send(`import of ${bids} new bids as CSV`, path(first), { body: csv, type: 'text/csv' });
  const xlsx = await writeXlsx([bidSheet(bids, 0)]);
  await send(`import of ${bids} new bids as XLSX`, path(second), { body: xlsx, type: XLSX_TYPE });
  const changed = writeCsv(bidSheet(bids, 17));
  await send(`import of CSV that changes ${bids} bids`, path(first), { body: changed, type: 'text/csv' });
}

async function readResults({ watch, db, api, owner }: Scene, id: string, { vendors, bids }: Sizes): Promise<void> {
  const get = (what: string, path: string, accept = 'application/json') =>
    watch.time(what, db, () =>
      request(api)
        .get(`/api/v1${path}`)
        .set({ authorization: owner.authorization, accept })
        .ok(() => true),
    );
  const of = `/engagements/${id}`;
  await get(`evaluation of ${bids} candidates`, `${of}/evaluation`);
  await get('sensitivity', `${of}/evaluation/sensitivity`);
  await get('comparison as JSON', `${of}/comparison`);
  await get('comparison as CSV', `${of}/comparison`, 'text/csv');
  await get('comparison as XLSX', `${of}/comparison`, XLSX_TYPE);
  await get(`export of ${vendors} vendors as CSV`, '/vendors/export?format=csv');
  await get(`export of ${vendors} vendors as XLSX`, '/vendors/export?format=xlsx');
  await get('list of 100 vendors', '/vendors?limit=100');
  await get('list of 100 engagements', '/engagements?limit=100');
}

type Look = ReturnType<typeof request.agent>;

/** A browser with the owner's session. */
async function signIn({ pages, owner }: Scene): Promise<Look> {
  const agent = request.agent(pages).set('accept', 'text/html');
  const form = await agent.get('/sign-in');
  const csrf = csrfIn(form.text);
  const token = owner.authorization.replace('Bearer ', '');
  await agent.post('/sign-in').type('form').send({ csrf, token }).expect(303);
  return agent;
}

async function readPages({ watch, db }: Scene, id: string, look: Look): Promise<void> {
  const open = (what: string, path: string) => watch.time(what, db, () => look.get(path));
  await open('page of the comparison', `/engagements/${id}/comparison`);
  await open('page of the engagement', `/engagements/${id}`);
  await open('page of engagements (50 of them)', '/engagements');
  await open('page of vendors (50 of them)', '/vendors');
}

async function main(): Promise<void> {
  const [vendors = 1_000, bids = 200, runs = 5] = process.argv.slice(2).map(Number);
  const watch = new Stopwatch();
  await withParts(async () => {
    say(machine());
    for (let run = 0; run < runs; run += 1) await oneRun(watch, { vendors, bids });
    watch.print();
    say(machine());
  });
}

void main();
