import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { apiRoutes } from '../../api/routes';
import { insertChange } from '../../db/stores/change-requests';
import { insertDocument } from '../../db/stores/documents';
import { insertIncident } from '../../db/stores/incidents';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertSignal } from '../../db/stores/signals';
import { inTransaction, type Trx } from '../../db/transaction';
import { NeedsWorld, NOW } from './needs-world';
import { servicesOver } from './world';

const COUNT = 5;
const EVERY = Array.from({ length: COUNT }, (_, index) => index);
let world: NeedsWorld;
let app: Express;
let id: string;

beforeAll(async () => {
  world = await NeedsWorld.open();
  const services = servicesOver(world.db, () => NOW);
  app = createApp({ services, routes: apiRoutes(services) });
  id = await world.engage();
  await inTransaction(world.db, fill);
});
afterAll(() => world.close());

async function fill(trx: Trx): Promise<void> {
  const of = () => ({ id: uuidv7(), engagementId: id, now: NOW });
  const by = world.manager.person.id;
  await saveKpis(trx, id, { kpis: [KPI], contractVersion: 1 });
  for (const index of EVERY) {
    await insertSignal(trx, {
      ...of(),
      signal: { type: 'capacity', severity: 2, observedOn: '2026-11-01', evidence: `${index}` },
    });
    const incident = {
      type: `${index}`,
      severity: 'minor',
      detectedAt: new Date(NOW).toISOString(),
      personalData: false,
    } as const;
    await insertIncident(trx, { ...of(), incident });
    const file = { fileName: `${index}.pdf`, mediaType: 'application/pdf', size: 1, sha256: 'a'.repeat(64) };
    await insertDocument(trx, { ...of(), ...file, uploadedById: by });
    const definition = {
      scopeDelta: `${index}`,
      costDelta: { amount: '1.00', currency: 'CNY' },
      scheduleDeltaDays: 0,
      reason: 'more',
    };
    await insertChange(trx, { ...of(), definition, cumulativeBp: null, requestId: uuidv7(), requestedById: by });
    const value = { key: KPI.key, period: '2026-10', value: index, status: null, inputs: null, evidence: null };
    await insertValue(trx, id, { ...value, revision: index + 1, recordedBy: by, recordedAt: NOW });
  }
}

const KPI = {
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'internal',
  floor: 90,
  target: 99,
} as const;

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}
const get = (path: string) =>
  request(app).get(`/api/v1/engagements/${id}/${path}`).set({ authorization: world.manager.authorization });
const read = async (path: string): Promise<Listed> => (await get(path).expect(200)).body as Listed;

const LISTS = [
  ['signals?', 'evidence'],
  ['incidents?', 'type'],
  ['documents?', 'fileName'],
  ['changes?', 'scopeDelta'],
  ['kpis/uptime/values?period=2026-10&', 'value'],
] as const;

test.each(LISTS)('%s comes whole, and page by page in the same order', async (path, field) => {
  const whole = await read(path);
  const pages: Listed[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.next ?? null)
    pages.push(await read(`${path}limit=2${cursor && `&cursor=${cursor}`}`));

  expect(whole.items.map((one) => String(one[field]).slice(0, 1))).toEqual(EVERY.map(String));
  expect(whole.next).toBeNull();
  expect(pages.map(({ items }) => items.length)).toEqual([2, 2, 1]);
  expect(pages.flatMap(({ items }) => items)).toEqual(whole.items);
});

test.each(LISTS)('%s refuses a cursor that no list returned', async (path) => {
  const strange = Buffer.from(JSON.stringify(['x'])).toString('base64url');
  for (const cursor of ['nonsense', strange])
    expect((await get(`${path}cursor=${cursor}`).expect(400)).body).toMatchObject({ code: 'MALFORMED' });
});
