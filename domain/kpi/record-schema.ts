import { z } from 'zod';
import { BasisPoints, Key, LongText, Period, ShortText } from '../shapes';

const Figure = z.number().min(-1e12).max(1e12);

/** A KPI of the contract. Linear between `floor` (0) and `target` (100); `red` and `amber` are the thresholds of the alarms. */
export const KpiDefinition = z
  .strictObject({
    key: Key,
    name: ShortText,
    unit: z.string().trim().max(40),
    direction: z.enum(['maximise', 'minimise']),
    weightBp: BasisPoints,
    frequency: z.enum(['monthly', 'quarterly']).default('monthly'),
    source: z.enum(['vendor', 'internal', 'push', 'formula']),
    formula: z.string().max(1000).optional(),
    inputs: z.array(Key).max(20).optional(),
    floor: Figure,
    target: Figure,
    expected: Figure.optional(),
    red: Figure.optional(),
    amber: Figure.optional(),
  })
  .superRefine(({ direction, floor, target, source, formula }, ctx) => {
    const worse = direction === 'maximise' ? floor < target : floor > target;
    if (!worse)
      ctx.addIssue({
        code: 'custom',
        path: ['floor'],
        message: `must be ${direction === 'maximise' ? 'below' : 'above'} the target`,
      });
    if (source === 'formula' && !formula)
      ctx.addIssue({ code: 'custom', path: ['formula'], message: 'is needed for this source' });
  });
export type KpiDefinition = z.infer<typeof KpiDefinition>;

export const KpiSet = z
  .array(KpiDefinition)
  .min(1)
  .max(100)
  .superRefine((kpis, ctx) => {
    for (const frequency of ['monthly', 'quarterly'] as const) {
      const same = kpis.filter((kpi) => kpi.frequency === frequency);
      const total = same.reduce((sum, { weightBp }) => sum + weightBp, 0);
      if (same.length > 0 && total !== 10_000)
        ctx.addIssue({
          code: 'custom',
          path: [],
          message: `weights of ${frequency} KPIs must sum to 10 000, not ${total}`,
        });
    }
    if (new Set(kpis.map(({ key }) => key)).size < kpis.length)
      ctx.addIssue({ code: 'custom', path: [], message: 'keys must differ' });
  });

export const NewValue = z
  .strictObject({
    period: Period,
    value: Figure.nullable(),
    status: z.enum(['unavailable', 'no_activity']).optional(),
    inputs: z.record(Key, Figure).optional(),
    evidence: LongText.optional(),
  })
  .refine(({ value, status }) => value === null || status === undefined, {
    path: ['status'],
    message: 'goes with no value only',
  });
export type NewValue = z.infer<typeof NewValue>;

const Rated = z.strictObject({
  key: z.string(),
  value: z.number().nullable(),
  score: z.number().nullable(),
  status: z.enum(['rated', 'missing', 'unavailable', 'no_activity']),
});
export type Rated = z.infer<typeof Rated>;

export const Scorecard = z.strictObject({
  period: z.string(),
  score: z.number().nullable(),
  coverageBp: z.int(),
  provisional: z.boolean(),
  standing: z.string(),
  kpis: z.array(Rated),
  credits: z.array(
    z.strictObject({ kpi: z.string(), money: z.strictObject({ amount: z.string(), currency: z.string() }) }),
  ),
});
export type Scorecard = z.infer<typeof Scorecard>;
