import fc from 'fast-check';
import { addDays } from '../../../domain/calendar/civil';
import { current, daysLeft, isBeyondGrace, newestReminder, opensOn } from '../../../domain/vendor/certificates';
import { type Commitment, concentrationOf } from '../../../domain/vendor/concentration';
import { dueDiligenceEnd, dueDiligenceFlags, dueDiligenceIssues } from '../../../domain/vendor/due-diligence';
import { withReferences } from '../../../domain/vendor/references';
import { hitKey, normaliseName } from '../../../domain/vendor/sanctions';
import { isOutOfReach, statusIssues } from '../../../domain/vendor/status';
import { NewVendor, VENDOR_STATUSES, VendorPatch } from '../../../domain/vendor/vendor-schema';

const ISO = { type: 'ISO 27001', no: 'A-1', validTo: '2027-06-30' };

describe('a certificate that ends on 30 June', () => {
  test.each([
    ['2027-05-30', 31, null, false],
    ['2027-05-31', 30, '2027-05-31', false],
    ['2027-06-06', 24, '2027-05-31', false],
    ['2027-06-07', 23, '2027-06-07', false],
    ['2027-06-30', 0, '2027-06-28', false],
    ['2027-07-01', -1, '2027-06-28', false],
    ['2027-07-30', -30, '2027-07-26', false],
    ['2027-07-31', -31, null, true],
  ])(
    'on %s has %i days left, its newest reminder of %s, and is beyond its grace: %s',
    (today, left, reminder, beyond) => {
      expect([daysLeft(ISO, today), newestReminder(ISO, today), isBeyondGrace(ISO, today)]).toEqual([
        left,
        reminder,
        beyond,
      ]);
    },
  );

  test('has one reminder a week however many days nobody was there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (days) => {
        const today = addDays(opensOn(ISO), days);
        const reminder = newestReminder(ISO, today);
        expect(reminder !== null && reminder <= today && addDays(reminder, 7) > today).toBe(true);
      }),
    );
  });

  test('troubles nobody once a newer one of its type is there', () => {
    const newer = { ...ISO, no: 'A-2', validTo: '2030-06-30' };
    const other = { ...ISO, type: 'ISO 9001' };
    expect(current([ISO, newer, other])).toEqual([newer, other]);
  });
});

describe('a vendor', () => {
  const vendor = { certificates: [ISO], dueDiligence: null };
  const paths: Record<string, readonly string[]> = {
    prospect: ['qualified', 'conditional', 'blocked', 'exited'],
    qualified: ['conditional', 'blocked', 'exited'],
    conditional: ['qualified', 'blocked', 'exited'],
    blocked: ['prospect', 'exited'],
    exited: ['prospect', 'blocked'],
  };
  test.each(VENDOR_STATUSES.flatMap((from) => VENDOR_STATUSES.map((to) => [from, to] as const)))(
    'may go from %s to %s only along the paths',
    (from, to) => {
      const allowed = from === to || (paths[from]?.includes(to) ?? false);
      expect(statusIssues(from, { ...vendor, status: to }, '2027-01-01')).toHaveLength(allowed ? 0 : 1);
    },
  );

  test('is not qualified with a certificate beyond its grace or a failed due diligence', () => {
    const qualified = { ...vendor, status: 'qualified' as const };
    expect(statusIssues('prospect', qualified, '2027-07-31')[0]?.message).toContain(
      'ISO 27001 A-1 ended on 2027-06-30',
    );
    expect(statusIssues('prospect', qualified, '2027-07-30')).toEqual([]);
    expect(statusIssues('prospect', { ...qualified, dueDiligence: { result: 'failed' } }, '2027-01-01')).toHaveLength(
      1,
    );
  });

  test('is out of reach when blocked or exited', () =>
    expect(VENDOR_STATUSES.filter(isOutOfReach)).toEqual(['blocked', 'exited']));

  test('keeps what a change does not name', () => expect(VendorPatch.parse({ name: 'New' })).toEqual({ name: 'New' }));

  test('has a due diligence of twelve months, never longer', () => {
    const parsed = (dueDiligence: object) => NewVendor.safeParse({ name: 'x', dueDiligence });
    expect(parsed({ at: '2028-02-29', result: 'passed' }).data?.dueDiligence?.validUntil).toBe('2029-02-28');
    expect(parsed({ at: '2027-01-01', validUntil: '2028-01-01', result: 'passed' }).success).toBe(true);
    expect(parsed({ at: '2027-01-01', validUntil: '2028-01-02', result: 'passed' }).success).toBe(false);
    expect(parsed({ at: '2027-01-01', validUntil: '2026-12-31', result: 'passed' }).success).toBe(false);
  });
});

describe('gate G3 and the due diligence', () => {
  const at = (validUntil: string, result = 'passed') => ({ validUntil, result });
  test.each([
    ['general', at('2026-01-01'), 0],
    ['important', at('2027-03-04'), 1],
    ['important', at('2027-03-05'), 0],
    ['critical', at('2027-03-04'), 1],
    ['critical', at('2027-12-31', 'failed'), 1],
    ['critical', at('2027-12-31', 'conditional'), 0],
    ['critical', null, 0],
  ] as const)('a %s service with %j has %i objections', (criticality, dueDiligence, count) =>
    expect(dueDiligenceIssues({ criticality, dueDiligence, today: '2027-03-05' })).toHaveLength(count),
  );

  test('tells the approver when nobody has looked', () => {
    const facts = { dueDiligence: null, today: '2027-03-05' };
    expect(dueDiligenceFlags({ ...facts, criticality: 'critical' })).toEqual(['DUE_DILIGENCE_MISSING']);
    expect(dueDiligenceFlags({ ...facts, criticality: 'general' })).toEqual([]);
  });
  test('a year from a leap day ends on the last of February', () =>
    expect(dueDiligenceEnd('2028-02-29')).toBe('2029-02-28'));
});

describe('concentration', () => {
  const commitment = (vendor: string, annual: number, part: Partial<Commitment> = {}): Commitment => ({
    vendorId: vendor,
    vendorName: vendor.toUpperCase(),
    groupId: vendor,
    groupName: vendor,
    country: 'CN',
    criticality: 'general',
    engagements: 1,
    annual,
    ...part,
  });
  const group = { groupId: 'g', groupName: 'Group' };

  test.each([
    [29.99, 'green'],
    [30, 'amber'],
    [49.99, 'amber'],
    [50, 'red'],
  ] as const)('of %f %% is %s', (percent, level) => {
    const { vendors } = concentrationOf([commitment('a', percent), commitment('b', 100 - percent)]);
    expect(vendors.find(({ key }) => key === 'a')?.level).toBe(level);
  });

  test('counts sisters as one group, and countries over all', () => {
    const { vendors, groups, countries } = concentrationOf([
      commitment('a', 20, group),
      commitment('b', 25, { ...group, country: 'DE' }),
      commitment('c', 55),
    ]);
    expect(vendors.map(({ key, spendBp }) => [key, spendBp])).toEqual([
      ['c', 5500],
      ['b', 2500],
      ['a', 2000],
    ]);
    expect(groups.map(({ key, spendBp, level }) => [key, spendBp, level])).toEqual([
      ['c', 5500, 'red'],
      ['g', 4500, 'amber'],
    ]);
    expect(countries.map(({ key, spendBp }) => [key, spendBp])).toEqual([
      ['CN', 7500],
      ['DE', 2500],
    ]);
  });

  test('of critical services is judged beside that of spend', () => {
    const { vendors } = concentrationOf([
      commitment('a', 1, { criticality: 'critical' }),
      commitment('b', 99, { criticality: 'important' }),
    ]);
    expect(vendors.find(({ key }) => key === 'a')).toMatchObject({ spendBp: 100, criticalBp: 10_000, level: 'red' });
  });

  test('is the same whether engagements of a vendor come one by one or together', () => {
    const apart = [commitment('a', 20, { criticality: 'critical' }), commitment('b', 5), commitment('b', 25)];
    const together = [commitment('a', 20, { criticality: 'critical' }), commitment('b', 30, { engagements: 2 })];
    expect(concentrationOf(together)).toEqual(concentrationOf(apart));
    expect(concentrationOf(together).vendors[0]).toMatchObject({ key: 'a', engagements: 1, criticalBp: 10_000 });
  });

  test('of nothing is nothing', () => {
    expect(concentrationOf([]).vendors).toEqual([]);
    expect(concentrationOf([commitment('a', 0)]).vendors[0]).toMatchObject({
      spendBp: null,
      criticalBp: null,
      level: 'green',
    });
  });

  test('has thresholds that are data', () =>
    expect(
      concentrationOf([commitment('a', 1), commitment('b', 9)], { amberBp: 500, redBp: 1000 }).vendors.map(
        ({ level }) => level,
      ),
    ).toEqual(['red', 'red']));

  test('shares of any spend add up to the whole', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ v: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: 10 ** 9 }) }), {
          minLength: 1,
        }),
        (parts) => {
          const { vendors } = concentrationOf(parts.map(({ v, n }) => commitment(v, n)));
          const total = vendors.reduce((sum, { spendBp }) => sum + (spendBp ?? 0), 0);
          expect(Math.abs(total - 10_000)).toBeLessThanOrEqual(vendors.length);
        },
      ),
    ));
});

describe('references', () => {
  const said = [1, 4, 5].map((score) => ({ contact: 'Ms Li', engagement: 'Hotline', score }));
  test('of a vendor count for the culture of a candidate, from 0 to 100', () =>
    expect(withReferences(null, said)?.references?.map(({ score }) => score)).toEqual([0, 75, 100]));
  test('that the tender checked itself come first', () => {
    const own = { references: [{ name: 'Mr Sun', score: 40 }] };
    expect(withReferences(own, said)).toEqual(own);
    expect(withReferences(null, [])).toBeNull();
  });
});

describe('a name on the list of sanctioned parties', () => {
  test.each([
    ['Acme Trading Co., Ltd.', 'ACME TRADING COMPANY LIMITED'],
    ['Société Générale de Forage S.A.', 'societe generale de forage'],
    ['云舟科技有限公司', '云舟科技股份有限公司'],
    ['ＡＣＭＥ　Ｔｒａｄｉｎｇ', 'acme trading'],
    ['Trading Acme', 'Acme Trading'],
  ])('%s is %s', (one, other) => expect(normaliseName(one)).toBe(normaliseName(other)));

  test.each([
    ['Acme Trading', 'Acme Shipping'],
    ['云舟科技有限公司', '云州科技有限公司'],
    ['Group Ltd', 'Holdings Ltd'],
  ])('%s is not %s', (one, other) => expect(normaliseName(one)).not.toBe(normaliseName(other)));

  test('is another hit once the vendor has another name', () => {
    const entry = { name: 'Acme', identifier: null, country: null, program: null };
    const key = (name: string, by: 'name' | 'identifier') => hitKey({ name, uscc: null, lei: null }, { entry, by });
    expect(key('Acme Ltd', 'name')).toBe(key('ACME', 'name'));
    expect(key('Acme Ltd', 'name')).not.toBe(key('Acme Two', 'name'));
    expect(key('Acme Ltd', 'identifier')).toBe(key('Other', 'identifier'));
  });
});
