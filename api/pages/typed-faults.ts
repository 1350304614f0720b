import type { Issue } from '../../domain/errors';
import type { TypedOnPage } from '../../templates/service-page-data';
import { commentField, REMARK_FIELD } from '../service-page/rating-form';

/** How a form calls what a record calls otherwise: the first pattern that fits. */
export type Naming = readonly (readonly [path: RegExp, field: string])[];

const TEXT: Naming = [[/^(progress\.)?(comment|reason|note|text)$/, 'text']];
const VERDICT: Naming = [[/^criteria\.(\d+)\.\w+$/, 'reason-$1'], [/^criteria$/, 'reason-0'], ...TEXT];
const ITSELF: Naming = [];
const NAMINGS: Readonly<Record<string, Naming>> = {
  raise: ITSELF,
  contact: [[/^participants\..*$/, 'participants']],
  'give-back': ITSELF,
  'milestone-plan': [
    [/^title$/, 'milestoneTitle'],
    [/^description$/, 'milestoneText'],
    [/^(fee|criteria)\..*$/, '$1'],
  ],
  'milestone-deliver': [[/^links\..*$/, 'links'], ...TEXT],
  'milestone-accept': VERDICT,
  'milestone-reject': VERDICT,
  rate: [
    [/^marks\.(\w+)\.score$/, '$1'],
    [/^marks\.(\w+)\.comment$/, commentField('$1')],
    [/^remark$/, REMARK_FIELD],
  ],
};

function fieldOf(naming: Naming, path: string): string {
  const found = naming.find(([pattern]) => pattern.test(path));
  return found ? path.replace(found[0], found[1]) : path;
}

/** Why a form was refused. */
export interface Refused {
  readonly code: string;
  readonly message?: string;
  readonly errors: readonly Issue[];
}

interface Form {
  readonly act: string;
  readonly fields: TypedOnPage['fields'];
  /** Of a page whose acts have words that acts of other pages have too. */
  readonly naming?: Naming;
}

export type Faulted = Pick<TypedOnPage, 'faults' | 'focus'>;
export const FAULTLESS: Faulted = { faults: {}, focus: null };

/** What is wrong with each field of a form that was refused; the first of them is where work goes on. */
export function faultsIn({ act, fields, naming }: Form, { code, errors }: Refused): Faulted {
  const names = naming ?? NAMINGS[act] ?? TEXT;
  const unsaid = code === 'COMMENT_REQUIRED' && errors.length === 0;
  const found = (unsaid ? [{ path: 'text', message: 'is needed' }] : errors).map(
    ({ path, message }) => [fieldOf(names, path), message] as const,
  );
  const faults = new Map(found.filter(([name]) => name in fields).toReversed());
  const focus = Object.keys(fields).find((name) => faults.has(name)) ?? null;
  return { faults: Object.fromEntries(faults), focus };
}
