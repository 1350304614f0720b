import { v7 as uuidv7 } from 'uuid';
import { awardVendor } from '../../activities/gates/award-vendor';
import { contractVendor } from '../../activities/gates/contract-vendor';
import { sayItemsOfVendors } from '../../activities/action-items';
import { careForVendors } from '../../activities/vendor-care';
import { listActionItems } from '../../db/stores/action-items';
import { insertAssessment } from '../../db/stores/assessments';
import { findEngagement, insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { replaceSanctionsList } from '../../db/stores/sanctions';
import { addSetting } from '../../db/stores/settings';
import { insertVendor } from '../../db/stores/vendor-master';
import { findVendor } from '../../db/stores/vendors';
import { inTransaction } from '../../db/transaction';
import { addDays } from '../../domain/calendar/civil';
import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import type { Assessment } from '../../domain/vendor/assessment/schema';
import { SHIPPED_VENDOR_RULES, VENDOR_RULES_KEY } from '../../domain/vendor/settings';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { anOpening, aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const END = '2027-06-30';
const night = (days: number): number => Date.parse(`${addDays(END, days)}T01:30:00Z`);
const owner = aPerson({ roles: ['manager'], timeZone: 'Asia/Shanghai' });
const admin = aPerson({ roles: ['admin'] });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  for (const person of [owner, admin]) await insertPerson(database.db, person, night(-100));
});
afterAll(() => database.drop());

const held = (no: string, validTo = END) => ({ type: 'ISO 27001', no, validTo });
async function keptVendor(part: Partial<Vendor> = {}): Promise<Vendor> {
  const vendor = aVendor({ ownerId: owner.id, ...part });
  await inTransaction(database.db, (trx) => insertVendor(trx, vendor, night(-100)));
  return vendor;
}

/** One night of the sweep: what is there to do, and the mails about a vendor's work as `kind:recipient`. */
async function sweepAt(days: number, vendorId: string): Promise<readonly string[]> {
  await inTransaction(database.db, (trx) => careForVendors(trx, night(days)));
  const mails = await inTransaction(database.db, (trx) => sayItemsOfVendors(trx, night(days)));
  const own = new Set((await itemsOf(vendorId)).map(({ id }) => id));
  return mails
    .filter(({ facts }) => own.has(facts['item'] ?? ''))
    .map(({ kind, recipientId }) => `${kind}:${recipientId === owner.id ? 'owner' : 'other'}`);
}
const itemsOf = (vendorId: string) => listActionItems(database.db, { vendorId, after: null, limit: 50 });
const statesOf = async (vendorId: string) => (await itemsOf(vendorId)).map(({ kind, state }) => `${kind}:${state}`);
const statusOf = async (id: string) => (await findVendor(database.db, id))?.status;
const replace = (id: string, certificates: Vendor['certificates']) =>
  database
    .db('vendors')
    .where({ id })
    .update({ certificates: JSON.stringify(certificates) });

describe('a certificate', () => {
  test('is work thirty days before its end, with one mail a week, and makes the vendor conditional after its grace', async () => {
    const { id } = await keptVendor({ certificates: [held('weekly')] });
    const mails: Record<number, readonly string[]> = {};
    for (let days = -32; days <= 33; days += 1) {
      const sent = await sweepAt(days, id);
      if (sent.length > 0) mails[days] = sent;
    }
    expect(mails).toEqual({
      [-30]: ['action-item:owner'],
      [-23]: ['action-item-reminder:owner'],
      [-16]: ['action-item-reminder:owner'],
      [-9]: ['action-item-reminder:owner'],
      [-2]: ['action-item-reminder:owner'],
      1: ['action-item-reminder:owner'],
      8: ['action-item-reminder:owner'],
      15: ['action-item-reminder:owner'],
      29: ['action-item-reminder:owner'],
      31: ['action-item:owner'],
    });
    expect(await statusOf(id)).toBe('conditional');
    expect(await statesOf(id)).toEqual(['certificate-expiry:open', 'vendor-conditional:open']);
    expect(await database.db('audit_events').where({ type: 'vendor.demoted' })).toHaveLength(1);
  });

  test('that nobody watched for weeks brings one mail of each kind, however often the night is repeated', async () => {
    const { id } = await keptVendor({ certificates: [held('unwatched')] });
    expect(await sweepAt(31, id)).toEqual(['action-item:owner', 'action-item:owner']);
    expect(await sweepAt(31, id)).toEqual([]);
    expect(await sweepAt(32, id)).toEqual([]);
    expect((await itemsOf(id)).length).toBe(2);
  });

  test('that is renewed is done, and its successor is work of its own', async () => {
    const { id } = await keptVendor({ certificates: [held('old')] });
    await sweepAt(-10, id);
    await replace(id, [held('old'), held('new', addDays(END, 365))]);
    expect(await sweepAt(-3, id)).toEqual([]);
    expect(await statesOf(id)).toEqual(['certificate-expiry:done']);
    await sweepAt(40, id);
    expect(await statusOf(id)).toBe('qualified');
    await sweepAt(340, id);
    expect(await statesOf(id)).toEqual(['certificate-expiry:done', 'certificate-expiry:open']);
  });

  test('of a blocked vendor is nobody’s work, and that of an owner who left is the administrator’s', async () => {
    const blocked = await keptVendor({ status: 'blocked', certificates: [held('blocked')] });
    const orphan = await keptVendor({ ownerId: null, certificates: [held('orphan')] });
    await sweepAt(-20, blocked.id);
    expect(await itemsOf(blocked.id)).toEqual([]);
    expect((await itemsOf(orphan.id)).map(({ assigneeId }) => assigneeId)).toEqual([admin.id]);
  });
});

test('a due diligence and an assessment that run out are work too', async () => {
  const { id } = await keptVendor({ dueDiligence: { at: '2026-06-30', validUntil: END, result: 'passed' } });
  await accepted(id, END);
  expect(await sweepAt(-31, id)).toEqual([]);
  await sweepAt(-29, id);
  expect((await statesOf(id)).sort()).toEqual(['assessment-renewal:open', 'due-diligence:open']);
});

test('the night finds vendors that the list of sanctioned parties names', async () => {
  const { id } = await keptVendor({ name: 'Night Trading' });
  const entry = { row: 2, name: 'NIGHT TRADING LTD', identifier: null, country: null, program: null };
  await inTransaction(database.db, (trx) =>
    replaceSanctionsList(trx, { id: uuidv7(), uploadedBy: admin.id, entries: [entry], now: night(0) }),
  );
  await sweepAt(0, id);
  expect(await statesOf(id)).toEqual(['sanctions-hit:open']);
  expect((await findVendor(database.db, id))?.flagged).toBe(true);
});

async function accepted(vendorId: string, validUntil: string): Promise<void> {
  const [questionnaire] = SHIPPED_QUESTIONNAIRES;
  if (!questionnaire) throw new Error('no questionnaire ships');
  const assessment: Assessment = {
    id: uuidv7(),
    vendorId,
    questionnaire,
    state: 'accepted',
    answers: {},
    previousId: null,
    toReview: [],
    result: { total: 40, coverageBp: 10_000, categories: [], tier: 'high' },
    openedAt: new Date(night(-90)).toISOString(),
    openedBy: owner.id,
    submittedAt: null,
    submittedBy: null,
    reviewedAt: new Date(night(-80)).toISOString(),
    reviewedBy: admin.id,
    reviewComment: null,
    validUntil,
    version: 1,
  };
  await inTransaction(database.db, (trx) => insertAssessment(trx, assessment));
}

describe('the gates look at the vendor', () => {
  async function engagement(criticality: 'general' | 'critical', personalData = false) {
    const id = uuidv7();
    const opening = anOpening({ ownerId: owner.id });
    const body = { ...opening, needs: { ...opening.needs, criticalityAnswers: { personalData } } };
    await inTransaction(database.db, (trx) => insertEngagement(trx, { id, body, criticality, now: night(-50) }));
    const row = await findEngagement(database.db, id);
    if (!row) throw new Error('the engagement is not there');
    return row;
  }
  const award = async (vendor: Vendor, personalData = false) =>
    awardVendor(database.db, {
      engagement: await engagement('general', personalData),
      vendorId: vendor.id,
      now: night(0),
    });
  const paths = ({ issues }: { issues: readonly { path: string }[] }) => issues.map(({ path }) => path);

  test('G2 asks a questionnaire where personal data or another country is concerned', async () => {
    const [home, abroad] = [await keptVendor(), await keptVendor({ country: 'DE' })];
    expect(paths(await award(home))).toEqual([]);
    expect(paths(await award(home, true))).toEqual(['vendor.assessment']);
    expect(paths(await award(abroad))).toEqual([]);
    const body = { ...SHIPPED_VENDOR_RULES, homeCountries: ['CN'] };
    const setting = { key: VENDOR_RULES_KEY, body, actorId: admin.id, now: night(-60) };
    await inTransaction(database.db, (trx) => addSetting(trx, setting));
    expect(paths(await award(abroad))).toEqual(['vendor.assessment']);
    expect(paths(await award(await keptVendor()))).toEqual([]);
    await accepted(home.id, addDays(END, -1));
    expect(paths(await award(home, true))).toEqual(['vendor.assessment']);
    await accepted(home.id, END);
    expect(await award(home, true)).toMatchObject({
      issues: [],
      flags: ['VENDOR_RISK_HIGH'],
      data: { vendorRisk: 'high' },
    });
  });

  test('G2 refuses a blocked and a flagged vendor, and shows the concentration', async () => {
    expect(paths(await award(await keptVendor({ status: 'exited' })))).toEqual(['vendor.status']);
    const flagged = await keptVendor({ name: 'Trading Night' });
    await sweepAt(0, flagged.id);
    expect(paths(await award(flagged))).toEqual(['vendor.sanctions']);
    const parent = await keptVendor({ name: 'Parent' });
    const child = await keptVendor({ name: 'Child', parentId: parent.id });
    expect((await award(child)).data).toMatchObject({
      concentration: { vendor: { level: 'green' }, group: { level: 'green' }, country: { level: 'green' } },
    });
  });

  test('G3 refuses a due diligence that has run out, for what matters', async () => {
    const vendor = await keptVendor({
      dueDiligence: { at: '2026-01-01', validUntil: addDays(END, -1), result: 'passed' },
    });
    const row = (criticality: 'general' | 'critical') =>
      engagement(criticality).then((one) => ({ ...one, vendor_id: vendor.id }));
    expect(paths(await contractVendor(database.db, await row('critical'), night(0)))).toEqual(['vendor.dueDiligence']);
    expect(paths(await contractVendor(database.db, await row('critical'), night(-1)))).toEqual([]);
    expect(paths(await contractVendor(database.db, await row('general'), night(0)))).toEqual([]);
  });
});
