interface Example {
  readonly body: object;
  /** Part of the answer. */
  readonly answer: object;
  /** A field without which the body is refused. */
  readonly required: string;
}

const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** One worked example per calculator. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  swot: {
    body: { items: [{ quadrant: 'S', impact: 4, fit: 3 }, { quadrant: 'T', impact: 2, fit: 2 }] }, // prettier-ignore
    answer: { totals: { S: 12, W: 0, O: 0, T: 4 }, net: 8, index: 0.5 },
    required: 'items',
  },
  criticality: {
    body: { answers: { finance: true, compliance: true } },
    answer: { level: 'important', answered: 'important', because: 'answers', yes: 2 },
    required: 'answers',
  },
  'business-case': {
    body: {
      currency: 'CNY',
      years: 2,
      vendorAnnual: '1000.00',
      toolingAnnual: '100',
      transitionOneOff: '50',
      exitCostOneOff: '25',
      managementHours: [{ role: 'manager', hoursPerWeek: 1, rate: '0.50' }],
      reworkBp: 500,
      riskBufferBp: 500,
    },
    answer: {
      managementAnnual: cny('26.00'),
      managementShareBp: 260,
      tco: cny('2552.20'),
      flags: ['MGMT_COST_UNDERESTIMATED'],
    },
    required: 'vendorAnnual',
  },
  selection: {
    body: {
      currency: 'CNY',
      weightsBp: { qualification: 2500, capability: 3000, price: 3000, culture: 1500 },
      candidates: [
        {
          key: 'a',
          oneOff: '0',
          annual: '100',
          years: 1,
          hiddenCosts: { exit: '100' },
          scores: { qualification: 80, capability: 80, culture: 80 },
        },
        {
          key: 'b',
          oneOff: '0',
          annual: '110',
          years: 1,
          hiddenCosts: { exit: '0' },
          scores: { qualification: 80, capability: 80, culture: 80 },
        },
      ],
      pastLowBidGaps: [0.1],
    },
    answer: { lowBid: { ratio: 0.1, fence: 0.2, candidate: null }, candidates: [{ key: 'a', rank: 2, quoteOnlyRank: 1 }, { key: 'b', rank: 1, quoteOnlyRank: 2 }] }, // prettier-ignore
    required: 'candidates',
  },
  'multi-criteria': {
    body: {
      method: 'topsis',
      criteria: [{ key: 'price', weightBp: 10_000, direction: 'minimise' }],
      options: [{ key: 'a', values: { price: 1 } }, { key: 'b', values: { price: 2 } }], // prettier-ignore
    },
    answer: { options: [{ key: 'a', score: 1, rank: 1 }, { key: 'b', score: 0, rank: 2 }] }, // prettier-ignore
    required: 'criteria',
  },
  ahp: { body: { matrix: [[1, 2], [0.5, 1]] }, answer: { weights: [0.6667, 0.3333], lambdaMax: 2, ci: 0, cr: 0 }, required: 'matrix' }, // prettier-ignore
  questionnaire: {
    body: {
      categories: [
        { key: 'c', weight: 1, questions: [{ key: 'q', weight: 1, min: 0, max: 4, direction: 'high', answer: 3 }] },
      ],
    },
    answer: { total: 75, coverageBp: 10_000, status: 'complete' },
    required: 'categories',
  },
  'kpi-score': {
    body: { direction: 'maximise', thresholds: [90, 95], value: 92 },
    answer: { score: 50, band: 2, bands: 3 },
    required: 'direction',
  },
  'period-score': {
    body: { kpis: [{ key: 'a', weightBp: 10_000, score: 80 }] },
    answer: { score: 80, coverageBp: 10_000, provisional: false },
    required: 'kpis',
  },
  'rolling-score': {
    body: { periods: [{ period: '2026-10', score: 60 }, { period: '2026-09', score: 80 }, { period: '2026-08', score: 100 }], asOf: '2026-10' }, // prettier-ignore
    answer: { score: 78.7879, standing: 'average' },
    required: 'periods',
  },
  'contract-dates': {
    body: {
      start: '2026-01-31',
      initialMonths: 13,
      renewal: 'tacit',
      renewalMonths: 12,
      notice: { months: 1, days: 0 },
      asOf: '2026-05-01',
    },
    answer: { currentEnd: '2027-02-28', noticeDeadline: '2027-01-28', renewedTimes: 0, status: 'active' },
    required: 'notice',
  },
  'service-credits': {
    body: { invoice: cny('10000.00'), atRiskBp: 10_000, misses: [{ key: 'a', poolBp: 5000, allocationBp: 4000 }] },
    answer: { lines: [{ key: 'a', money: cny('2000.00') }], capped: false },
    required: 'invoice',
  },
  'earn-back': {
    body: { target: 99, direction: 'maximise', values: [99, 99], window: 2 },
    answer: { reversed: true, atIndex: 1 },
    required: 'window',
  },
  tally: {
    body: { mode: 'any', voters: [{ key: 'a' }, { key: 'b' }], votes: [{ by: 'b', decision: 'approve' }] },
    answer: { outcome: 'approved', decidedBy: 'b', reason: 'ANY_DECIDED', cancelled: ['a'] },
    required: 'mode',
  },
  'business-time': {
    body: {
      calendar: {
        timeZone: 'Asia/Shanghai',
        weekly: { mon: [['09:00', '12:00']], fri: [['09:00', '18:00']] },
        holidays: ['2027-03-15'],
        workdays: ['2027-03-07'],
      },
      start: '2027-03-05T17:00',
      duration: 'PT2H',
    },
    answer: { due: '2027-03-07T10:00', dueAt: '2027-03-07T02:00:00.000Z' },
    required: 'duration',
  },
  'event-risk': {
    body: {
      asOf: '2026-10-31',
      importanceBp: 12_000,
      events: [{ category: 'data', severity: 3, observedOn: '2026-10-30', rectified: false }],
    },
    answer: { score: 3.6, tier: 'red', redLine: true },
    required: 'asOf',
  },
  'series-rules': {
    body: { values: [99, 98, 97, 96], direction: 'maximise', target: 95, red: 90, amber: 93, mean: 99, sigma: 5 },
    answer: { forecast: 95, alarms: [{ rule: 'R3', index: 3 }, { rule: 'R5', index: 3 }] }, // prettier-ignore
    required: 'values',
  },
  forecast: {
    body: { values: [95, 95, 95, 95, 95, 95, 95, 95], direction: 'maximise', target: 96, red: 90, horizon: 1 },
    answer: {
      status: 'ok',
      model: 'naive',
      points: [{ step: 1, value: 95 }],
      intervals: [{ step: 1, low80: 95, high80: 95, low95: 95, high95: 95 }],
      breach: { red: 0, target: 1 },
    },
    required: 'values',
  },
  formula: {
    body: { expression: '{delivered} / {due} · 100', inputs: { delivered: 57, due: 60 } },
    answer: { value: 95 },
    required: 'expression',
  },
  settlement: {
    body: { currency: 'CNY', lines: [{ kind: 'unpaid_invoice', amount: '100.00', disputed: true }, { kind: 'service_credit', amount: '30.00' }] }, // prettier-ignore
    answer: { net: cny('70.00'), direction: 'pay', firstPayment: cny('-30.00'), suspense: cny('100.00') },
    required: 'currency',
  },
  prorata: {
    body: { monthly: cny('310.00'), days: 1, daysInMonth: 31 },
    answer: { money: cny('10.00') },
    required: 'monthly',
  },
  'exit-readiness': {
    body: {
      plan: 1,
      alternatives: 0.5,
      dataExportProven: 1,
      accessInventory: 1,
      knowledgeTransfer: 0.4,
      financeKnown: 0,
    },
    answer: { score: 66 },
    required: 'plan',
  },
  'migration-estimate': {
    body: { sampleBytes: 1000, sampleHours: 1, totalBytes: 24_000, noticeDays: 1 },
    answer: { bytesPerHour: 1000, hours: 31.2, days: 1.3, flags: ['EXIT_SLOWER_THAN_NOTICE'] },
    required: 'totalBytes',
  },
  'management-cost': {
    body: { hours: [{ role: 'owner', hours: 10, rate: cny('100.00') }], vendorSpend: cny('10000.00'), planBp: 500 },
    answer: { cost: cny('1000.00'), ratioBp: 1000, overPlan: true },
    required: 'vendorSpend',
  },
  carbon: {
    body: { spend: 780_000, factor: 0.00021, supplierTotal: 4200, supplierRevenue: 26_000_000 },
    answer: { tonnes: 126, method: 'supplier-specific' },
    required: 'factor',
  },
};
