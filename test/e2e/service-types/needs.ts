import { Anything } from '../../../bin/demo/http';
import type { Run } from './run';

/** G1: from an empty record to the approved decision to outsource. */
export async function decideNeeds(run: Run): Promise<void> {
  const { owner, hr } = run.people;
  await startTooEarly(run);
  await run.patch(owner, '/needs', needsOf(run));
  await giveAway(run);
  await answerAdvice(run);
  if (run.one.headcount > 0) {
    await run.refusedGate('G1', 'needs');
    const plan = run.words('All move to the retained team.', '全部转入保留团队。');
    await run.patch(owner, '/needs', { employeeImpact: { ...affected(run), plan, hrOwner: hr.name } });
  }
  await tick(run, 'needs', 'G1');
  await run.pass('needs', await acknowledgement(run), () => whilePending(run));
  await run.reach('VENDOR_SELECTION');
}

/** Everything that is missing is named at once. */
async function startTooEarly(run: Run): Promise<void> {
  expect((await run.refusedGate('G1', 'needs')).toSorted()).toEqual(
    expect.arrayContaining([
      'GATE_INCOMPLETE',
      'needs.activities',
      'needs.businessCase',
      'needs.capability',
      'needs.inScope',
      'needs.market',
      'needs.objectiveType',
      'needs.statement',
      'needs.successMeasures',
      'needs.swotItems',
    ]),
  );
  if (run.has('too-early')) await run.refusedGate('G2', 'award', { candidateId: run.id });
}

function needsOf(run: Run): object {
  const words = run.words.bind(run);
  const entry = (quadrant: string, text: string) => ({ quadrant, text, impact: 4, likelihoodOrFit: 4 });
  const mitigation = words('A team of our own stays.', '保留自有骨干团队。');
  return {
    objectiveType: 'cost',
    statement: words('Cost per case must fall, quality must stay.', '单件成本下降，质量不降低。'),
    inScope: [words('Daily operation', '日常运营')],
    successMeasures: [{ name: words('Cost per case', '单件成本'), baseline: 12, target: 9, dueMonths: 12 }],
    criticalityAnswers: run.criticalityAnswers(),
    activities: [{ name: words('Daily cases', '日常处理'), isCore: false, decision: 'outsource' }],
    market: { suppliersAvailable: 12, maturity: 'mature', priceTrend: 'stable' },
    capability: [{ skill: words('Night shifts', '夜间值守'), score: 2, required: 4 }],
    swotItems: [
      entry('S', words('Processes are written down', '流程文档完备')),
      { ...entry('W', words('Nobody works at night', '夜间无人值守')), mitigation },
      entry('O', words('Many vendors offer this', '供应商充足')),
      { ...entry('T', words('Knowledge leaves with the vendor', '知识流失到供应商')), mitigation },
    ],
    businessCase: {
      inHouseAnnual: '1600000',
      vendorAnnual: '1000000',
      mgmtHoursPerWeek: [{ role: words('Service manager', '服务经理'), hours: hoursOf(run), rate: '150' }],
      transitionOneOff: '80000',
      exitCostOneOff: '40000',
      years: 2,
    },
    employeeImpact: affected(run),
  };
}

/** 10 hours a week are 7.8 % of the fee, one hour is 0.78 %: below the floor of 3 %. */
const hoursOf = (run: Run): number => (run.has('low-cost-management') ? 1 : 10);
const affected = ({ one }: Run): object => ({ headcountAffected: one.headcount });

async function giveAway(run: Run): Promise<void> {
  const { owner } = run.people;
  const activity = { name: run.words('Keeping of keys', '密钥保管'), isCore: false };
  const activities = (prohibitedCode: string, decision: string) => ({
    activities: [{ ...activity, prohibitedCode, decision }],
  });
  if (run.has('given-away')) {
    const body = activities('risk-management', 'outsource');
    await run.refused('G1', owner, { method: 'PATCH', path: '/needs', body });
  }
  if (!run.has('listed-later')) return;
  const away = { method: 'PATCH', path: '/needs', body: activities('key-custody', 'outsource') } as const;
  expect(await run.refused('G1', owner, away)).toEqual(['INVALID_FIELDS', 'needs.activities.prohibitedCode']);
  const items = [
    { code: 'key-custody', names: { en: 'Custody of keys', 'zh-CN': '密钥保管' } },
    { code: 'risk-management', names: { en: 'Risk management', 'zh-CN': '风险管理' } },
  ];
  await run.world.admin.call({ method: 'PUT', path: '/settings/prohibited-activities', body: { items } }, Anything);
  expect((await run.refused('G1', owner, away))[0]).toBe('ACTIVITY_MUST_BE_RETAINED');
  await run.patch(owner, '/needs', activities('key-custody', 'retain'));
}

/** With the skills in house and one supplier the assessments speak for keeping it. */
async function answerAdvice(run: Run): Promise<void> {
  if (!run.has('against-advice')) return;
  const { owner } = run.people;
  const activity = { name: run.words('Placing of adverts', '广告投放'), isCore: false, decision: 'outsource' };
  await run.patch(owner, '/needs', {
    market: { suppliersAvailable: 1, maturity: 'growing', priceTrend: 'rising' },
    capability: [{ skill: run.words('Media buying', '媒介采购'), score: 4, required: 3 }],
    activities: [activity],
  });
  expect(await run.refusedGate('G1', 'needs')).toContain('needs.activities.rationale');
  const rationale = run.words('The one supplier owns the channel.', '该供应商拥有独家渠道。');
  await run.patch(owner, '/needs', { activities: [{ ...activity, rationale }] });
}

async function acknowledgement(run: Run): Promise<object> {
  if (!run.has('low-cost-management')) return {};
  expect((await run.refusedGate('G1', 'needs'))[0]).toBe('MGMT_COST_UNDERESTIMATED');
  const comment = run.words('The vendor reports by itself.', '供应商自动报送，管理量小。');
  return { acknowledge: ['MGMT_COST_UNDERESTIMATED'], comment };
}

async function whilePending(run: Run): Promise<void> {
  if (!run.has('pending')) return;
  const { owner } = run.people;
  await run.refused('G1', owner, { method: 'PATCH', path: '/needs', body: { objectiveType: 'speed' } });
}

/** The kind "other" has a required item at each gate here. */
export async function tick(run: Run, gate: string, where: string, body: object = {}): Promise<void> {
  if (run.one.type !== 'other') return;
  expect(await run.refusedGate(where, gate, body)).toContain('checklist');
  const comment = run.words('Looked at it together.', '已共同核对。');
  await run.put(run.people.owner, `/checklist/catalogue.must-${gate}`, { done: true, comment });
}
