import { roundTo } from '../../domain/decimal';
import { valuesDueAt } from '../../domain/kpi/due';
import type { EvidenceFile } from '../../domain/kpi/evidence-schema';
import type { PeriodValue } from '../../domain/kpi/period-values';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import { workCalendarOf } from '../../db/read/work-calendar';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { KpiEntry, ValueField, ValuesPage } from '../../templates/values-page-data';
import {
  DROP,
  fieldOf,
  fieldsInOrder,
  filesField,
  inputField,
  inputsAsked,
  SAYINGS,
  typedFrom,
  type TypedValues,
} from './fields';
import { type FormPlace, type FormRecords, loadForm } from './load';
import type { Faults } from './read';

/** What the last form held, and what came of it. */
export interface Attempt {
  /** Null on a fresh page, which shows the draft or what was reported. */
  readonly typed: TypedValues | null;
  readonly faults: Faults;
  readonly refusal: string | null;
  readonly done: string | null;
}
export const FRESH: Attempt = { typed: null, faults: {}, refusal: null, done: null };

export interface Beholder {
  readonly period: string;
  readonly side: 'us' | 'vendor';
  readonly attempt: Attempt;
  /** Where a file of the form is saved from. */
  readonly fileHref: (file: EvidenceFile) => string;
  /** Names by id; the vendor's contact, who has none, by null. */
  readonly namesOf: (ids: readonly (string | null)[]) => Promise<NameOf>;
}
export type NameOf = (id: string | null) => string;

type Shown = Omit<ValuesPage, 'action' | 'hidden' | 'reporter' | 'mayReport'>;

export async function valuesView(
  db: Db,
  engagement: EngagementRow,
  { period, side, attempt, namesOf, fileHref }: Beholder,
): Promise<Shown> {
  const place: FormPlace = { engagementId: engagement.id, period, side };
  const records = await loadForm(db, place);
  const nameOf = await namesOf([
    ...[...records.reported.values()].map(({ recordedBy }) => recordedBy),
    ...records.waiting.map(({ proposedBy }) => proposedBy),
  ]);
  const { id, number, title } = engagement;
  return {
    side,
    engagement: { id, number, title },
    period,
    dueAt: valuesDueAt(period, await workCalendarOf(db, engagement.time_zone)),
    closed: records.closed,
    kpis: records.kpis.map((kpi) => entryOf(kpi, { records, attempt, nameOf, side, fileHref })),
    owed: records.kpis.filter(({ key }) => records.values.get(key)?.status === 'missing').length,
    focus: firstWrong(records.kpis, attempt.faults),
    draftSavedAt: records.draft?.savedAt ?? null,
    done: attempt.done,
    refusal: attempt.refusal,
  };
}

/** The first field of the form, as it stands on the page, that is wrong. */
const firstWrong = (kpis: readonly KpiDefinition[], faults: Faults): string | null =>
  kpis.flatMap(fieldsInOrder).find((name) => faults[name] !== undefined) ?? null;

interface Around extends Pick<Beholder, 'side' | 'fileHref'> {
  readonly attempt: Attempt;
  readonly nameOf: NameOf;
  readonly records: FormRecords;
}

function entryOf(kpi: KpiDefinition, around: Around): KpiEntry {
  const { key, name, unit, target, direction, source } = kpi;
  const { records } = around;
  const last = records.last.values.get(key);
  return {
    ...{ key, name, unit, target, direction, source },
    last: last && last.status !== 'missing' ? { period: records.last.period, ...shown(last, kpi) } : null,
    recorded: recordedOf(kpi, around),
    waiting: waitingOf(kpi, around),
    contested: records.contested.has(key),
    files: filesOf(kpi, around),
    ...fieldsOf(kpi, around),
  };
}

function filesOf(
  { key, evidenceRequired = false }: KpiDefinition,
  { records, attempt, side, fileHref }: Around,
): KpiEntry['files'] {
  const name = filesField(key);
  const isOwn = (file: EvidenceFile): boolean => file.state === 'waiting' && file.side === side;
  return {
    name,
    fault: attempt.faults[name] ?? null,
    required: evidenceRequired,
    kept: records.files
      .filter((file) => file.key === key)
      .map((file) => ({
        fileName: file.fileName,
        size: file.size,
        at: Date.parse(file.uploadedAt),
        waits: file.state === 'waiting',
        drop: isOwn(file) ? `${DROP}${file.id}` : null,
        href: fileHref(file),
      })),
  };
}

function fieldsOf(
  kpi: KpiDefinition,
  { records, attempt }: Around,
): Pick<KpiEntry, 'says' | 'value' | 'inputs' | 'reason' | 'evidence'> {
  const { key } = kpi;
  const reported = records.reported.get(key);
  const inputs = inputsAsked(kpi);
  // The figure of a formula that came by itself is not what its inputs were.
  const retypable = reported && (reported.value === null || inputs.length === 0) ? typedFrom(reported) : {};
  const typed = attempt.typed ?? records.draft?.typed ?? retypable;
  const field = (name: string): ValueField => ({
    name,
    value: typed[name] ?? '',
    fault: attempt.faults[name] ?? null,
  });
  const says = fieldOf('says', key);
  return {
    says: { name: says, chosen: SAYINGS.find((one) => one === typed[says]) ?? 'value' },
    value: inputs.length > 0 ? null : field(fieldOf('value', key)),
    inputs: inputs.map((input) => ({ input, ...field(inputField(key, input)) })),
    reason: field(fieldOf('reason', key)),
    evidence: field(fieldOf('evidence', key)),
  };
}

/** A formula whose inputs are not all there was reported too, and has no value yet. */
function recordedOf(kpi: KpiDefinition, { records, nameOf }: Around): KpiEntry['recorded'] {
  const reported = records.reported.get(kpi.key);
  const value = records.values.get(kpi.key);
  if (!reported || !value) return null;
  const { recordedBy, recordedAt: at, reason = null } = reported;
  return { ...shown(value, kpi), reason, by: nameOf(recordedBy), at };
}

const waitingOf = (kpi: KpiDefinition, { records, nameOf }: Around): KpiEntry['waiting'] =>
  records.waiting
    .filter(({ key }) => key === kpi.key)
    .map(({ value, status, reason, proposedBy, proposedAt }) => ({
      ...{ value, status, reason },
      by: nameOf(proposedBy),
      at: Date.parse(proposedAt),
    }));

/** People read a value to the decimals of its KPI. */
const shown = (
  { value, status }: PeriodValue,
  { precision }: KpiDefinition,
): { readonly value: number | null; readonly status: 'unavailable' | 'no_activity' | null } => ({
  value: value === null || precision === undefined ? value : roundTo(value, precision),
  status: status === 'missing' ? null : status,
});
