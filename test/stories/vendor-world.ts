import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import { Anything, Created } from '../../bin/demo/http';
import { gateActivities } from '../../activities/gates';
import { type Db, openDatabase } from '../../db/knex';
import { insertEngagement, saveLiveOn } from '../../db/stores/engagements';
import { watchFrom } from '../../db/stores/plan-watch';
import { inTransaction, type Trx } from '../../db/transaction';
import { toDate, toDayNumber } from '../../domain/calendar/civil';
import { periodAt, periodDates, previousPeriod } from '../../domain/calendar/periods';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { anOpening } from '../builders';
import type { Player, World } from './world';

const HOUR = 3_600_000;
/** A zone whose calendar no other story uses. */
const [ZONE, CALENDAR] = ['Asia/Singapore', 'sg'];

export interface Contact {
  readonly name: string;
  readonly email: string;
}

export interface Supplied {
  readonly id: string;
  readonly title: string;
  readonly owner: Player;
  readonly vendorId: string;
  readonly contact: Contact;
}

/** An engagement whose needs are approved, and a vendor that is to be invited. */
export async function supplied(world: World): Promise<Supplied> {
  const { admin, run } = world.theatre;
  const owner = await world.hire('Olga Reed', ['manager']);
  const title = world.words('Night desk', '夜间服务台');
  const contact = { name: 'Vera Moss', email: `vera.moss.${run}@stories.example` };
  const names = { name: `Moss ${run}`, contactName: contact.name, contactEmail: contact.email };
  const body = { ...names, status: 'qualified', locale: world.locale };
  const vendor = await admin({ method: 'POST', path: '/vendors', body, key: randomUUID() }, Created);
  const id = randomUUID();
  await written(world, async (trx) => {
    const opening = anOpening({ ownerId: owner.id, title, timeZone: ZONE });
    await insertEngagement(trx, { id, body: opening, criticality: 'general', now: Date.now() });
    await trx('engagements').where({ id }).update({ state: 'VENDOR_SELECTION' });
  });
  return { id, title, owner, vendorId: vendor.id, contact };
}

export const ITEMS = [
  { key: 'setup', title: 'Setup', quantity: 1, unit: 'time', charge: 'oneOff' },
  { key: 'seats', title: 'Seats', quantity: 10, unit: 'seat', charge: 'annual' },
] as const;

export async function publishTender({ id, owner, vendorId }: Supplied): Promise<void> {
  const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
  const body = { items: ITEMS, questionsUntil: at(24), closeAt: at(48), invited: [vendorId] };
  await owner.call({ method: 'PUT', path: `/engagements/${id}/tender`, body }, Anything);
  await owner.call({ method: 'POST', path: `/engagements/${id}/tender/publish`, body: {} }, Anything);
}

/** What lies between a bid and the first month of service is not told: the month is over, and its value is asked for. */
export async function serve(world: World, { id, owner, vendorId }: Supplied): Promise<void> {
  const month = previousPeriod(periodAt(Date.now(), ZONE, 'monthly'));
  const { start, end } = periodDates(month);
  await rest(world, end);
  await written(world, async (trx) => {
    await trx('engagements').where({ id }).update({ state: 'IN_SERVICE', vendor_id: vendorId });
    await saveLiveOn(trx, id, start);
  });
  const kpi = { unit: '%', direction: 'maximise', weightBp: 10_000, frequency: 'monthly', floor: 80, target: 95 };
  const kpis = [{ key: 'uptime', name: 'Uptime', source: 'vendor', ...kpi }];
  await owner.call({ method: 'PUT', path: `/engagements/${id}/kpis`, body: kpis }, Anything);
  await written(world, (trx) => watchFrom(trx, id, startOfDate(ZONE, end) - 1));
  await plan(world, { id, owner });
}

const Calendar = z.looseObject({ calendar: z.looseObject({ holidays: z.array(z.string()) }) });

/** Nobody has worked since the month ended, so that its values are not due yet, whatever day it is. */
async function rest({ theatre: { admin } }: World, since: string): Promise<void> {
  const path = `/calendars/${CALENDAR}`;
  const { calendar } = await admin({ method: 'GET', path }, Calendar);
  const [first, last] = [toDayNumber(since), toDayNumber(localDate(ZONE, Date.now()))];
  const days = Array.from({ length: last - first + 1 }, (_, n) => toDate(first + n));
  const body = { ...calendar, holidays: [...new Set([...calendar.holidays, ...days])], workdays: [] };
  await admin({ method: 'PUT', path, body }, Anything);
}

/** Both sides have agreed on what is to get better. */
async function plan(world: World, { id, owner }: Pick<Supplied, 'id' | 'owner'>): Promise<void> {
  const path = `/engagements/${id}/improvement-plans`;
  const day = (days: number): string => toDate(toDayNumber(localDate(ZONE, Date.now())) + days);
  const body = {
    kpis: ['uptime'],
    rootCause: [world.words('There is one agent at night.', '夜间只有一名坐席。')],
    measures: [{ title: world.words('Two more agents', '增加两名坐席'), side: 'vendor', person: 'Vera', due: day(30) }],
    milestones: [{ kpi: 'uptime', targetValue: 90, from: day(0), to: day(30) }],
  };
  const opened = await owner.call({ method: 'POST', path, body, key: randomUUID() }, Created);
  const agreed = { method: 'POST', path: `${path}/${opened.id}/agree`, body: {}, key: randomUUID() } as const;
  await owner.call(agreed, Anything);
}

/** Nor what lies between the service and its end: gate G6 is passed, and the vendor is asked to agree to the account. */
export async function settle(world: World, { id, owner }: Supplied): Promise<void> {
  await written(world, (trx) => trx('engagements').where({ id }).update({ state: 'EXITING' }));
  const cny = (amount: string) => ({ amount, currency: 'CNY' });
  const lines = [
    { kind: 'final_fee_prorata', money: cny('1500.00') },
    { kind: 'service_credit', money: cny('120.00') },
  ];
  await owner.call({ method: 'PUT', path: `/engagements/${id}/settlement`, body: { lines } }, Anything);
  const gate = { gate: 'settlement', requestId: randomUUID(), choice: {} } as const;
  await overDatabase(world, async (db) => {
    await gateActivities({ db }).applyGate({ engagementId: id, gate, outcome: 'approved', now: Date.now() });
  });
  // What both sides talk of moves dates, so that the keeper finds what the gate has left to be said.
  const title = world.words('Last invoice', '最后一张发票');
  const issue = { title, severity: 'minor', assignee: 'us', description: title };
  const raised = { method: 'POST', path: `/engagements/${id}/issues`, body: issue, key: randomUUID() } as const;
  await owner.call(raised, Created);
}

const written = (world: World, write: (trx: Trx) => Promise<unknown>): Promise<void> =>
  overDatabase(world, (db) => inTransaction(db, write));

async function overDatabase(world: World, write: (db: Db) => Promise<unknown>): Promise<void> {
  const db = openDatabase(world.databaseUrl, 1);
  try {
    await write(db);
  } finally {
    await db.destroy();
  }
}
