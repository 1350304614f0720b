import type { Needs } from '../planning/schema';
import type { SampleWords } from './words';

const hotline: Needs = {
  objectiveType: 'capacity',
  statement:
    'In the high season three times as many customers call as our own desk can answer. Complaints and goodwill stay with us.',
  inScope: ['First line, around the clock', 'Tickets and their routing'],
  outOfScope: ['Complaints and goodwill'],
  deliverables: ['Monthly service report', 'Recordings and ticket data'],
  durationMonths: 24,
  successMeasures: [{ name: 'Answered within 20 seconds', baseline: 71, target: 85, unit: '%', dueMonths: 6 }],
  activities: [
    { name: 'First line', isCore: false, decision: 'outsource', rationale: 'A settled process and a deep market.' },
    { name: 'Complaints', isCore: true, decision: 'retain', rationale: 'They decide what people think of us.' },
  ],
  market: { suppliersAvailable: 14, maturity: 'mature', priceTrend: 'stable', switching: 'moderate' },
  capability: [{ skill: 'Shift planning', score: 2, required: 4 }],
  criticalityAnswers: {
    serviceContinuity: true,
    finance: false,
    compliance: false,
    personalData: false,
    substitutability: false,
    concentration: false,
  },
  swotItems: [
    { quadrant: 'S', text: 'A complete knowledge base', impact: 4, likelihoodOrFit: 4 },
    {
      quadrant: 'W',
      text: 'Sixty seats short in the season',
      impact: 4,
      likelihoodOrFit: 4,
      mitigation: 'The vendor takes the peaks.',
    },
    { quadrant: 'O', text: 'Night shifts at the vendor', impact: 3, likelihoodOrFit: 4 },
    {
      quadrant: 'T',
      text: 'Customer data leaks',
      impact: 5,
      likelihoodOrFit: 3,
      mitigation: 'Masked display, quarterly security audit.',
    },
  ],
  businessCase: {
    inHouseAnnual: '7200000',
    vendorAnnual: '4800000',
    mgmtHoursPerWeek: [{ role: 'Service manager', hours: 40, rate: '220' }],
    transitionOneOff: '360000',
    toolingAnnual: '150000',
    reworkPct: 3,
    riskBufferPct: 5,
    exitCostOneOff: '200000',
    years: 2,
  },
};

const payroll: Needs = {
  ...hotline,
  objectiveType: 'cost',
  statement:
    'Paying nine hundred people on three sites takes four of us a week each month, and every change of the law costs a project.',
  inScope: ['Monthly payroll', 'Reports to the authorities'],
  outOfScope: ['Decisions about pay'],
  deliverables: ['Pay slips', 'Journal for the general ledger'],
  successMeasures: [{ name: 'Pay slips without a correction', baseline: 97, target: 99.5, unit: '%', dueMonths: 6 }],
  activities: [
    { name: 'Running the payroll', isCore: false, decision: 'outsource', rationale: 'Standard work.' },
    { name: 'Decisions about pay', isCore: true, decision: 'retain', rationale: 'Ours to answer for.' },
  ],
  capability: [{ skill: 'Payroll law', score: 2, required: 4 }],
  swotItems: [
    { quadrant: 'S', text: 'Clean master data', impact: 4, likelihoodOrFit: 4 },
    {
      quadrant: 'W',
      text: 'Two people hold the knowledge',
      impact: 4,
      likelihoodOrFit: 4,
      mitigation: 'Written down before the transition.',
    },
    { quadrant: 'O', text: 'The vendor follows the law for us', impact: 4, likelihoodOrFit: 4 },
    {
      quadrant: 'T',
      text: 'Salaries become known',
      impact: 5,
      likelihoodOrFit: 2,
      mitigation: 'Access by name, and logged.',
    },
  ],
  businessCase: {
    inHouseAnnual: '2600000',
    vendorAnnual: '1500000',
    mgmtHoursPerWeek: [{ role: 'Service manager', hours: 20, rate: '220' }],
    transitionOneOff: '120000',
    toolingAnnual: '60000',
    reworkPct: 3,
    riskBufferPct: 5,
    exitCostOneOff: '80000',
    years: 3,
  },
};

/** Of what runs already: nothing in it depends on the service. */
const service: Needs = {
  ...hotline,
  objectiveType: 'expertise',
  statement:
    'The daily work takes skills and shifts that we cannot hire for our sites. What it is to achieve stays with us.',
  inScope: ['Daily operations', 'Monthly figures'],
  outOfScope: ['Targets and priorities'],
  deliverables: ['Monthly service report', 'Written procedures'],
  successMeasures: [{ name: 'On time', baseline: 88, target: 95, unit: '%', dueMonths: 6 }],
  activities: [
    { name: 'Daily operations', isCore: false, decision: 'outsource', rationale: 'Settled work and a deep market.' },
    { name: 'Targets and priorities', isCore: true, decision: 'retain', rationale: 'Ours to answer for.' },
  ],
  capability: [{ skill: 'Running shifts', score: 2, required: 4 }],
  swotItems: [
    { quadrant: 'S', text: 'Clear procedures', impact: 4, likelihoodOrFit: 4 },
    {
      quadrant: 'W',
      text: 'Few people know the work',
      impact: 4,
      likelihoodOrFit: 4,
      mitigation: 'Written down before the transition.',
    },
    { quadrant: 'O', text: 'The vendor brings people for the peaks', impact: 3, likelihoodOrFit: 4 },
    {
      quadrant: 'T',
      text: 'We come to depend on one vendor',
      impact: 4,
      likelihoodOrFit: 3,
      mitigation: 'A plan for the exit, tried once a year.',
    },
  ],
};

export const english: SampleWords = {
  people: { owner: 'Robin Hale (sample)', serviceManager: 'Kim Ortega (sample)' },
  vendors: {
    contact: 'Sample: Brightline Contact',
    systems: 'Sample: Northgate Systems',
    freight: 'Sample: Harbour Freight',
    couriers: 'Sample: Swift Couriers',
    payroll: 'Sample: Ledger & Pay',
    campaigns: 'Sample: Kite Campaigns',
  },
  contact: 'Account manager',
  titles: {
    hotline: 'Sample: customer hotline',
    payroll: 'Sample: payroll',
    freight: 'Sample: overseas freight',
    systems: 'Sample: IT operations',
    couriers: 'Sample: city deliveries',
    contact: 'Sample: warranty hotline',
  },
  needs: { hotline, payroll, service },
  comment: 'Please decide: this is sample data.',
  measures: {
    first: { name: 'On time', unit: '%' },
    second: { name: 'Solved at first contact', unit: '%' },
  },
  clauses: {
    SCOPE: 'The services are those of schedule 1; anything else needs a written change.',
    QUALITY: 'Service levels, how they are measured and what a miss costs are in schedule 2.',
    PAYMENT: 'Invoices are monthly and due within thirty days of receipt.',
    TERMINATION: 'Either side may end the contract with notice; after a grave breach we may at once.',
  },
  risk: { cause: 'One engineer holds the knowledge of the night shift', control: 'Runbooks, reviewed every month' },
  leaving: 'The service moves to another site.',
};
