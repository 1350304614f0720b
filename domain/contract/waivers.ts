import { isStep } from '../approval/flow';
import type { Node } from '../approval/schema';
import type { Refusal } from '../errors';
import { hasRole, type Person } from '../people/people';

/** A clause that the contract does without, by somebody of the law department. */
export interface ClauseWaiver {
  readonly code: string;
  readonly reason: string;
  readonly waivedById: string;
}

/** Why somebody may not waive a clause of a version: it takes a person of legal who did not write it. */
export function waiverObjection(
  person: Pick<Person, 'id' | 'roles'>,
  { writtenById }: { readonly writtenById: string | null },
): Refusal | null {
  if (!hasRole(person, 'legal'))
    return { code: 'FORBIDDEN', message: 'Only somebody with the role legal waives a clause.' };
  return person.id === writtenById
    ? { code: 'FORBIDDEN', message: 'Who wrote this version cannot waive its clauses: ask another person of legal.' }
    : null;
}

/** Codes whose waivers hold for a version. Who waived and then wrote the version themselves would have agreed with themselves. */
export const holdingWaivers = (waivers: readonly ClauseWaiver[], writtenById: string | null): ReadonlySet<string> =>
  new Set(waivers.flatMap(({ code, waivedById }) => (waivedById === writtenById ? [] : [code])));

/** Whether somebody of legal decides under a policy, whatever the subject: in a step of its own that is never left out. */
export const asksLegal = (steps: readonly Node[]): boolean =>
  steps.some(
    (node) =>
      isStep(node) &&
      node.when === undefined &&
      node.assignees.some(
        (one) => ('role' in one && one.role === 'legal') || ('engagementRole' in one && one.engagementRole === 'legal'),
      ),
  );
