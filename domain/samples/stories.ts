import type { ContractBody } from '../contract/schema';
import type { KpiDefinition } from '../kpi/record-schema';
import type { SampleStory, SampleVendor, SampleWords } from './words';

/** What the past of a sample has come to. */
export interface SampleService {
  readonly vendor: SampleVendor;
  /** Figures of the last whole months, the newest last. */
  readonly values: Readonly<Record<'on-time' | 'solved', readonly [number, number, number]>>;
  readonly monthlyFee: string;
  /** A risk that nobody has brought down. */
  readonly redRisk?: true;
  /** It ends so many days from now. */
  readonly endsIn?: number;
}

export const SAMPLE_SERVICES: Readonly<Partial<Record<SampleStory, SampleService>>> = {
  systems: {
    vendor: 'systems',
    values: { 'on-time': [97, 95, 71], solved: [74, 73, 69] },
    monthlyFee: '180000.00',
    redRisk: true,
  },
  couriers: {
    vendor: 'couriers',
    values: { 'on-time': [96, 97, 98], solved: [78, 80, 81] },
    monthlyFee: '95000.00',
  },
  contact: {
    vendor: 'contact',
    values: { 'on-time': [93, 92, 92], solved: [72, 71, 70] },
    monthlyFee: '120000.00',
    endsIn: 45,
  },
};

/** Whole months behind it. */
export const MONTHS_OF_SERVICE = 3;

const BANDS = { floor: 60, target: 98, expected: 95, amber: 90, red: 80 } as const;
const SOLVED = { floor: 50, target: 80, expected: 75, amber: 65, red: 60 } as const;
const EVERY_MONTH = { direction: 'maximise', frequency: 'monthly', source: 'internal' } as const;

export const sampleKpis = ({ measures }: SampleWords): readonly KpiDefinition[] => [
  { key: 'on-time', ...measures.first, ...EVERY_MONTH, ...BANDS, weightBp: 6_000 },
  { key: 'solved', ...measures.second, ...EVERY_MONTH, ...SOLVED, weightBp: 4_000 },
];

export const sampleContract = (
  { clauses }: SampleWords,
  { start, monthlyFee, currency }: { readonly start: string; readonly monthlyFee: string; readonly currency: string },
): ContractBody => ({
  clauses: Object.entries(clauses).map(([code, text]) => ({ code, status: 'present', text })),
  start,
  initialMonths: 24,
  renewal: 'express',
  renewalMonths: 12,
  notice: { months: 3, days: 0 },
  monthlyFee: { amount: monthlyFee, currency },
  atRiskBp: 1_000,
});
