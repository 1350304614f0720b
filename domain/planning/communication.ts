import { addDays } from '../calendar/civil';

/** A day on which the people concerned are told, so many days before (negative) or after the transition. */
export interface CommunicationDay {
  readonly offset: number;
  readonly date: string;
}

export interface PlannedCommunication extends CommunicationDay {
  readonly id: string;
  readonly pending: boolean;
}

export interface CommunicationChange {
  readonly open: readonly CommunicationDay[];
  /** Ids of those whose day has moved. */
  readonly cancel: readonly string[];
}

interface Transition {
  /** The day on which work changes hands. */
  readonly on: string;
  readonly offsets: readonly number[];
  readonly today: string;
}

/**
 * What changes when the day of the transition is set or moves. Whatever was said stays said; what is still to be said moves
 * with the day; a day that lies behind is not made up for, but work that is open stays open.
 */
export function moveCommunications(
  planned: readonly PlannedCommunication[],
  { on, offsets, today }: Transition,
): CommunicationChange {
  const wanted = offsets
    .map((offset) => ({ offset, date: addDays(on, offset) }))
    .filter(({ date }) => date >= today)
    .filter(({ offset, date }) => {
      const same = planned.filter((one) => one.offset === offset);
      return !same.some((one) => !one.pending || one.date === date);
    });
  const moved = planned.filter(({ pending, offset }) => pending && wanted.some((day) => day.offset === offset));
  return { open: wanted, cancel: moved.map(({ id }) => id) };
}
