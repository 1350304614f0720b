import { branchesTaken } from '../../domain/approval/branching';
import type { Event, Found } from '../../domain/approval/events';
import { findStep, isParallel, isStep, type Switch } from '../../domain/approval/flow';
import { type Asked, play, type Played, type Script } from '../../domain/approval/play';
import { placedNodes } from '../../domain/approval/policy-paths';
import { partiesOf } from '../../domain/approval/new-roles';
import type { RequestState } from '../../domain/approval/state';
import type { Db } from '../knex';
import { peopleAway, peopleForStep, type Snapshot, standInFor, type StepQuery } from './approval-answers';

export interface Stage {
  readonly opened: RequestState;
  readonly snapshot: Snapshot;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles: Readonly<Record<string, string>>;
  /** The engagement whose team these are. */
  readonly engagementId?: string;
  readonly script: Script;
  /** Who answers for the directory; the directory itself unless said otherwise. */
  readonly people?: (query: StepQuery) => Promise<Found>;
}

/** Plays a request over the policies and the directory of now; it only reads. */
export async function playRequest(db: Db, stage: Stage): Promise<Played> {
  const playing = play(stage.opened, stage.script);
  let turn = playing.next();
  while (!turn.done) turn = playing.next(await answer(db, stage, turn.value));
  return turn.value;
}

async function answer(db: Db, stage: Stage, asking: Asked): Promise<Event> {
  const { question, state, now } = asking;
  const partyIds = partiesOf(state);
  switch (question.ask) {
    case 'policy':
      return { type: 'policyLoaded', ...stage.snapshot };
    case 'step':
      return {
        type: 'stepResolved',
        stepKey: question.stepKey,
        found: await people(db, stage, { state, now, ...question }),
      };
    case 'branch': {
      const { nodeKey } = question;
      return { type: 'branchChosen', nodeKey, branches: branchesTaken(switchOf(state, nodeKey), stage.data) };
    }
    case 'presence': {
      const { policyKey, policy } = state;
      const query = {
        personIds: question.personIds,
        policyKey,
        adminId: policy?.settings.adminId ?? null,
        partyIds,
        now,
      };
      return { type: 'presenceKnown', people: await peopleAway(db, query) };
    }
    case 'standIn':
      return {
        type: 'standInFound',
        taskId: question.taskId,
        personId: await standInFor(db, { ...question, partyIds, now }),
      };
  }
}

function people(db: Db, stage: Stage, { state, stepKey, now }: StepAsked): Promise<Found> {
  const step = findStep(state, stepKey);
  if (!step) throw new Error(`the policy has no step ${stepKey}`);
  const { data, roles, engagementId } = stage;
  const team = { roles, ...(engagementId !== undefined && { engagementId }) };
  const find = stage.people ?? ((query: StepQuery) => peopleForStep(db, query));
  const { requesterId, select, chosen, policy, policyKey } = state;
  const adminId = policy?.settings.adminId ?? null;
  const named = { selected: select[stepKey] ?? [], chosen: chosen[stepKey] ?? [] };
  return find({ step, data, ...team, requesterId, ...named, adminId, policyKey, partyIds: partiesOf(state), now });
}

interface StepAsked {
  readonly state: RequestState;
  readonly stepKey: string;
  readonly now: number;
}

function switchOf(state: RequestState, key: string): Switch {
  for (const { node } of placedNodes(state.policy?.steps ?? []))
    if (node.key === key && !isStep(node) && !isParallel(node)) return node;
  throw new Error(`the policy has no block ${key}`);
}
