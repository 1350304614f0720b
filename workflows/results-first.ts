import type { WorkflowInterceptors } from '@temporalio/workflow';
import { tryUnblockConditions } from '@temporalio/workflow/lib/worker-interface';

type Activate = NonNullable<NonNullable<WorkflowInterceptors['internals']>[number]['activate']>;
type Activation = Parameters<Activate>[0]['activation'];
type Job = NonNullable<Activation['jobs']>[number];

/** More than any chain of promises in a story has links between two things that it waits for. */
const LINKS = 200;

/**
 * Hands results of local activities to the story before anything else that a turn brings, and lets it come to rest. Such a result is
 * otherwise alone in its turn. Only where somebody queried the run is it kept back for the turn after it, where updates and signals would
 * come first, which in a replay come after it: see ADR 0029. A replay never has them together, so no history is played in another way.
 */
export const interceptors = (): WorkflowInterceptors => ({ internals: [{ activate }] });

const activate: Activate = (input, next) => {
  const jobs = input.activation.jobs ?? [];
  const results = jobs.filter(isLocalResult);
  const others = jobs.filter((job) => !isLocalResult(job));
  if (results.length === 0 || others.length === 0) return next(input);
  next({ ...input, activation: { ...input.activation, jobs: results } });
  void atRest().then(() => next({ ...input, activation: { ...input.activation, jobs: others } }));
};

const isLocalResult = ({ resolveActivity }: Job): boolean => resolveActivity?.isLocal === true;

/** There is no event of a story that waits: only what it goes through to get there. */
async function atRest(): Promise<void> {
  do for (let link = 0; link < LINKS; link += 1) await Promise.resolve();
  while (tryUnblockConditions() > 0);
}
