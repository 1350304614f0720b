import { MODES, ENGAGEMENT_ROLES } from '../../domain/approval/words';
import { type Locale, ROLES } from '../../domain/people/people';
import type { Department } from '../../domain/people/schema';
import { knownLabel, labelOf, translate } from '../../templates/catalog';
import type { FieldKind } from '../../templates/record-form-data';
import type { FieldPlan } from '../record-form/plan';
import { type DraftNode, nodeAt, textAt } from './draft';

/** What the choices of a form are made of. */
export interface Choices {
  readonly locale: Locale;
  readonly calendars: readonly string[];
  readonly departments: readonly Department[];
  readonly people: readonly { readonly email: string; readonly name: string }[];
}

interface Option {
  readonly value: string;
  readonly text: string;
}

/** A field by its name in a step: how it is filled in, and its choices where they are words of ours. */
type Shape = readonly [name: string, kind: FieldKind, options?: readonly string[], most?: number];

const HEAD: readonly Shape[] = [
  ['title', 'line', [], 200],
  ['mode', 'choice', MODES],
  ['when', 'line', [], 500],
  ['sla.duration', 'line', [], 40],
  ['sla.calendar', 'choice'],
];
const MORE: readonly Shape[] = [
  ['onReject', 'choice'],
  ['afterReturn', 'choice', ['', 'rerun', 'resume']],
  ['timeout.action', 'choice', ['', 'none', 'approve', 'reject', 'transfer:manager', 'transfer:admin', 'transfer']],
  ['timeoutPerson', 'person', [], 254],
  ['escalate', 'choice', ['', 'never', 'at']],
  ['escalation.managerAtPercent', 'figure', [], 4],
  ['escalation.adminAtPercent', 'figure', [], 4],
  ['reminders.repeat', 'line', [], 40],
  ['reminders.max', 'figure', [], 2],
  ['emptyHandler', 'choice', ['', 'admin', 'reject', 'approve', 'user']],
  ['emptyHandlerPerson', 'person', [], 254],
  ['selfHandler', 'choice', ['', 'forbid', 'manager', 'skip', 'allow']],
  ['dedup', 'choice', ['', 'none', 'consecutive', 'once']],
  ['risk', 'choice', ['', 'low', 'high']],
  ['requireComment', 'tick'],
  ['requireSignature', 'tick'],
  ['mandatoryHuman', 'tick'],
  ['pauseOnDelegate', 'tick'],
  ['cc', 'text'],
  ['key', 'line', [], 64],
];
export const COUNTING: readonly { readonly mode: string; readonly shapes: readonly Shape[] }[] = [
  { mode: 'any', shapes: [['anyApprove', 'tick']] },
  { mode: 'all', shapes: [['rejectWaits', 'tick']] },
  {
    mode: 'quorum',
    shapes: [
      ['quorum', 'figure', [], 3],
      ['veto', 'tick'],
    ],
  },
  { mode: 'ratio', shapes: [['ratioBp', 'figure', [], 7]] },
  {
    mode: 'weighted',
    shapes: [
      ['thresholdBp', 'figure', [], 7],
      ['strict', 'tick'],
      ['weights', 'text'],
    ],
  },
  {
    mode: 'ballot',
    shapes: [
      ['ballot.threshold', 'line', [], 9],
      ['ballot.quorum', 'line', [], 9],
      ['ballot.closesAfter', 'line', [], 40],
    ],
  },
];
const SETTINGS: readonly Shape[] = [
  ['withdraw', 'choice', ['', 'untilFirstDecision', 'untilFinal', 'never']],
  ['expiresAfter', 'line', [], 40],
  ['calendar', 'choice'],
  ['dedup', 'choice', ['', 'none', 'consecutive', 'once']],
  ['distinctApprovers', 'choice', ['', 'yes', 'no']],
  ['stepUp', 'choice', ['', 'yes', 'no']],
  ['coolingOff', 'line', [], 40],
  ['linkTtl', 'line', [], 40],
  ['minGap', 'line', [], 40],
  ['afterReturn', 'choice', ['', 'rerun', 'resume']],
  ['minorFields', 'text'],
  ['adminId', 'person', [], 254],
];

interface Placed {
  readonly path: string;
  readonly draft: DraftNode;
}
/** A step with the keys of those to which a rejection can go. */
type PlacedStep = Placed & { readonly others: readonly Option[] };

export const headFields = (step: PlacedStep, choices: Choices) => fieldsOf(HEAD, step, choices);
export const moreFields = (step: PlacedStep, choices: Choices) => fieldsOf(MORE, step, choices);
export const keyField = (block: Placed, choices: Choices) => fieldsOf([['key', 'line', [], 64]], block, choices);
export const countingFields = (step: Placed, choices: Choices) =>
  COUNTING.map(({ mode, shapes }) => ({ mode, fields: fieldsOf(shapes, step, choices) }));
export const settingsFields = (draft: DraftNode, choices: Choices) =>
  fieldsOf(SETTINGS, { path: 'settings', draft }, choices);

function fieldsOf(
  shapes: readonly Shape[],
  { path, draft, others = [] }: Placed & { readonly others?: readonly Option[] },
  choices: Choices,
): readonly FieldPlan[] {
  const { locale } = choices;
  return shapes.map(([name, kind, words = [], most]): FieldPlan => {
    const hint = knownLabel(locale, 'policy-hint', name);
    const label = knownLabel(locale, `policy-${path === 'settings' ? 'setting' : 'field'}`, name);
    return {
      name: `${path}.${name}`,
      kind,
      label: label ?? translate(locale, `policy-field.${name}`),
      ...(hint !== null && { hint }),
      ...(most !== undefined && { most }),
      value: valueAt(draft, name),
      options: kind === 'choice' ? optionsOf(name, words, { ...choices, others }) : [],
    };
  });
}

const valueAt = (draft: DraftNode, name: string): string => {
  const [outer = '', inner] = name.split('.');
  return inner === undefined ? textAt(draft, outer) : textAt(nodeAt(draft, outer), inner);
};

function optionsOf(
  name: string,
  words: readonly string[],
  { locale, calendars, others }: Choices & { readonly others: readonly Option[] },
): readonly Option[] {
  const usual = (key: string): Option => ({ value: '', text: translate(locale, `policy-usual.${key}`) });
  if (name.endsWith('alendar')) return [usual(name), ...calendars.map((key) => ({ value: key, text: key }))];
  if (name === 'mode') return words.map((value) => ({ value, text: labelOf(locale, 'mode', value) }));
  if (name === 'onReject')
    return [
      usual(name),
      ...['end', 'sendBack:START', 'sendBack:previous'].map((value) => optionOf(locale, name, value)),
      ...others,
    ];
  return words.map((value) => (value === '' ? usual(name) : optionOf(locale, name, value)));
}

const optionOf = (locale: Locale, name: string, value: string): Option => ({
  value,
  text: translate(locale, `policy-option.${name}.${value}`),
});

/** A rejection goes back to a step by its name. */
export const returnTo = (locale: Locale, key: string, title: string): Option => ({
  value: `sendBack:${key}`,
  text: translate(locale, 'policy-option.onReject.to', { title: title || key }),
});

const CHAIN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Whom a step may ask, as one list. */
export function sourceOptions({ locale, departments }: Choices): readonly Option[] {
  const who = (word: string, values = {}): string => translate(locale, `diagram.who.${word}`, values);
  return [
    { value: '', text: translate(locale, 'policy-usual.source') },
    { value: 'user', text: translate(locale, 'policy-option.source.user') },
    { value: 'manager', text: who('manager') },
    ...CHAIN.map((levels) => ({ value: `headChain:${levels}`, text: who('head-chain', { levels }) })),
    { value: 'departmentHead', text: who('own-head') },
    { value: 'department', text: who('own-department') },
    ...ROLES.map((role) => ({
      value: `role:${role}`,
      text: translate(locale, 'policy-option.source.role', { role: labelOf(locale, 'role', role) }),
    })),
    ...ENGAGEMENT_ROLES.map((role) => ({
      value: `engagementRole:${role}`,
      text: who('team', { role: labelOf(locale, 'role', role) }),
    })),
    { value: 'requesterSelect', text: who('requester-select') },
    { value: 'previousSelect', text: who('previous-select') },
    ...departments.flatMap(({ id, name }) => [
      { value: `departmentHead:${id}`, text: who('head', { name }) },
      { value: `department:${id}`, text: who('department', { name }) },
    ]),
  ];
}
