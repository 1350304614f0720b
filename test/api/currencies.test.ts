import { v7 as uuidv7 } from 'uuid';
import { insertScorecard } from '../../db/stores/scorecards';
import { insertCandidate } from '../../db/stores/vendors';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { aVendor } from '../builders';
import { codeOf, NeedsWorld, NOW, pathsOf } from './needs-world';

let world: NeedsWorld;
beforeAll(async () => {
  world = await NeedsWorld.open();
  await rate('USD', '7.0000', '2026-09-30');
  await rate('USD', '7.1000', '2026-11-01');
});
afterAll(() => world.close());

const rate = (base: string, value: string, on: string) =>
  world
    .call('put', '/exchange-rates', world.admin)
    .send({ base, quote: 'CNY', rate: value, on, source: 'Central parity' })
    .expect(200);
const get = async <T = unknown>(path: string): Promise<T> => (await world.call('get', path).expect(200)).body as T;
const money = (amount: string, currency: string) => ({ amount, currency });

async function vendor(name: string): Promise<string> {
  const id = uuidv7();
  await inTransaction(world.db, (trx) =>
    insertVendor(trx, aVendor({ id, name, ownerId: world.manager.person.id }), NOW),
  );
  return id;
}

/** In service for a monthly fee, with a score for October. */
async function serve(vendorId: string, fee: { amount: string; currency: string }, score = 80): Promise<void> {
  const id = await world.engage({ serviceType: 'logistics', currency: fee.currency });
  await inTransaction(world.db, async (trx) => {
    await trx('engagements').where({ id }).update({ vendor_id: vendorId, live_on: '2026-01-01', state: 'IN_SERVICE' });
    const terms = JSON.stringify({ monthlyFee: fee });
    await trx('contracts').insert({ engagement_id: id, terms, version: 1, updated_at: new Date(NOW) });
    const card = { period: '2026-10', score, coverageBp: 10_000, provisional: false, standing: 'average', kpis: [], credits: [] }; // prettier-ignore
    await insertScorecard(trx, id, { card, now: NOW });
  });
}

describe('sums over engagements', () => {
  let ada: string;
  beforeAll(async () => {
    ada = await vendor('Ada');
    await serve(ada, money('71000.00', 'CNY'), 90);
    await serve(ada, money('10000.00', 'USD'), 60);
    await serve(await vendor('Ben'), money('1000.00', 'GBP'));
  });

  test('tell spend in the reporting currency, with the rates, and name what has none', async () => {
    const { spend } = await get<{ spend: object }>('/portfolio');
    expect(spend).toEqual({
      annual: money('1704000.00', 'CNY'),
      engagements: 3,
      byCurrency: [money('852000.00', 'CNY'), money('12000.00', 'GBP'), money('120000.00', 'USD')],
      rates: [{ base: 'USD', quote: 'CNY', rate: '7.1000', on: '2026-11-01', source: 'Central parity', inverted: false }], // prettier-ignore
      withoutRate: ['GBP'],
    });
  });

  test('tell concentration as of a day, in any currency that rates lead to', async () => {
    const in_ = async (query: string) =>
      (await get<{ vendors: { annual: number }[] }>(`/concentration${query}`)).vendors;
    expect(await in_('')).toMatchObject([{ name: 'Ada', annual: 1_704_000, spendBp: 10_000 }, { annual: 0 }]);
    expect(await in_('?currency=USD')).toMatchObject([{ annual: 240_000 }, { annual: 0 }]);
    expect(await in_('?on=2026-10-31')).toMatchObject([{ annual: 1_692_000 }, { annual: 0 }]);
    expect(await get('/concentration')).toMatchObject({ currency: 'CNY', otherCurrencies: ['GBP'] });
  });

  test('weigh scores by cost across currencies, at the rates of the period', async () => {
    const score = async (query = '') =>
      (await get<{ items: { score: number; vendor: string }[] }>(`/league?category=logistics${query}`)).items.find(
        ({ vendor: name }) => name === 'Ada',
      )?.score;
    // 71 000 and 10 000 · 7.1 weigh the same today; in October a dollar was 7.
    expect(await score()).toBe(75);
    expect(await score('&period=2026-10')).toBe(75.1064);
    expect(await get(`/vendors/${ada}/scorecard`)).toMatchObject({ score: 75, rates: [{ rate: '7.1000' }] });
    expect(await get('/league?category=logistics')).toMatchObject({ withoutRate: ['GBP'] });
  });
});

describe('a quote in another currency', () => {
  const quote = (currency: string, part: object = {}) => {
    const cost = money('100.00', currency);
    const hiddenCosts = { transition: cost, tooling: null, travel: cost, changeRequests: cost, taxes: cost, fx: cost, exit: cost }; // prettier-ignore
    return { oneOff: money('1000.00', currency), annual: money('5000.05', currency), years: 2, hiddenCosts, ...part };
  };
  let path: string;
  beforeAll(async () => {
    const engagementId = await world.engage({ currency: 'CNY' });
    const id = uuidv7();
    const vendorId = await vendor('Cai');
    await inTransaction(world.db, async (trx) => {
      await trx('engagements').where({ id: engagementId }).update({ state: 'VENDOR_SELECTION' });
      await insertCandidate(trx, { id, engagementId, vendorId }, NOW);
    });
    path = `/engagements/${engagementId}/candidates/${id}/quote`;
  });
  const put = (body: object) => world.call('put', path).send(body);

  test('stands in the currency of the engagement, beside what was offered and its rate', async () => {
    const { body } = await put(quote('USD')).expect(200);
    expect(body).toMatchObject({
      quote: {
        oneOff: money('7100.00', 'CNY'),
        annual: money('35500.36', 'CNY'),
        hiddenCosts: { transition: money('710.00', 'CNY'), tooling: null },
        offered: { on: '2026-11-24', annual: money('5000.05', 'USD'), rates: [{ rate: '7.1000', on: '2026-11-01' }] },
      },
    });
    const { items } = await get<{ items: { quote: object }[] }>(path.replace(/\/[^/]+\/quote$/, ''));
    expect(items[0]?.quote).toEqual((body as { quote: object }).quote);
  });

  test('goes by the rates of the day that is named', async () => {
    expect((await put(quote('USD', { rateOn: '2026-10-01' })).expect(200)).body).toMatchObject({
      quote: { oneOff: money('7000.00', 'CNY'), offered: { on: '2026-10-01' } },
    });
  });

  test('is refused without a rate or in several currencies, and changes nothing', async () => {
    const before = await get(path.replace(/\/[^/]+\/quote$/, ''));
    expect(codeOf(await put(quote('GBP')).expect(422))).toBe('NO_RATE');
    expect(pathsOf(await put(quote('USD', { annual: money('1.00', 'CNY') })).expect(422))).toEqual(['annual.currency']);
    expect(await get(path.replace(/\/[^/]+\/quote$/, ''))).toEqual(before);
  });

  test('in the currency of the engagement stays as it is', async () => {
    expect((await put(quote('CNY')).expect(200)).body).toMatchObject({ quote: quote('CNY') });
    expect((await get<{ items: { quote: object }[] }>(path.replace(/\/[^/]+\/quote$/, ''))).items[0]?.quote).not.toHaveProperty('offered'); // prettier-ignore
  });
});
