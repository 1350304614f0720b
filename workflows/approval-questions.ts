import type { Event, Question } from '../domain/approval/events';
import type { Node, Step } from '../domain/approval/schema';
import { partiesOf } from '../domain/approval/new-roles';
import type { RequestState } from '../domain/approval/state';
import { branchesOf, isChoice, isParallel, isStep, type Switch } from '../domain/approval/flow';
import { certain } from './proxies';

type FindStep = (state: RequestState, key: string) => Step | undefined;

/** Asks the directory or the policies what the request needs to know, and turns the answer into its next event. */
export async function ask(question: Question, state: RequestState, findStep: FindStep): Promise<Event> {
  const { id: requestId, subjectHash, requesterId, policyKey } = state;
  const asked = { partyIds: partiesOf(state), now: Date.now() };
  switch (question.ask) {
    case 'policy':
      return { type: 'policyLoaded', ...(await certain.snapshotPolicy(policyKey, { requestId, subjectHash })) };
    case 'step': {
      const { stepKey } = question;
      const step = findStep(state, stepKey);
      if (!step) throw new Error(`the policy has no step ${stepKey}`);
      const selected = state.select[stepKey] ?? [];
      const adminId = state.policy?.settings.adminId ?? null;
      const chosen = state.chosen[stepKey] ?? [];
      const people = { requesterId, selected, chosen, adminId, policyKey, ...asked };
      const found = await certain.resolveStep({ requestId, subjectHash, step, ...people });
      return { type: 'stepResolved', stepKey, found };
    }
    case 'branch': {
      const { nodeKey } = question;
      const node = findSwitch(state.policy?.steps ?? [], nodeKey);
      if (!node) throw new Error(`the policy has no block ${nodeKey}`);
      const query = { requestId, subjectHash };
      const branches = isChoice(node)
        ? [await certain.chooseBranch({ ...query, node })]
        : await certain.chooseBranches({ ...query, node });
      return { type: 'branchChosen', nodeKey, branches };
    }
    case 'presence': {
      const adminId = state.policy?.settings.adminId ?? null;
      const query = { personIds: question.personIds, policyKey, adminId, ...asked };
      return { type: 'presenceKnown', people: await certain.presenceOf(query) };
    }
    case 'standIn': {
      const { taskId, who, forId, notIds } = question;
      return { type: 'standInFound', taskId, personId: await certain.findStandIn({ who, forId, notIds, ...asked }) };
    }
  }
}

function findSwitch(nodes: readonly Node[], key: string): Switch | undefined {
  for (const node of nodes) {
    if (isStep(node)) continue;
    if (!isParallel(node) && node.key === key) return node;
    const inner = findSwitch(branchesOf(node).flat(), key);
    if (inner) return inner;
  }
  return undefined;
}
