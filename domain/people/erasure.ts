import { type Refusal, refusalOf } from '../errors';

/** All that stands for or against erasing the data of a person, gathered in one moment. */
export interface ErasureFacts {
  readonly active: boolean;
  readonly erased: boolean;
  /** Decisions and items of work that wait for them, and running engagements that they answer for. */
  readonly openTasks: number;
  /** Numbers of engagements under a legal hold in which they took part. */
  readonly held: readonly string[];
}

type Condition = (facts: ErasureFacts) => string | null;

const CONDITIONS = {
  left: ({ active }) => (active ? 'The person has not left: deactivate them first.' : null),
  once: ({ erased }) => (erased ? 'The data of the person has been erased.' : null),
  openTasks: ({ openTasks }) => (openTasks === 0 ? null : `${openTasks} open tasks or engagements are theirs.`),
  legalHold: ({ held }) => (held.length === 0 ? null : `A legal hold forbids it: ${held.join(', ')}.`),
} as const satisfies Record<string, Condition>;

/** Why the data of a person may not be erased now, all of it at once; null where it may. */
export const erasureObjection = (facts: ErasureFacts): Refusal | null =>
  refusalOf(
    'ERASURE_NOT_ALLOWED',
    Object.fromEntries(Object.entries(CONDITIONS).map(([name, condition]) => [name, condition(facts)])),
  );
