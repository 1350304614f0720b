import type { CallLimits } from '../caller-config';
import { Throttle } from './links/throttle';
import { TooManyRequests } from './problems';

/** Whose calls are counted: those of a token by themselves, those of a browser with all others of its person. */
export interface CountedCall {
  readonly personId: string;
  readonly tokenId: string | null;
}

/** Counts a call; throws `TOO_MANY_REQUESTS` where it is beyond the limit. */
export type CallLimit = (call: CountedCall, now: number) => void;

/** Counts the calls of people and of their API tokens in this process, so that nobody takes the time of all. */
export function callLimit({ perPerson, perToken }: CallLimits): CallLimit {
  const [people, tokens] = [new Throttle(perPerson), new Throttle(perToken)];
  return ({ personId, tokenId }, now) => {
    const [throttle, sender] = tokenId === null ? [people, personId] : [tokens, tokenId];
    const wait = throttle.wait(sender, now);
    if (wait > 0) throw new TooManyRequests('There were too many calls within this minute.', wait);
    throttle.count(sender, now);
  };
}
