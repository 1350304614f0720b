import type { Event, Fact } from '../domain/approval/events';
import { nameOfAct } from '../domain/approval/signature';
import type { RequestState } from '../domain/approval/state';

/**
 * What a fact is about names it, and not when it came: a request that was reset may count its events differently, and what it
 * tells once more is to be known again.
 */
export const factKey = (event: Event, state: RequestState, { type }: Fact): string =>
  `${type === 'step.blocked' ? counted(state) : subject(event, state)}:${type}`;

function subject(event: Event, state: RequestState): string {
  const place = `${state.round}.${state.runs.length}`;
  switch (event.type) {
    case 'act':
      return nameOfAct(event.actor.id, event.act);
    case 'policyLoaded':
      return `policy:${place}`;
    case 'stepResolved':
      return `${event.stepKey}:${place}`;
    case 'branchChosen':
      return `${event.nodeKey}:${place}`;
    case 'standInFound':
    case 'presenceKnown':
    case 'presenceChanged':
    case 'tick':
      return counted(state);
  }
}

/** The clock and the absences of people tell of the same thing more than once. */
const counted = ({ version }: RequestState): string => `v${version}`;
