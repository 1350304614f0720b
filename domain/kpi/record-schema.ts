import { z } from 'zod';
import { FREQUENCIES } from '../calendar/periods';
import { BasisPoints, Key, LongText, Period, ShortText } from '../shapes';
import { KpiDirection } from './schema';

export const KPI_NATURES = ['leading', 'lagging', 'current'] as const;
/** Where its values come from. */
export const KPI_SOURCES = ['vendor', 'internal', 'push', 'formula'] as const;
const Figure = z.number().min(-1e12).max(1e12);

/**
 * A KPI of the contract. Its score runs on a line from `floor` (0) to `target` (100), or by the bands between 2 to 5
 * `thresholds` (low edge inside, high edge outside), or a milestone is reached or not. `red` and `amber` are the thresholds
 * of the alarms. `precision` is the number of decimals in which people see its values; what is rated is never rounded. With
 * `evidenceRequired` no value counts without a file that bears it out.
 */
export const KpiDefinition = z
  .strictObject({
    key: Key,
    name: ShortText,
    unit: z.string().trim().max(40),
    direction: KpiDirection,
    nature: z.enum(KPI_NATURES).optional(),
    domain: ShortText.optional(),
    precision: z.int().min(0).max(6).optional(),
    weightBp: BasisPoints,
    frequency: z.enum(FREQUENCIES).default('monthly'),
    source: z.enum(KPI_SOURCES),
    formula: z.string().max(1000).optional(),
    inputs: z.array(Key).max(20).optional(),
    floor: Figure.optional(),
    target: Figure,
    thresholds: z.array(Figure).min(2).max(5).optional(),
    expected: Figure.optional(),
    red: Figure.optional(),
    amber: Figure.optional(),
    evidenceRequired: z.boolean().optional(),
  })
  .superRefine((kpi, ctx) => {
    for (const { path, message } of definitionFaults(kpi)) ctx.addIssue({ code: 'custom', path: [path], message });
  });

type Judging = {
  readonly direction: KpiDirection;
  readonly source: string;
  readonly formula?: string | undefined;
  readonly floor?: number | undefined;
  readonly target: number;
  readonly thresholds?: readonly number[] | undefined;
};

function definitionFaults(kpi: Judging): readonly { readonly path: string; readonly message: string }[] {
  const { direction, source, formula, thresholds } = kpi;
  const isMilestone = direction === 'milestone';
  return [
    ...(isMilestone ? [] : lineFaults(kpi)),
    ...(isMilestone && thresholds
      ? [{ path: 'thresholds', message: 'a milestone is reached or not; it has none' }]
      : []),
    ...(thresholds && new Set(thresholds).size < thresholds.length
      ? [{ path: 'thresholds', message: 'must differ from each other' }]
      : []),
    ...(source === 'formula' && !formula ? [{ path: 'formula', message: 'is needed for this source' }] : []),
  ];
}

function lineFaults({ direction, floor, target, thresholds }: Judging) {
  if (floor === undefined)
    return thresholds ? [] : [{ path: 'floor', message: 'is needed where there are no thresholds' }];
  const worse = direction === 'maximise' ? floor < target : floor > target;
  return worse
    ? []
    : [{ path: 'floor', message: `must be ${direction === 'maximise' ? 'below' : 'above'} the target` }];
}
export type KpiDefinition = z.infer<typeof KpiDefinition>;

/** The frequencies whose KPIs do not make a whole, each with what their weights add up to. */
export const unevenWeights = (kpis: readonly Pick<KpiDefinition, 'frequency' | 'weightBp'>[]) =>
  FREQUENCIES.flatMap((frequency) => {
    const same = kpis.filter((kpi) => kpi.frequency === frequency);
    const total = same.reduce((sum, { weightBp }) => sum + weightBp, 0);
    return same.length > 0 && total !== 10_000 ? [{ frequency, total }] : [];
  });

export const KpiSet = z
  .array(KpiDefinition)
  .min(1)
  .max(100)
  .superRefine((kpis, ctx) => {
    for (const { frequency, total } of unevenWeights(kpis))
      ctx.addIssue({
        code: 'custom',
        path: [],
        message: `weights of ${frequency} KPIs must sum to 10 000, not ${total}`,
      });
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
    /** Why there is no value, or why it is not the one that was reported before. */
    reason: LongText.optional(),
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
  /** Where the score goes by thresholds: the band it fell into, of how many. */
  band: z.int().optional(),
  bands: z.int().optional(),
  /** Why there is no value. */
  reason: z.string().optional(),
});
export type Rated = z.infer<typeof Rated>;

export const Scorecard = z.strictObject({
  period: z.string(),
  score: z.number().nullable(),
  coverageBp: z.int(),
  provisional: z.boolean(),
  standing: z.string(),
  /** `no_activity`: nothing happened that could be rated; such a period has no part in the rolling score. */
  status: z.enum(['rated', 'provisional', 'unrated', 'no_activity']).optional(),
  /** The versions of the definitions and of the contract that were in force for the period. */
  definitionVersion: z.int().optional(),
  contractVersion: z.int().nullable().optional(),
  /** 1 for the card as the period was closed; one more for every confirmed correction. */
  revision: z.int().optional(),
  kpis: z.array(Rated),
  credits: z.array(
    z.strictObject({ kpi: z.string(), money: z.strictObject({ amount: z.string(), currency: z.string() }) }),
  ),
});
export type Scorecard = z.infer<typeof Scorecard>;

/** A set of KPIs as it was defined once; the newest one that had begun before a period ended judges that period. */
export const KpiSetVersion = z.strictObject({
  version: z.int(),
  effectiveOn: z.string(),
  contractVersion: z.int(),
  reason: z.string().nullable(),
  definedBy: z.string().nullable(),
  definedAt: z.string(),
  kpis: z.array(KpiDefinition),
});
export type KpiSetVersion = z.infer<typeof KpiSetVersion>;
