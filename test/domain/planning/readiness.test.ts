import { criticalityOf, handlesPersonalData } from '../../../domain/planning/criticality';
import { missingForNeeds, needsObjection } from '../../../domain/planning/readiness';
import { Needs } from '../../../domain/planning/schema';

const item = (quadrant: 'S' | 'W' | 'O' | 'T', impact = 2) => ({
  quadrant,
  text: quadrant,
  impact,
  likelihoodOrFit: 3,
});
const complete = (changes: Partial<Needs> = {}): Needs =>
  Needs.parse({
    objectiveType: 'capacity',
    statement: 'Run the service desk around the clock.',
    inScope: ['First level support'],
    successMeasures: [{ name: 'Solved at first contact', target: 80, unit: '%' }],
    activities: [{ name: 'Service desk', isCore: false, decision: 'outsource' }],
    swotItems: [item('S'), item('W'), item('O'), item('T')],
    businessCase: { vendorAnnual: '100000', years: 2, mgmtHoursPerWeek: [{ role: 'manager', hours: 2, rate: '100' }] },
    ...changes,
  });
const GATE = { currency: 'CNY' };
const paths = (needs: Needs, acknowledged: readonly string[] = []) =>
  missingForNeeds(needs, { ...GATE, acknowledged }).map(({ path }) => path.replace('needs.', ''));

describe('needs at gate G1', () => {
  test('are ready when nothing is missing', () => {
    expect(missingForNeeds(complete(), GATE)).toEqual([]);
    expect(needsObjection(complete(), GATE)).toBeNull();
  });

  test('an empty draft is told everything at once', () =>
    expect(paths({})).toEqual([
      'objectiveType',
      'statement',
      'inScope',
      'successMeasures',
      'swotItems',
      'swotItems',
      'swotItems',
      'swotItems',
      'businessCase',
    ]));

  test.each([
    ['statement', { statement: '' }],
    ['inScope', { inScope: [] }],
    ['successMeasures', { successMeasures: [] }],
    ['swotItems', { swotItems: [item('S'), item('W'), item('O')] }],
    ['swotItems.1.mitigation', { swotItems: [item('S', 5), item('W', 4), item('O', 5), item('T', 3)] }],
    ['swotItems.3.mitigation', { swotItems: [item('S'), item('W'), item('O'), item('T', 4)] }],
    [
      'criticalityAnswers.concentration',
      {
        criticalityAnswers: {
          serviceContinuity: false,
          finance: false,
          compliance: false,
          personalData: true,
          substitutability: false,
        },
      },
    ],
    ['businessCase.mgmtHoursPerWeek', { businessCase: { vendorAnnual: '100000', years: 2 } }],
    ['employeeImpact.plan', { employeeImpact: { headcountAffected: 3, hrOwner: 'HR' } }],
    ['employeeImpact.hrOwner', { employeeImpact: { headcountAffected: 3, plan: 'Retrain' } }],
    [
      'activities.0.decision',
      { activities: [{ name: 'Audit', isCore: true, prohibitedCode: 'internal-audit', decision: 'partial' as const }] },
    ],
  ] as [string, Partial<Needs>][])('miss only %s', (path, changes) => expect(paths(complete(changes))).toEqual([path]));

  test.each([
    [
      'a mitigated threat',
      { swotItems: [item('S'), item('W'), item('O'), { ...item('T', 5), mitigation: 'Second source' }] },
    ],
    ['nobody affected', { employeeImpact: { headcountAffected: 0 } }],
    [
      'a retained activity',
      { activities: [{ name: 'Audit', isCore: true, prohibitedCode: 'internal-audit', decision: 'retain' as const }] },
    ],
    [
      'an unlisted code',
      { activities: [{ name: 'Canteen', isCore: true, prohibitedCode: 'canteen', decision: 'outsource' as const }] },
    ],
  ] as [string, Partial<Needs>][])('pass with %s', (_, changes) => expect(paths(complete(changes))).toEqual([]));

  test('a low management cost passes once it is acknowledged', () => {
    const needs = complete({ businessCase: { vendorAnnual: '100000', years: 2 } });
    expect(needsObjection(needs, GATE)?.code).toBe('MGMT_COST_UNDERESTIMATED');
    expect(paths(needs, ['MGMT_COST_UNDERESTIMATED'])).toEqual([]);
  });

  test('an activity that must be retained is named before anything else', () => {
    const activities = [
      { name: 'Risk', isCore: true, prohibitedCode: 'risk-management', decision: 'outsource' as const },
    ];
    const objection = needsObjection(complete({ activities, statement: '' }), GATE);
    expect(objection?.code).toBe('ACTIVITY_MUST_BE_RETAINED');
    expect(objection?.errors).toHaveLength(2);
  });

  test('anything else is incomplete', () => expect(needsObjection({}, GATE)?.code).toBe('GATE_INCOMPLETE'));

  test('an organisation may keep its own list of activities', () => {
    const needs = complete({
      activities: [{ name: 'Canteen', isCore: true, prohibitedCode: 'canteen', decision: 'outsource' }],
    });
    expect(needsObjection(needs, { ...GATE, prohibited: ['canteen'] })?.code).toBe('ACTIVITY_MUST_BE_RETAINED');
  });
});

describe('criticality', () => {
  const yes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, true]));
  test.each([
    ['general', {}],
    ['general', { criticalityAnswers: yes('finance') }],
    ['important', { criticalityAnswers: yes('finance', 'compliance') }],
    ['critical', { criticalityAnswers: yes('finance', 'compliance', 'personalData', 'concentration') }],
    ['critical', { criticality: 'critical' as const, criticalityAnswers: yes('finance') }],
    ['important', { criticality: 'general' as const, criticalityAnswers: yes('finance', 'compliance') }],
  ])('is %s for %j', (level, needs) => expect(criticalityOf(needs)).toBe(level));

  test('personal data is one of the questions', () => {
    expect(handlesPersonalData({ criticalityAnswers: { personalData: true } })).toBe(true);
    expect(handlesPersonalData({})).toBe(false);
  });
});
