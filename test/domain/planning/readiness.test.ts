import { CRITICALITY_QUESTIONS } from '../../../domain/planning/catalogue';
import { criticalityOf, explainCriticality, handlesPersonalData } from '../../../domain/planning/criticality';
import { missingForNeeds, needsObjection, unknownCodes } from '../../../domain/planning/readiness';
import { Needs } from '../../../domain/planning/schema';
import { SHIPPED_SETTINGS } from '../../../domain/planning/settings';

const item = (quadrant: 'S' | 'W' | 'O' | 'T', impact = 2) => ({
  quadrant,
  text: quadrant,
  impact,
  likelihoodOrFit: 3,
});
const ANSWERED = Object.fromEntries(CRITICALITY_QUESTIONS.map((question) => [question, false]));
const complete = (changes: Partial<Needs> = {}): Needs =>
  Needs.parse({
    objectiveType: 'capacity',
    statement: 'Run the service desk around the clock.',
    inScope: ['First level support'],
    successMeasures: [{ name: 'Solved at first contact', target: 80, unit: '%' }],
    criticalityAnswers: ANSWERED,
    activities: [{ name: 'Service desk', isCore: false, decision: 'outsource' }],
    market: { suppliersAvailable: 9, maturity: 'mature', priceTrend: 'stable' },
    capability: [{ skill: 'Support', score: 2, required: 4 }],
    swotItems: [item('S'), item('W'), item('O'), item('T')],
    businessCase: { vendorAnnual: '100000', years: 2, mgmtHoursPerWeek: [{ role: 'manager', hours: 2, rate: '100' }] },
    ...changes,
  });
/** An organisation that wants the whole assessment before it decides. */
const GATE = {
  currency: 'CNY',
  settings: { ...SHIPPED_SETTINGS, rules: { ...SHIPPED_SETTINGS.rules, assessmentsRequired: true } },
};
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
      ...CRITICALITY_QUESTIONS.map((question) => `criticalityAnswers.${question}`),
      'activities',
      'market',
      'capability',
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
    ['activities', { activities: [] }],
    ['market', { market: undefined }],
    ['capability', { capability: [] }],
    ['businessCase.mgmtHoursPerWeek', { businessCase: { vendorAnnual: '100000', years: 2 } }],
    ['businessCase.vendorAnnual', { businessCase: { vendorAnnual: { amount: '1.00', currency: 'USD' }, years: 2 } }],
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
      { activities: [{ name: 'Canteen', isCore: true, prohibitedCode: 'canteen', decision: 'partial' as const }] },
    ],
  ] as [string, Partial<Needs>][])('pass with %s', (_, changes) => expect(paths(complete(changes))).toEqual([]));

  test('a low management cost passes once it is acknowledged', () => {
    const needs = complete({ businessCase: { vendorAnnual: '100000', years: 2 } });
    expect(needsObjection(needs, GATE)?.code).toBe('MGMT_COST_UNDERESTIMATED');
    const acknowledged = ['MGMT_COST_UNDERESTIMATED'];
    expect(paths(needs, acknowledged)).toEqual(['comment']);
    expect(missingForNeeds(needs, { ...GATE, acknowledged, statement: ' x ' })).toHaveLength(1);
    expect(missingForNeeds(needs, { ...GATE, acknowledged, statement: 'The vendor manages itself.' })).toEqual([]);
  });

  test('an organisation may set the floor of the management cost and the weight that needs a mitigation', () => {
    const needs = complete({
      swotItems: [item('S'), item('W', 3), item('O'), item('T')],
      businessCase: {
        vendorAnnual: '100000',
        years: 2,
        mgmtHoursPerWeek: [{ role: 'manager', hours: 1, rate: '100' }],
      },
    });
    const rules = { ...SHIPPED_SETTINGS.rules, managementFloorBp: 600, mitigationFrom: 9 };
    const missing = missingForNeeds(needs, { ...GATE, settings: { ...SHIPPED_SETTINGS, rules } });
    expect(missingForNeeds(needs, GATE)).toEqual([]);
    expect(missing.map(({ path }) => path)).toEqual([
      'needs.swotItems.1.mitigation',
      'needs.businessCase.mgmtHoursPerWeek',
    ]);
    expect(missing[1]?.message).toContain('6 %');
  });

  test('the assessments are asked for where the organisation wants them', () => {
    const needs = complete({ criticalityAnswers: undefined, activities: [], market: undefined, capability: undefined });
    expect(missingForNeeds(needs, GATE)).toHaveLength(CRITICALITY_QUESTIONS.length + 3);
    expect(missingForNeeds(needs, { ...GATE, settings: SHIPPED_SETTINGS })).toEqual([]);
  });

  test.each([
    ['no code', undefined, null],
    ['a listed code', 'internal-audit', null],
    ['a misspelt code', 'internal-audits', 'needs.activities.0.prohibitedCode'],
  ] as const)('%s among the activities is looked up on the list', (_, prohibitedCode, path) => {
    const activity = {
      name: 'Audit',
      isCore: true,
      decision: 'retain' as const,
      ...(prohibitedCode && { prohibitedCode }),
    };
    const issues = unknownCodes({ activities: [activity] }, SHIPPED_SETTINGS.prohibited);
    expect(issues.map((issue) => issue.path)).toEqual(path === null ? [] : [path]);
    for (const { message } of issues) expect(message).toContain('internal-audit, security-accountability');
  });

  test('a decision against the assessments is explained', () => {
    const assessed = {
      market: { suppliersAvailable: 12, maturity: 'mature' as const, priceTrend: 'stable' as const },
      capability: [{ skill: 'Telephony', score: 2, required: 4 }],
    };
    const activities = [{ name: 'Calls', isCore: false, decision: 'retain' as const }];
    expect(paths(complete({ ...assessed, activities }))).toEqual(['activities.0.rationale']);
    expect(paths(complete({ ...assessed, activities: [{ ...activities[0]!, rationale: 'A pilot first' }] }))).toEqual(
      [],
    );
    expect(paths(complete({ activities, market: undefined, capability: undefined }))).toEqual(['market', 'capability']);
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

  test('is explained: every question with its answer, and what raised the level', () => {
    const { questions, ...found } = explainCriticality({ criticalityAnswers: { finance: true, compliance: true, concentration: false } }); // prettier-ignore
    expect(found).toEqual({
      level: 'important',
      answered: 'important',
      byHand: null,
      because: 'answers',
      yes: 2,
      importantFrom: 2,
      criticalFrom: 4,
    });
    expect(questions.map(({ answer }) => answer)).toEqual([null, true, true, null, null, false]);
    expect(explainCriticality({ criticality: 'critical', criticalityAnswers: yes('finance') })).toMatchObject({
      level: 'critical',
      answered: 'general',
      because: 'by-hand',
    });
    expect(explainCriticality({})).toMatchObject({ level: 'general', because: 'default' });
  });

  test('personal data is one of the questions', () => {
    expect(handlesPersonalData({ criticalityAnswers: { personalData: true } })).toBe(true);
    expect(handlesPersonalData({})).toBe(false);
  });
});
