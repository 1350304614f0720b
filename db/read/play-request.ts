import { branchesTaken } from '../../domain/approval/branching';
import type { Event, Found } from '../../domain/approval/events';
import { findStep, isParallel, isStep, type Switch } from '../../domain/approval/flow';
import { type Asked, play, type Played, type Script } from '../../domain/approval/play';
import { placedNodes } from '../../domain/approval/policy-paths';
import type { RequestState } from '../../domain/approval/state';
import type { Db } from '../knex';
import { peopleForStep, type Snapshot, standInFor, type StepQuery } from './approval-answers';

export interface Stage {
  readonly opened: RequestState;
  readonly snapshot: Snapshot;
  readonly data: Readonly<Record<string, unknown>>;
  readonly roles: Readonly<Record<string, string>>;
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

async function answer(db: Db, stage: Stage, { question, state }: Asked): Promise<Event> {
  switch (question.ask) {
    case 'policy':
      return { type: 'policyLoaded', ...stage.snapshot };
    case 'step':
      return {
        type: 'stepResolved',
        stepKey: question.stepKey,
        found: await people(db, stage, { state, ...question }),
      };
    case 'branch': {
      const { nodeKey } = question;
      return { type: 'branchChosen', nodeKey, branches: branchesTaken(switchOf(state, nodeKey), stage.data) };
    }
    case 'standIn':
      return { type: 'standInFound', taskId: question.taskId, personId: await standInFor(db, question) };
  }
}

function people(db: Db, stage: Stage, { state, stepKey }: { state: RequestState; stepKey: string }): Promise<Found> {
  const step = findStep(state, stepKey);
  if (!step) throw new Error(`the policy has no step ${stepKey}`);
  const { data, roles } = stage;
  const find = stage.people ?? ((query: StepQuery) => peopleForStep(db, query));
  const { requesterId, select, policy } = state;
  const adminId = policy?.settings.adminId ?? null;
  return find({ step, data, roles, requesterId, selected: select[stepKey] ?? [], chosen: [], adminId });
}

function switchOf(state: RequestState, key: string): Switch {
  for (const { node } of placedNodes(state.policy?.steps ?? []))
    if (node.key === key && !isStep(node) && !isParallel(node)) return node;
  throw new Error(`the policy has no block ${key}`);
}
