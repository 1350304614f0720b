import type { FieldOnPage } from './record-form-data';

/** Fields that stand together: as they are, or folded under a heading that says whose they are. */
export interface FieldGroup {
  readonly summary: string | null;
  /** What was said of it so far, beside the heading. */
  readonly about: string;
  readonly open: boolean;
  readonly fields: readonly FieldOnPage[];
}

/** The fields of a form, those of each long line of a list folded: work goes on where something is wrong, or nothing is said yet. */
export function fieldGroups(fields: readonly FieldOnPage[]): readonly FieldGroup[] {
  const groups = runsOf(fields).map((run) => groupOf(run));
  return groups.some(({ summary, open, about }) => summary !== null && (open || about !== ''))
    ? groups
    : openingFirst(groups);
}

/** Fields in their order, each with those before it that are of the same line. */
function runsOf(fields: readonly FieldOnPage[]): readonly (readonly FieldOnPage[])[] {
  const runs: FieldOnPage[][] = [];
  for (const field of fields) {
    const last = runs.at(-1);
    if (last && lineOf(last[0]) === lineOf(field)) last.push(field);
    else runs.push([field]);
  }
  return runs;
}

const lineOf = (field: FieldOnPage | undefined): string | null => field?.line ?? null;

function groupOf(fields: readonly FieldOnPage[]): FieldGroup {
  const [first] = fields;
  const summary = first && lineOf(first) !== null ? first.heading : null;
  if (summary === null) return { summary, about: '', open: true, fields };
  const about = fields.find(({ kind }) => kind === 'line')?.value ?? '';
  const open = fields.some(({ fault }) => fault !== null);
  // The heading stands in the summary.
  return { summary, about, open, fields: fields.map((field) => ({ ...field, heading: null })) };
}

/** An empty list begins with one line to fill in. */
function openingFirst(groups: readonly FieldGroup[]): readonly FieldGroup[] {
  const place = groups.findIndex(({ summary }) => summary !== null);
  return groups.map((group, index) => (index === place ? { ...group, open: true } : group));
}
