import fc from 'fast-check';
import {
  crossingsOf,
  type DataFlow,
  missingForPrivacy,
  type Residency,
  unassessed,
} from '../../../domain/residency/crossings';

const flow = (part: Partial<DataFlow> = {}): DataFlow => ({
  personalData: true,
  importantData: false,
  dataCountries: [],
  vendor: { name: 'Sun', country: 'CN' },
  subcontractors: [],
  ...part,
});
const rules = (part: Partial<Residency> = {}): Residency => ({
  homeCountries: ['CN'],
  allowedCountries: { personal: [], important: [] },
  ...part,
});
const sub = (country: string, personalData = true) => ({ name: `Sub ${country}`, country, personalData });
const lines = (of: DataFlow, by: Residency = rules()) =>
  crossingsOf(of, by).map(({ country, by: carrier, dataClass }) => `${country} ${carrier} ${dataClass}`);

test.each<[string, Partial<DataFlow>, readonly string[]]>([
  ['data that stays at home', { dataCountries: ['CN'] }, []],
  ['a vendor abroad', { vendor: { name: 'Moon', country: 'DE' } }, ['DE vendor personal']],
  ['a place abroad', { dataCountries: ['SG', 'CN'] }, ['SG location personal']],
  ['a sub-contractor abroad', { subcontractors: [sub('US'), sub('CN')] }, ['US subcontractor personal']],
  ['a sub-contractor abroad without personal data', { subcontractors: [sub('US', false)] }, []],
  ['nothing worth protecting', { personalData: false, vendor: { name: 'Moon', country: 'DE' } }, []],
  [
    'personal data that nobody foresaw',
    { personalData: false, subcontractors: [sub('US')] },
    ['US subcontractor personal'],
  ],
  [
    'important data, which anybody may hold',
    { personalData: false, importantData: true, subcontractors: [sub('US', false)] },
    ['US subcontractor important'],
  ],
  [
    'both kinds in one place',
    { importantData: true, dataCountries: ['SG'] },
    ['SG location personal', 'SG location important'],
  ],
  ['no vendor yet', { vendor: null }, []],
])('%s', (_name, part, expected) => {
  expect(lines(flow(part))).toEqual(expected);
});

test('a country is allowed for one class of data and not for the other', () => {
  const of = flow({ importantData: true, dataCountries: ['SG'] });
  expect(lines(of, rules({ allowedCountries: { personal: ['SG'], important: [] } }))).toEqual([
    'SG location important',
  ]);
});

test('whoever knows no border has none to cross', () => {
  expect(lines(flow({ dataCountries: ['SG', 'US'] }), rules({ homeCountries: [] }))).toEqual([]);
});

test('what no assessment speaks of is named once for each country, with who brings data there', () => {
  const crossings = crossingsOf(flow({ dataCountries: ['US'], subcontractors: [sub('US'), sub('SG')] }), rules());
  expect(unassessed(crossings, { destinations: ['SG', 'JP'] })).toEqual(['US']);
  const [issue, ...others] = missingForPrivacy(crossings, null);
  expect(issue).toMatchObject({ path: 'privacyAssessment', code: 'PIA_MISSING' });
  expect(issue?.message).toContain('SG, where data comes by subcontractor Sub SG');
  expect(others[0]?.message).toContain('US, where data comes by location, subcontractor Sub US');
  expect(others).toHaveLength(1);
});

const country = fc.constantFrom('CN', 'DE', 'SG', 'US');
const anyFlow = fc.record({
  personalData: fc.boolean(),
  importantData: fc.boolean(),
  dataCountries: fc.array(country),
  vendor: fc.option(country.map((code) => ({ name: 'Sun', country: code }))),
  subcontractors: fc.array(fc.tuple(country, fc.boolean()).map(([code, personal]) => sub(code, personal))),
});

test('nothing that stays at home or where it may be is ever called a crossing, and an assessment of all leaves nothing', () => {
  fc.assert(
    fc.property(anyFlow, fc.array(country), (of, personal) => {
      const by = rules({ allowedCountries: { personal, important: [] } });
      const found = crossingsOf(of, by);
      for (const one of found) {
        expect(one.country).not.toBe('CN');
        if (one.dataClass === 'personal') expect(personal).not.toContain(one.country);
      }
      expect(unassessed(found, { destinations: found.map((one) => one.country) })).toEqual([]);
    }),
  );
});
