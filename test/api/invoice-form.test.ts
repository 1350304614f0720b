import { inTransaction } from '../../db/transaction';
import { insertPartial, settlePartial } from '../../db/stores/partial-terminations';
import { faultsIn, focusedIn, formIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

const form = (name: string, of = '') => `/engagements/${world.id}/forms/${name}${of === '' ? '' : `?of=${of}`}`;
const invoices = async () => (await world.call('get', '/invoices').expect(200)).body.items;
const page = async (who: 'owner' | 'stranger' = 'owner'): Promise<string> =>
  (await world.browse(who, `/engagements/${world.id}?part=all`)).page.text.replaceAll('&#x3D;', '=');
const BILLED = { number: 'S-17', period: '2027-01', about: 'fee', money: '10000.00', status: 'unpaid' };

describe('the form of an invoice', () => {
  test('records what the route records, for the month before unless another is said', async () => {
    expect(await page()).toContain(`href="${form('invoice')}"`);
    const { page: shown, send } = await world.browse('owner', form('invoice'));
    const drawn = Object.fromEntries(formIn(shown.text, form('invoice')));
    expect(drawn).toMatchObject({ period: '2027-02', about: 'fee', status: 'unpaid' });
    expect(drawn).not.toHaveProperty('part');
    const done = await send({ ...drawn, number: 'S-17', money: '10000.00', paid: '2500.5' }).expect(303);
    expect(done.headers['location']).toBe(`/engagements/${world.id}?part=delivery#invoices`);
    expect(await invoices()).toMatchObject([
      {
        ...{ number: 'S-17', period: '2027-02', about: 'fee', part: null, status: 'unpaid', evidence: null },
        money: { amount: '10000.00', currency: 'CNY' },
        paid: { amount: '2500.50', currency: 'CNY' },
        recordedById: world.people.owner.person.id,
      },
    ]);
    expect(await page()).toMatch(/S-17[\s\S]*10,000\.00 CNY[\s\S]*2,500\.50 CNY/);
    expect((await world.trail()).at(-1)).toMatchObject({ type: 'invoice.recorded', channel: 'page' });
  });

  test('keeps what was typed beside what is wrong, in the language of the reader, and records nothing', async () => {
    const { send } = await world.browse('owner', `${form('invoice')}?lang=zh-CN`);
    const wrong = { ...BILLED, period: 'January', money: 'much', evidence: '档案 17' };
    const refused = await send(wrong).expect(422);
    expect(focusedIn(refused.text)).toEqual(['period']);
    expect(faultsIn(refused.text)).toHaveLength(2);
    expect(faultsIn(refused.text).join(' ')).not.toMatch(/[a-z]{4}/);
    expect(Object.fromEntries(formIn(refused.text, form('invoice')))).toMatchObject(wrong);
    const contrary = await send({ ...BILLED, paid: '10000.00' }).expect(422);
    expect(focusedIn(contrary.text)).toEqual(['paid']);
    expect(faultsIn(contrary.text)).toEqual(['等于发票全额']);
    expect(await invoices()).toEqual([]);
  });

  test('says beside its number that it is there already', async () => {
    await world.call('post', '/invoices', { ...BILLED, money: { amount: '1.00', currency: 'CNY' } }).expect(201);
    const { send } = await world.browse('owner', form('invoice'));
    const refused = await send(BILLED).expect(422);
    expect([focusedIn(refused.text), faultsIn(refused.text)]).toEqual([['number'], ['is on record already']]);
    expect(await invoices()).toMatchObject([{ money: { amount: '1.00' } }]);
  });

  test('asks about a part where one is to leave', async () => {
    const terms = { cause: 'convenience', noticeDate: '2027-03-01', effectiveDate: '2027-06-30', comment: 'Less.' };
    const rest = { scope: ['Nights'], kpis: [], milestoneIds: [], tasks: [] };
    const definition = { ...terms, ...rest } as never;
    await inTransaction(world.database.db, async (trx) => {
      const asked = { engagementId: world.id, requestedById: world.people.owner.person.id, now: world.now };
      await insertPartial(trx, { id: world.id, definition, ...asked });
      await settlePartial(trx, world.id, { status: 'approved', now: world.now });
    });
    const { send } = await world.browse('owner', form('invoice'));
    const refused = await send({ ...BILLED, about: 'part', part: '' }).expect(422);
    expect(focusedIn(refused.text)).toEqual(['part']);
    await send({ ...BILLED, about: 'part', part: '1' }).expect(303);
    expect(await invoices()).toMatchObject([{ about: 'part', part: 1 }]);
  });

  test('is offered to nobody who may not write, and to nobody before there is a service', async () => {
    expect(await page('stranger')).not.toContain('forms/invoice');
    await expect(world.browse('stranger', form('invoice'))).rejects.toThrow('403');
    await world.begin({ state: 'CONTRACTING' });
    expect(await page()).not.toContain('forms/invoice');
    const { send } = await world.browse('owner', form('invoice'));
    expect((await send(BILLED).expect(422)).text).toContain('value="S-17"');
    expect(await invoices()).toEqual([]);
  });
});

describe('the form of a payment', () => {
  const recorded = async (part: object = {}) => {
    const money = { amount: '10000.00', currency: 'CNY' };
    return (await world.call('post', '/invoices', { ...BILLED, money, ...part }).expect(201)).body.id as string;
  };
  const theId = async (): Promise<string> => (await invoices())[0].id;

  test('says what has been paid, all of it or a part', async () => {
    await recorded();
    const path = form('invoice-payment', await theId());
    expect(await page()).toContain(`href="${path}"`);
    const { page: shown, send } = await world.browse('owner', path);
    expect(shown.text).toContain('Invoice S-17 of 10,000.00 CNY');
    const drawn = drawnIn(shown.text);
    await send({ ...drawn, paid: '4000.00' }).expect(303);
    expect(await invoices()).toMatchObject([{ status: 'unpaid', paid: { amount: '4000.00' } }]);
    const again = await world.browse('owner', path);
    expect(drawnIn(again.page.text)).toMatchObject({ status: 'unpaid', paid: '4000.00' });
    const contrary = await again.send({ ...drawnIn(again.page.text), status: 'paid' }).expect(422);
    expect(focusedIn(contrary.text)).toEqual(['paid']);
    await again.send({ ...drawnIn(again.page.text), status: 'paid', paid: '', evidence: 'File 9' }).expect(303);
    expect(await invoices()).toMatchObject([{ status: 'paid', paid: { amount: '10000.00' }, evidence: 'File 9' }]);
    const last = await world.browse('owner', path);
    await last.send({ ...drawnIn(last.page.text), evidence: '' }).expect(303);
    expect(await invoices()).toMatchObject([{ status: 'paid', evidence: '' }]);
  });

  test('does not write over what somebody else has said meanwhile', async () => {
    await recorded();
    const id = await theId();
    const { page: shown, send } = await world.browse('owner', form('invoice-payment', id));
    await world.call('patch', `/invoices/${id}`, { status: 'paid' }).expect(200);
    const late = await send({ ...drawnIn(shown.text), paid: '4000.00' }).expect(422);
    expect(late.text).toContain('Somebody else has changed it meanwhile');
    expect(late.text).toContain('value="4000.00"');
    expect(await invoices()).toMatchObject([{ status: 'paid' }]);
    await send({ ...drawnIn(late.text), onto: '1' }).expect(303);
    expect(await invoices()).toMatchObject([{ status: 'unpaid', paid: { amount: '4000.00' } }]);
  });

  test('is about an invoice of the engagement, for those who may write', async () => {
    await recorded();
    const id = await theId();
    await expect(world.browse('stranger', form('invoice-payment', id))).rejects.toThrow('403');
    await expect(world.browse('owner', form('invoice-payment', world.id))).rejects.toThrow('404');
    expect(await page('stranger')).toContain('S-17');
  });
});

/** The fields of the one form of an address with `?of=`. */
const drawnIn = (html: string) => Object.fromEntries(formIn(html, '/engagements/[^"]*/forms/invoice-payment[^"]*'));
