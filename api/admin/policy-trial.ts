import { type AskedField, fieldsAskedBy } from '../../domain/approval/asked-fields';
import { allSteps } from '../../domain/approval/flow';
import { type Preview, PreviewBody } from '../../domain/approval/preview-schema';
import type { PolicyBody, Step } from '../../domain/approval/schema';
import { toInstant } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import type { Locale, Person } from '../../domain/people/people';
import { LocalDate } from '../../domain/shapes';
import { labelOf, translate } from '../../templates/catalog';
import type { PreviewView, Trial } from '../../templates/policy-page-data';
import { linesOf } from '../pages/csrf';
import { parseWith } from '../parse';
import { type FieldPlan, fieldsOnPage, refusalWords, type Typed } from '../record-form/plan';
import { stepTitle } from './policy-cards';

/** Something that can be tried: a saved policy, or what stands in a form. */
export interface Tried extends Pick<PolicyBody, 'title' | 'steps'> {
  readonly key: string;
}

export interface TrialContext {
  readonly locale: Locale;
  readonly person: Person;
  readonly engagements: readonly { readonly id: string; readonly number: string; readonly title: string }[];
  readonly idOf: (email: string) => string;
}

const asksTeam = ({ steps }: Tried): boolean =>
  allSteps(steps).some(({ assignees }) => assignees.some((source) => 'engagementRole' in source));
const chosenSteps = ({ steps }: Tried): readonly Step[] =>
  allSteps(steps).filter(({ assignees }) => assignees.some((source) => 'requesterSelect' in source));

/** Where a field that a policy asks for stands in the form, whatever else the policy asks for. */
const dataField = (path: string): string => `try.data.${path}`;

/** What can be said of a request that nobody makes. */
export function trialFields(tried: Tried, { locale, engagements }: TrialContext): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `policy-trial.${key}`);
  return [
    ...fieldsAskedBy(tried.steps).map((field) => askedField(field, locale)),
    { name: 'try.requester', kind: 'person', label: say('requester'), hint: say('requester-hint'), most: 254 },
    ...(asksTeam(tried)
      ? [
          {
            name: 'try.engagement',
            kind: 'choice' as const,
            label: say('engagement'),
            options: [
              { value: '', text: say('no-engagement') },
              ...engagements.map(({ id, number, title }) => ({ value: id, text: `${number} ${title}` })),
            ],
          },
        ]
      : []),
    ...chosenSteps(tried).map(({ key, title }) => ({
      name: `try.select.${key}`,
      kind: 'text' as const,
      label: translate(locale, 'policy-trial.select', { title: stepTitle(locale, title) }),
      hint: say('select-hint'),
    })),
    { name: 'try.start', kind: 'day', label: say('start'), hint: say('start-hint'), most: 10 },
  ];
}

function askedField({ path, kind, texts }: AskedField, locale: Locale): FieldPlan {
  const name = dataField(path);
  const label = path
    .split('.')
    .map((part) => labelOf(locale, 'field', part))
    .join(' › ');
  const options = texts.map((value) => ({ value, text: value }));
  if (path === 'flags') return { name, kind: 'ticks', label, options };
  if (kind === 'yes-no') {
    const answers = ['true', 'false'].map((value) => ({
      value,
      text: translate(locale, value === 'true' ? 'word.yes' : 'word.no'),
    }));
    return { name, kind: 'choice', label, options: answers };
  }
  const hint = texts.length > 0 ? texts.join(' · ') : path;
  return { name, kind: kind === 'number' ? 'figure' : 'line', label, hint, most: 200 };
}

/** The request that the form describes. */
export function previewBodyIn(tried: Tried, typed: Typed, { idOf, person }: TrialContext): PreviewBody {
  const all = (name: string): readonly string[] => typed[name] ?? [];
  const one = (name: string): string => all(name)[0] ?? '';
  const data = fieldsAskedBy(tried.steps).reduce<Data>((known, field) => {
    const name = dataField(field.path);
    if (field.path === 'flags') return { ...known, flags: all(name) };
    return one(name) === '' ? known : withValue(known, field.path.split('.'), valueOf(field, one(name)));
  }, {});
  const select = chosenSteps(tried).flatMap(({ key }) => {
    const people = linesOf(one(`try.select.${key}`)).map(idOf);
    return people.length > 0 ? [[key, people] as const] : [];
  });
  const wanted = {
    subject: { type: 'preview', title: tried.title || tried.key, data },
    select: Object.fromEntries(select),
    ...(one('try.requester') && { requesterId: idOf(one('try.requester')) }),
    ...(one('try.engagement') && { engagementId: one('try.engagement') }),
    ...(one('try.start') && { startAt: morningOf(one('try.start'), person.timeZone) }),
  };
  return parseWith(PreviewBody, wanted, 'INVALID_FIELDS');
}

type Data = Readonly<Record<string, unknown>>;

function withValue(data: Data, [name = '', ...rest]: readonly string[], value: unknown): Data {
  if (rest.length === 0) return { ...data, [name]: value };
  const inner = data[name];
  return {
    ...data,
    [name]: withValue(typeof inner === 'object' && inner !== null ? (inner as Data) : {}, rest, value),
  };
}

function valueOf({ kind }: AskedField, text: string): unknown {
  if (kind !== 'text' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  return kind !== 'text' && (text === 'true' || text === 'false') ? text === 'true' : text;
}

const NINE = 9 * 3_600_000;
/** Nine in the morning of whoever reads. */
function morningOf(date: string, timeZone: string): string {
  const day = parseWith(LocalDate, date, 'INVALID_FIELDS');
  return new Date(toInstant(timeZone, { date: day, msOfDay: NINE })).toISOString();
}

interface Attempt {
  readonly typed: Typed | null;
  readonly refusal: DomainError | null;
  readonly preview: Preview | null;
}

/** The form, what is wrong with it, and the way that the request would take. */
export function trialOf(tried: Tried, context: TrialContext, { typed, refusal, preview }: Attempt): Trial {
  const { locale } = context;
  const fields = trialFields(tried, context);
  const placed = refusal && placedIn(refusal);
  const drawn = fieldsOnPage(fields, { typed, refusal: placed }, locale);
  return {
    fields: drawn,
    atField: drawn.some(({ focused }) => focused),
    refusal: refusalWords(fields, placed, locale),
    kept: keptOf(typed, fields),
    preview: preview && previewView(preview, locale),
  };
}

/** What was said of fields that are not asked for just now; it is there again when they are. */
const keptOf = (typed: Typed | null, fields: readonly FieldPlan[]): Trial['kept'] =>
  Object.entries(typed ?? {})
    .filter(([name]) => !fields.some((field) => field.name === name))
    .flatMap(([name, values]) => values.map((value) => ({ name, value })));

/** Faults of the request at the fields of the form that they are about. */
const placedIn = (refusal: DomainError): DomainError =>
  new DomainError(
    refusal.code,
    refusal.message,
    refusal.errors.map(({ path, message }) => ({ path: placeOf(path), message })),
  );

function placeOf(path: string): string {
  if (path.startsWith('subject.data.')) return dataField(path.slice('subject.data.'.length));
  return FIELD_OF[path.split('.')[0] ?? ''] ?? path.replace(/^select\./, 'try.select.');
}
const FIELD_OF: Readonly<Record<string, string>> = {
  requesterId: 'try.requester',
  engagementId: 'try.engagement',
  startAt: 'try.start',
};

function previewView(preview: Preview, locale: Locale): PreviewView {
  const titles = new Map(preview.steps.map(({ key, title }) => [key, stepTitle(locale, title)]));
  return {
    outcome: preview.outcome,
    endsBy: Date.parse(preview.endsBy),
    warnings: preview.warnings.map(({ code, stepKey }) => ({
      code,
      step: stepKey === null ? null : (titles.get(stepKey) ?? stepKey),
    })),
    taken: preview.branches.map(({ kind, isDefault, because }) => ({
      label: labelOf(locale, 'policy-block', kind),
      text: isDefault || because.length === 0 ? translate(locale, 'diagram.otherwise') : because.join(' · '),
    })),
    steps: preview.steps.map(({ key, title, mode, status, reason, people }) => ({
      title: titles.get(key) ?? title,
      mode,
      status,
      reason,
      people: people.map(({ name, reasonCode, dueAt }) => ({
        name,
        why: reasonCode,
        dueAt: dueAt === null ? null : Date.parse(dueAt),
      })),
    })),
  };
}
