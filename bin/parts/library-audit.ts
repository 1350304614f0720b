import { z } from 'zod';

/** What is said of one library: a weakness of its own by its title, or of another one by its name. */
const Via = z.union([z.string(), z.looseObject({ title: z.string(), url: z.string() })]);
const Weight = z.enum(['info', 'low', 'moderate', 'high', 'critical']);
const Report = z.looseObject({
  vulnerabilities: z.record(z.string(), z.looseObject({ severity: Weight, via: z.array(Via) })),
});
const Refusal = z.looseObject({ message: z.string() });

export interface Verdict {
  /** `unanswered`: nobody could be asked, so nothing is known. */
  readonly state: 'fine' | 'grave' | 'unanswered';
  readonly lines: readonly string[];
}

/** Days in which a weakness is mended, as `SECURITY.md` says; others go with the next release. */
const DAYS: Readonly<Record<string, number>> = { critical: 7, high: 30 };

/** Reads what `npm audit --json` has printed. */
export function verdictOf(printed: string): Verdict {
  const told = jsonOf(printed);
  const report = Report.safeParse(told);
  if (!report.success) {
    const why = Refusal.safeParse(told).data?.message ?? 'no answer that could be read';
    // The address of the registry is nobody's business in a log.
    return { state: 'unanswered', lines: [`The registry has not answered: ${why.replace(/ - .*/, '')}`] };
  }
  const found = Object.entries(report.data.vulnerabilities);
  const grave = found.filter(([, { severity }]) => severity in DAYS);
  const lines = grave.map(
    ([name, { severity, via }]) => `${name}: ${severity}, to be mended within ${DAYS[severity]} days (${because(via)})`,
  );
  const others = found.length - grave.length;
  const rest = others === 0 ? [] : [`${others} of less weight, for the next release`];
  return grave.length > 0
    ? { state: 'grave', lines: [...lines, ...rest] }
    : { state: 'fine', lines: ['No library of the product has a known weakness of high or critical weight', ...rest] };
}

const because = (via: readonly z.infer<typeof Via>[]): string =>
  via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title}, ${one.url}`)).join('; ');

function jsonOf(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
}
