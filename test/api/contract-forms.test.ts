import { recordApproved } from '../../db/stores/contract-versions';
import { saveContract } from '../../db/stores/contracts';
import { inTransaction } from '../../db/transaction';
import { noDocuments } from '../documents';
import { formIn } from './page-form';
import { ServiceWorld } from './service-world';

const said: { update: string; arg: unknown }[] = [];
/** Approvals that were asked for. */
const asked: string[] = [];
const startAndUpdate = <T>({ id }: { readonly id: string }): Promise<T> => {
  asked.push(id);
  return Promise.resolve({} as T);
};
const update = <T>({ update: name, arg }: { update: string; arg: unknown }): Promise<T> => {
  said.push({ update: name, arg });
  return Promise.resolve({} as T);
};
let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open(noDocuments.store, { update, startAndUpdate });
});
afterAll(() => world.close());
beforeEach(() => {
  said.length = 0;
  asked.length = 0;
});

const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const offered = async (): Promise<string> =>
  (await world.browse('owner', `/engagements/${world.id}?part=all`)).page.text.replaceAll('&#x3D;', '=');
const contract = async () => (await world.call('get', '/contract').expect(200)).body;
const TERMS = {
  ...{ start: '2027-04-01', initialMonths: '12', renewal: 'tacit', renewalMonths: '6', monthlyFee: '10000.00' },
  ...{ 'notice.months': '3', atRiskBp: '12.5', dataCountries: 'cn，SG', feeRestsWhenSuspended: 'yes' },
  ...{ 'clauses.SCOPE.status': 'present', 'clauses.SCOPE.ref': '§ 1', 'clauses.QUALITY.status': 'absent' },
  ...{ 'clauses.QUALITY.reason': 'In the frame contract', 'slas.0.kpiId': 'answered', 'slas.0.target': '80' },
  ...{ 'slas.0.poolBp': '50', 'slas.0.allocBp': '20' },
};

/** What was asked for, as whoever decides sees it. */
const subjects = () =>
  world.database.db('request_subjects').whereIn(
    'request_id',
    asked.map((id) => id.replace(/^request-/, '')),
  );

describe('the form of the terms', () => {
  beforeEach(() => world.begin({ state: 'CONTRACTING' }));

  test('writes a version, and the next one from what it held', async () => {
    expect(await offered()).toContain(`href="${form('contract')}"`);
    const first = await world.browse('owner', form('contract'));
    expect(first.page.text).toContain('name="clauses.DATA_SECURITY.status"');
    await first.send({ version: '0', ...TERMS }).expect(303);
    expect(await contract()).toMatchObject({
      ...{ version: 1, start: '2027-04-01', initialMonths: 12, renewal: 'tacit', renewalMonths: 6 },
      ...{ notice: { months: 3, days: 0 }, monthlyFee: { amount: '10000.00', currency: 'CNY' }, atRiskBp: 1_250 },
      ...{ dataCountries: ['CN', 'SG'], feeRestsWhenSuspended: true },
      clauses: [
        { code: 'SCOPE', status: 'present', ref: '§ 1' },
        { code: 'QUALITY', status: 'absent', reason: 'In the frame contract' },
      ],
      slas: [{ kpiId: 'answered', target: 80, poolBp: 5_000, allocBp: 2_000 }],
    });
    const second = await world.browse('owner', form('contract'));
    const drawn = Object.fromEntries(formIn(second.page.text, form('contract')));
    expect(drawn).toMatchObject({ version: '1', atRiskBp: '12.5', 'slas.0.kpiId': 'answered', renewal: 'tacit' });
    await second
      .send({ ...drawn, renewal: 'express', 'clauses.own.code': 'ip_rights', 'clauses.own.status': 'present' })
      .expect(303);
    const now = await contract();
    expect(now).toMatchObject({ version: 2, renewal: 'express', slas: [{ kpiId: 'answered' }] });
    const clauses: readonly { readonly code: string }[] = now.clauses;
    expect(clauses.map(({ code }) => code)).toEqual(['SCOPE', 'QUALITY', 'IP_RIGHTS']);
  });

  test('keeps what was typed beside what is wrong, and writes nothing', async () => {
    const { send } = await world.browse('owner', `${form('contract')}?lang=zh-CN`);
    const wrong = { ...TERMS, version: '0', monthlyFee: 'much', 'clauses.SCOPE.status': '', 'slas.0.target': '' };
    const refused = await send(wrong).expect(422);
    expect(refused.text).toContain('value="much"');
    for (const name of ['monthlyFee', 'clauses\\.SCOPE\\.status', 'slas\\.0\\.target'])
      expect(refused.text).toMatch(new RegExp(`class="fault" role="alert">[^<]+</span><(input|select) name="${name}"`));
    expect(refused.text).not.toContain('must ');
    await world.call('get', '/contract').expect(404);
  });

  test('says what somebody else has saved meanwhile, and writes over it only where that is said', async () => {
    const { send } = await world.browse('owner', form('contract'));
    await world.call('put', '/contract', { clauses: [], initialMonths: 24 }).expect(200);
    const refused = await send({ version: '0', ...TERMS }).expect(422);
    expect(refused.text).toContain('Somebody saved a change');
    expect(refused.text).toContain('In the frame contract');
    expect(await contract()).toMatchObject({ version: 1, initialMonths: 24 });
    await send({ version: '0', newest: '1', onto: '1', ...TERMS }).expect(303);
    expect(await contract()).toMatchObject({ version: 2, initialMonths: 12 });
  });

  test('is refused for people without a part in it', async () => {
    await expect(world.browse('stranger', form('contract'))).rejects.toThrow('403');
  });

  test('is signed once it is approved, by the hash that the form was drawn with', async () => {
    await world.call('put', '/contract', { clauses: [] }).expect(200);
    await inTransaction(world.database.db, (trx) => recordApproved(trx, world.id));
    await world.database.db('engagements').where({ id: world.id }).update({ contract_approved: true });
    expect(await offered()).toContain(`href="${form('contract-signature')}"`);
    const { page, send } = await world.browse('owner', form('contract-signature'));
    const drawn = Object.fromEntries(formIn(page.text, form('contract-signature')));
    expect(drawn['contractSha256']).toBe((await contract()).sha256);
    const typed = { ...drawn, signatory: 'Wu', party: 'vendor', signedAt: '2027-03-01T08:00' };
    await send({ ...typed, contractSha256: 'a'.repeat(64) }).expect(422);
    await send({ ...typed, signedAt: 'soon' }).expect(422);
    expect(said).toEqual([]);
    await send(typed).expect(303);
    const signature = { party: 'vendor', signatory: 'Wu', signedAt: '2027-03-01T08:00:00.000Z' };
    expect(said).toMatchObject([{ update: 'sign', arg: signature }]);
  });
});

describe('a contract in force', () => {
  beforeEach(async () => {
    await world.begin();
    await inTransaction(world.database.db, async (trx) => {
      const fees = {
        monthlyFee: { amount: '10000.00', currency: 'CNY' },
        terminationFee: { amount: '5.00', currency: 'CNY' },
      };
      const dates = {
        start: '2027-01-01',
        initialMonths: 24,
        renewal: 'none' as const,
        notice: { months: 1, days: 0 },
      };
      const clauses = [
        'SCOPE',
        'QUALITY',
        'PAYMENT',
        'LIABILITY',
        'DATA_SECURITY',
        'TERMINATION',
        'DATA_MIGRATION',
        'SETTLEMENT',
      ].map((code) => ({ code, status: 'present' as const }));
      await saveContract(trx, world.id, { terms: { clauses, ...fees, ...dates }, now: world.now });
      await recordApproved(trx, world.id);
      await trx('engagements').where({ id: world.id }).update({ contract_approved: true });
    });
  });
  const amendments = async () => (await world.call('get', '/contract/amendments').expect(200)).body.items;

  test('is amended by what the form says otherwise, and by nothing else', async () => {
    expect(await offered()).toContain(`href="${form('contract-amendment')}"`);
    const { page, send } = await world.browse('owner', form('contract-amendment'));
    const drawn = Object.fromEntries(formIn(page.text, form('contract-amendment')));
    const why = { reason: 'Night shift', effectiveOn: '2027-06-01' };
    const same = await send({ ...drawn, ...why }).expect(422);
    expect(same.text).toContain('Night shift');
    const emptied = await send({ ...drawn, ...why, terminationFee: '' }).expect(422);
    expect(emptied.text).toMatch(
      /class="fault" role="alert">[^<]*signed contract[^<]*<\/span><input name="terminationFee"/,
    );
    expect(await amendments()).toEqual([]);
    expect(asked).toEqual([]);
    // Nobody keeps the request here, so the page does not find it again.
    await send({ ...drawn, ...why, monthlyFee: '11000.00' });
    const data = {
      reason: 'Night shift',
      effectiveOn: '2027-06-01',
      changes: [{ path: 'monthlyFee.amount', before: '10000.00', after: '11000.00' }],
    };
    expect(await subjects()).toMatchObject([{ data }]);
  });

  test('is asked to change in scope, cost and time', async () => {
    const { send } = await world.browse('owner', form('contract-change'));
    const typed = { scopeDelta: 'Night shift', costDelta: '40000.00', scheduleDeltaDays: '5', reason: 'More calls' };
    const refused = await send({ ...typed, costDelta: 'some', reason: '' }).expect(422);
    expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="costDelta"/);
    expect(refused.text).toContain('Night shift');
    expect(asked).toEqual([]);
    await send(typed);
    const data = { costDelta: { amount: '40000.00', currency: 'CNY' }, scheduleDeltaDays: 5, reason: 'More calls' };
    expect(await subjects()).toMatchObject([{ data }]);
  });

  test('has obligations that are added and ended', async () => {
    const { send } = await world.browse('owner', form('obligation'));
    const assigneeId = world.people.service.person.id;
    const typed = { title: 'Monthly report', party: 'vendor', category: 'operational', assigneeId, leadDays: '3' };
    const schedule = { 'schedule.from': '2027-04-05', 'schedule.every': 'monthly', 'schedule.until': '2027-01-01' };
    const refused = await send({ ...typed, ...schedule }).expect(422);
    expect(refused.text).toMatch(/class="fault" role="alert">[^<]+<\/span><input name="schedule\.until"/);
    expect(refused.text).toContain('value="Monthly report"');
    await send({ ...typed, ...schedule, 'schedule.until': '' }).expect(303);
    const obligations = async () => (await world.call('get', '/obligations').expect(200)).body.items;
    const [added] = await obligations();
    expect(added).toMatchObject({ title: 'Monthly report', state: 'active', leadDays: 3, nextDue: '2027-04-05' });
    expect(await offered()).toContain(form('obligation-end', added.id));
    const end = await world.browse('owner', form('obligation-end', added.id));
    expect(await obligations()).toMatchObject([{ state: 'active' }]);
    await end.send({}).expect(303);
    expect(await obligations()).toMatchObject([{ state: 'ended' }]);
    await expect(world.browse('owner', form('obligation-end', world.id))).rejects.toThrow('404');
  });

  test('has sub-contractors that are entered and changed; whoever entered one does not consent to it', async () => {
    const { send } = await world.browse('owner', form('subcontractor'));
    const typed = { name: 'Delta', service: 'Nights', country: 'cn', personalData: '1' };
    const refused = await send({ ...typed, country: 'C' }).expect(422);
    expect(refused.text).toContain('value="Nights"');
    await send(typed).expect(303);
    const nodes = async () => (await world.call('get', '/subcontractors').expect(200)).body.items;
    const [node] = await nodes();
    expect(node).toMatchObject({
      name: 'Delta',
      country: 'CN',
      personalData: true,
      active: false,
      consent: 'requested',
    });
    expect(await offered()).not.toContain(form('subcontractor-consent', node.id));
    const consent = await world.browse('owner', form('subcontractor-consent', node.id));
    const own = await consent.send({ decision: 'consented', comment: 'Seen before.' }).expect(422);
    expect(own.text).toContain('Seen before.');
    const change = await world.browse('owner', form('subcontractor-change', node.id));
    await change.send({ version: '7', ...typed, active: '1' }).expect(422);
    await change.send({ version: '1', ...typed, active: '1' }).expect(303);
    expect(await nodes()).toMatchObject([{ active: true, consent: 'requested', version: 2 }]);
  });
});
