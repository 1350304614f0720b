import type { Engagement, EngagementEvent, GateOutcome } from '../../domain/engagement/engagement';
import type { Changes } from '../changes';
import { callOffReviews } from './reviews';
import type { Watch } from './watch';

/** The notice keeps its state, so nothing is entered: what a suspension and its end set going is set going here. */
export async function duringNotice({ type }: EngagementEvent, { id, state }: Engagement, watch: Watch): Promise<void> {
  if (state !== 'EXITING' || (type !== 'suspended' && type !== 'resumed')) return;
  if (type === 'suspended') await callOffReviews(id, 'SUSPENDED');
  await watch.replan(id);
}

/** Whether the approval of an exit ends a suspension, as it did in runs that got there before it did no longer. */
export const endsSuspension = ({ gate, state }: Engagement, outcome: GateOutcome, changes: Changes): boolean =>
  gate?.gate === 'exit' && outcome === 'approved' && state === 'SUSPENDED' && !changes.has('suspension-outlasts-exit');
