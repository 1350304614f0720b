import { type Part, PART_NAMES } from '../../api/authorization/parts';
import { type Caller, TIES } from '../../api/authorization/rules';
import { OUR_ROLES } from '../../domain/people/people';
import { KEY_SCOPES } from '../../domain/people/key-scopes';
import type { Things } from './planted';

/** What a path names: a thing of an engagement, a request, or nothing that somebody has a part in. */
export type Tied = 'engagement' | 'request' | null;

export const tiedTo = (thing: keyof Things | null): Tied => {
  if (thing === null) return null;
  return thing === 'requests' ? 'request' : 'engagement';
};

/** Everybody who calls, where it matters how they stand to what is asked for; else one of each. */
export function callersFor(tied: Tied): readonly Caller[] {
  const ours = OUR_ROLES.flatMap((role) =>
    (tied ? TIES : (['none'] as const)).map((tie) => ({ kind: 'ours', role, tie }) as const),
  );
  const both = tied ? [true, false] : [true];
  return [
    { kind: 'nobody' },
    { kind: 'roleless' },
    ...ours,
    ...both.map((own) => ({ kind: 'vendor', own }) as const),
    ...KEY_SCOPES.flatMap((scope) => both.map((own) => ({ kind: 'key', scope, own }) as const)),
    ...(tied === 'request' ? partiesOf([true, false], PART_NAMES) : partiesOf([true], TASKS_GIVE_NOTHING)),
  ];
}

/** Roles of the people who have parts: one that opens no request by itself, and none. */
export const PARTY_ROLES = ['hr', null] as const;
/** A task of the engagement's request opens nothing but the request. */
const TASKS_GIVE_NOTHING: readonly Part[] = ['asked', 'handed the task', 'substitute', 'has decided'];

const partiesOf = (
  requests: readonly boolean[],
  parts: readonly Part[],
): readonly Extract<Caller, { kind: 'party' }>[] =>
  requests.flatMap((ofEngagement) =>
    PARTY_ROLES.flatMap((role) => parts.map((part) => ({ kind: 'party', role, part, ofEngagement }) as const)),
  );
/** Everybody with a part in one of the two requests, and who has none. */
export const parties = partiesOf([true, false], PART_NAMES);

export const nameOf = (caller: Caller): string => Object.values(caller).join(' ');
