import { v5 as uuidv5 } from 'uuid';
import { type SampleSet, sampleSet } from '../../db/stores/samples';
import { findPerson } from '../../db/stores/people';
import type { Db } from '../../db/knex';
import { chinese } from '../../domain/samples/chinese';
import { english } from '../../domain/samples/english';
import type { SamplePerson, SampleStory, SampleVendor, SampleWords } from '../../domain/samples/words';

/** What every step of a set is made from; the same for each repetition. */
export interface Stage {
  readonly set: SampleSet;
  readonly words: SampleWords;
  readonly timeZone: string;
  readonly currency: string;
  readonly now: number;
}

/** Null where the set has gone. */
export async function stageOf(db: Db, setId: string): Promise<Stage | null> {
  const set = await sampleSet(db);
  if (set?.id !== setId) return null;
  const loader = await findPerson(db, set.loaded_by);
  const words = set.locale === 'en' ? english : chinese;
  return { set, words, timeZone: loader?.timeZone ?? 'UTC', currency: 'CNY', now: set.began_at.getTime() };
}

type Thing =
  | `person:${SamplePerson}`
  | `vendor:${SampleVendor}`
  | `engagement:${SampleStory}`
  | `request:${string}`
  | `candidate:${string}`
  | `risk:${string}`;

/** The same thing of a set has the same id, however often it is made. */
export const idOf = ({ set }: Pick<Stage, 'set'>, thing: Thing): string => uuidv5(thing, set.id);
