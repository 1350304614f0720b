import type { ErrorCode } from '../../domain/errors';
import type { DecisionForm } from '../../templates/page-data';

/** Refusals that are about one field, which says so itself. */
const ABOUT: Partial<Readonly<Record<ErrorCode, string>>> = {
  DECISION_REQUIRED: 'decision',
  COMMENT_REQUIRED: 'comment',
  CODE_REQUIRED: 'code',
  TARGET_NOT_REACHABLE: 'target',
};

/** The fields of a form that decides a task, in the order of the page, as far as it has them. */
export const decisionFields = (
  form: Pick<DecisionForm, 'targets' | 'requireSignature'>,
  namesPeople: boolean,
): readonly string[] => [
  'decision',
  ...(namesPeople ? ['userIds'] : []),
  ...(form.targets.length > 0 ? ['target'] : []),
  'comment',
  ...(form.requireSignature ? ['signature'] : []),
];

interface Refused {
  readonly refusal: ErrorCode | null;
  readonly faults: readonly string[];
}

/** Where the work on a refused form of a request goes on. */
export interface Pointed {
  /** The first field that is wrong; null where the refusal is about none of them. */
  readonly focus: string | null;
  /** The field that the refusal is about as a whole: it stands beside that, and nowhere else. */
  readonly about: string | null;
}

/** The fields of the form come in the order of the page. */
export function pointedAt({ refusal, faults }: Refused, fields: readonly string[]): Pointed {
  const about = fields.find((name) => refusal !== null && ABOUT[refusal] === name) ?? null;
  return { focus: fields.find((name) => name === about || faults.includes(name)) ?? null, about };
}
