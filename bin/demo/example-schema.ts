import { z } from 'zod';
import { ContractBody } from '../../domain/contract/schema';
import { CAUSES, ServiceType } from '../../domain/engagement/schema';
import { ExitPlan } from '../../domain/exit/plan-schema';
import { SettlementBody } from '../../domain/exit/schema';
import { KpiSet } from '../../domain/kpi/record-schema';
import { NewUser } from '../../domain/people/schema';
import { Needs } from '../../domain/planning/schema';
import { CurrencyCode, Key, LongText, ShortText, TimeZone } from '../../domain/shapes';
import { EvaluationModel, Quote, SheetBody } from '../../domain/vendor/record-schema';
import { NewVendor } from '../../domain/vendor/vendor-schema';

/** In an example people and vendors are called by keys; the product gives them their ids. */
const ExamplePerson = NewUser.omit({ managerId: true }).extend({ manager: Key.optional() });

const Team = z.strictObject({
  owner: Key,
  sponsor: Key,
  contractManager: Key,
  serviceManager: Key,
  security: Key,
  finance: Key,
  hr: Key,
  legal: Key,
  vendorRep: Key,
});

const Candidate = z.strictObject({ vendor: Key, quote: Quote, sheets: z.record(Key, SheetBody) });

/** A small file of records that the demo writes before it is moved: `{n}` is the number of the record. */
const SourceFile = z.strictObject({
  path: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*(\/[a-z0-9-]+(\.[a-z0-9-]+)*)*$/, 'a plain relative path'),
  header: z.string(),
  record: z.string(),
  count: z.int().min(1).max(100_000),
});

const ExampleDataset = z.strictObject({
  key: Key,
  title: ShortText,
  personalData: z.boolean(),
  files: z.array(SourceFile).min(1),
});

const Exit = z.strictObject({
  cause: z.enum(CAUSES),
  comment: LongText.min(2),
  /** Days from the notice to the end of the service. */
  days: z.int().min(0).max(3660),
  datasets: z.array(ExampleDataset).min(1),
  settlement: SettlementBody,
  waiver: LongText.min(2),
});

/** One engagement from its first idea to its end, as `npm run demo` and `npm run rehearse` read it. */
export const Example = z
  .strictObject({
    key: Key,
    title: ShortText,
    serviceType: ServiceType,
    timeZone: TimeZone,
    currency: CurrencyCode,
    people: z.record(Key, ExamplePerson),
    team: Team,
    needs: Needs,
    vendors: z.record(Key, NewVendor),
    evaluationModel: EvaluationModel,
    candidates: z.array(Candidate).min(2),
    award: z.strictObject({ vendor: Key, justification: LongText }),
    /** The first day of the term is the day on which the example is played. */
    contract: ContractBody.omit({ start: true }),
    /** Needed for important and critical work; its next test is a year after the example is played. */
    exitPlan: ExitPlan.omit({ testedAt: true, nextTestAt: true }).optional(),
    signatories: z.strictObject({ us: ShortText, vendor: ShortText }),
    kpis: KpiSet,
    /** What is measured, month after month; the last figure stays. */
    kpiValues: z.record(Key, z.array(z.number()).min(1)),
    exit: Exit,
  })
  .superRefine((example, context) => {
    for (const key of unknownKeys(example))
      context.addIssue({ code: 'custom', path: [], message: `${key} is nobody and nothing of this example` });
  });
export type Example = z.infer<typeof Example>;

interface References {
  readonly people: Readonly<Record<string, { readonly manager?: string | undefined }>>;
  readonly team: Readonly<Record<string, string>>;
  readonly vendors: Readonly<Record<string, unknown>>;
  readonly candidates: readonly { readonly vendor: string; readonly sheets: Readonly<Record<string, unknown>> }[];
  readonly award: { readonly vendor: string };
  readonly kpis: readonly { readonly key: string }[];
  readonly kpiValues: Readonly<Record<string, unknown>>;
}

function unknownKeys({ people, team, vendors, candidates, award, kpis, kpiValues }: References): readonly string[] {
  const managers = Object.values(people).flatMap(({ manager }) => manager ?? []);
  const evaluators = candidates.flatMap(({ sheets }) => Object.keys(sheets));
  const invited = candidates.map(({ vendor }) => vendor);
  return [
    ...[...managers, ...Object.values(team), ...evaluators].filter((key) => !(key in people)),
    ...invited.filter((key) => !(key in vendors)),
    ...[award.vendor].filter((key) => !invited.includes(key)),
    ...Object.keys(kpiValues).filter((key) => !kpis.some((kpi) => kpi.key === key)),
    ...kpis.filter(({ key }) => !(key in kpiValues)).map(({ key }) => key),
  ];
}
