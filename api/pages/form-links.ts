import { engagementAccess } from '../../domain/engagement/access';
import { type NextStep, nextStep } from '../../domain/engagement/next-step';
import { FOLLOWED, isBeforeSigning, isEnded, mayPassGate } from '../../domain/engagement/statuses';
import { hasRole, type Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { isBeingDecided } from '../../db/read/needs';
import type { EngagementRow } from '../../db/stores/engagements';
import type { FormLink } from '../../templates/record-form-data';
import { DEFINABLE } from '../define-kpis';
import { teamOf } from '../engagement-scope';
import { suspensionForms } from '../record-form/suspension';

export const formPath = ({ id }: Pick<EngagementRow, 'id'>, form: string): string => `/engagements/${id}/forms/${form}`;

/** Forms by their addresses; behind `of` the one of several records that they are about. */
export const linksTo = (row: Pick<EngagementRow, 'id'>, forms: readonly string[], of = ''): readonly FormLink[] =>
  forms.map((form) => ({ form, href: formPath(row, of === '' ? form : `${form}?of=${of}`) }));

/** Whether a person may write records of an engagement that has not ended. */
export const mayWrite = (row: EngagementRow, person: Person): boolean =>
  !isEnded(row.state) && engagementAccess('edit', person, teamOf(row)) === null;

const FORM_OF: Readonly<Record<NextStep, string>> = {
  needs: 'gate-needs',
  award: 'gate-award',
  contract: 'gate-contract',
  'go-live': 'go-live',
};

/** The form of the step that an engagement waits for, where this person may take it. */
export function stepLink(row: EngagementRow, person: Person): FormLink | null {
  const { state, open_gate: openGate, contract_approved: contractApproved } = row;
  const step = nextStep({ state, openGate, contractApproved });
  if (step === null || !mayWrite(row, person)) return null;
  return { form: FORM_OF[step], href: formPath(row, FORM_OF[step]) };
}

/** The forms of the KPIs: of all of them, and behind a key of one. */
export function kpiForms(row: EngagementRow, person: Person, key?: string): readonly FormLink[] {
  if (!DEFINABLE.some((state) => state === row.state) || !mayWrite(row, person)) return [];
  return key === undefined ? linksTo(row, ['kpis']) : linksTo(row, ['kpi'], key);
}

/** The forms of the needs, for whoever may still change them. */
export async function needsForms(db: Db, row: EngagementRow, person: Person): Promise<readonly FormLink[]> {
  const mayChange = mayPassGate('needs', row.state) && mayWrite(row, person) && !(await isBeingDecided(db, row));
  return linksTo(row, mayChange ? NEEDS_FORMS : []);
}

const NEEDS_FORMS = ['needs', 'needs-assessment', 'needs-case'] as const;

/** What a person may record of an engagement now, each in a form of its own. */
export function formLinks(
  row: EngagementRow,
  { person, now }: { readonly person: Person; readonly now: number },
): readonly FormLink[] {
  const running = FOLLOWED.includes(row.state) && mayWrite(row, person);
  return linksTo(row, [
    ...(isEnded(row.state) ? [] : ['timesheet', ...team(row, person)]),
    ...(running ? RUNNING_FORMS : []),
    ...(running ? [...renewal(row), ...suspensionForms(row, now)] : []),
    ...endings(row, person),
  ]);
}

/** What is recorded of a running service. */
const RUNNING_FORMS = ['invoice', 'review-rhythm', 'improvement-plan', 'survey'] as const;

const team = (row: EngagementRow, person: Person): readonly 'team'[] =>
  engagementAccess('close', person, teamOf(row)) === null ? ['team'] : [];

/** How an engagement may be ended now: by a termination once its contract is signed. */
function endings(row: EngagementRow, person: Person): readonly string[] {
  const mayCancel = hasRole(person, 'admin') && engagementAccess('close', person, teamOf(row)) === null;
  return [
    ...(mayTerminate(row, person) ? ['termination'] : []),
    ...(isBeforeSigning(row.state) && mayWrite(row, person) ? ['withdraw'] : []),
    ...(mayCancel && !isEnded(row.state) ? ['cancel'] : []),
  ];
}

/** Whether a person may ask for the end of a service now. */
export const mayTerminate = (row: EngagementRow, person: Person): boolean =>
  mayPassGate('exit', row.state) && row.open_gate === null && row.exit_cause === null && mayWrite(row, person);

const renewal = (row: EngagementRow): readonly 'gate-renewal'[] =>
  row.open_gate === null && mayPassGate('renewal', row.state) ? ['gate-renewal'] : [];
