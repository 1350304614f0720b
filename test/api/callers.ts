import { type Caller, TIES } from '../../api/authorization/rules';
import { OUR_ROLES } from '../../domain/people/people';
import { KEY_SCOPES } from '../../domain/people/key-scopes';

/** Everybody who calls, where it matters how they stand to what is asked for; else one of each. */
export function callersFor(isTied: boolean): readonly Caller[] {
  const ours = OUR_ROLES.flatMap((role) =>
    (isTied ? TIES : (['none'] as const)).map((tie) => ({ kind: 'ours', role, tie }) as const),
  );
  const both = isTied ? [true, false] : [true];
  return [
    { kind: 'nobody' },
    { kind: 'roleless' },
    ...ours,
    ...both.map((own) => ({ kind: 'vendor', own }) as const),
    ...KEY_SCOPES.flatMap((scope) => both.map((own) => ({ kind: 'key', scope, own }) as const)),
  ];
}

export const nameOf = (caller: Caller): string => Object.values(caller).join(' ');
