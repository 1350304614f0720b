import { isChoice } from '../domain/approval/flow';
import type { Event, Question } from '../domain/approval/events';
import type { Choice, Node, Step } from '../domain/approval/schema';
import type { RequestState } from '../domain/approval/state';
import { branchesOf, isStep } from '../domain/approval/flow';
import { certain } from './proxies';

type FindStep = (state: RequestState, key: string) => Step | undefined;

/** Asks the directory or the policies what the request needs to know, and turns the answer into its next event. */
export async function ask(question: Question, state: RequestState, findStep: FindStep): Promise<Event> {
  const { id: requestId, subjectHash, requesterId } = state;
  switch (question.ask) {
    case 'policy':
      return { type: 'policyLoaded', ...(await certain.snapshotPolicy(state.policyKey)) };
    case 'step': {
      const { stepKey } = question;
      const step = findStep(state, stepKey);
      if (!step) throw new Error(`the policy has no step ${stepKey}`);
      const selected = state.select[stepKey] ?? [];
      const adminId = state.policy?.settings.adminId ?? null;
      const found = await certain.resolveStep({ requestId, subjectHash, requesterId, step, selected, adminId });
      return { type: 'stepResolved', stepKey, found };
    }
    case 'branch': {
      const { nodeKey } = question;
      const node = findChoice(state.policy?.steps ?? [], nodeKey);
      if (!node) throw new Error(`the policy has no choice ${nodeKey}`);
      return { type: 'branchChosen', nodeKey, branch: await certain.chooseBranch({ requestId, subjectHash, node }) };
    }
    case 'standIn': {
      const { taskId, who, forId, notIds } = question;
      return { type: 'standInFound', taskId, personId: await certain.findStandIn({ who, forId, notIds }) };
    }
  }
}

function findChoice(nodes: readonly Node[], key: string): Choice | undefined {
  for (const node of nodes) {
    if (isStep(node)) continue;
    if (isChoice(node) && node.key === key) return node;
    const inner = findChoice(branchesOf(node).flat(), key);
    if (inner) return inner;
  }
  return undefined;
}
