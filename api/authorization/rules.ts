import type { KeyScope } from '../../domain/people/key-scopes';
import { OUR_ROLES, type OurRole } from '../../domain/people/people';
import { type Part, partMay } from './parts';

/** What ties a person to the engagement or the request that is asked for. */
export const TIES = ['owner', 'service manager', 'team', 'none'] as const;
export type Tie = (typeof TIES)[number];

/** Somebody who calls: each has one role, so that every answer has one reason. */
export type Caller =
  | { readonly kind: 'nobody' }
  /** An account without any role. */
  | { readonly kind: 'roleless' }
  | { readonly kind: 'ours'; readonly role: OurRole; readonly tie: Tie }
  /** Who speaks for the vendor of this engagement, or of another one only. */
  | { readonly kind: 'vendor'; readonly own: boolean }
  /** Somebody with this part in the request that is asked for, which may be one of the engagement; null has no role. */
  | { readonly kind: 'party'; readonly role: OurRole | null; readonly part: Part; readonly ofEngagement: boolean }
  | { readonly kind: 'key'; readonly scope: KeyScope; readonly own: boolean };

/** `allowed` is every answer to somebody who may call: a success, a fault in what was sent, a state that forbids it. */
export type Answer = 'allowed' | 401 | 403 | 404;

export interface Rule {
  /** Roles that may, wherever they stand. */
  readonly roles: readonly OurRole[];
  /** Ties that are enough for everybody of ours; an auditor gains nothing by them. */
  readonly ties: readonly Tie[];
  readonly vendor: 'none' | 'own' | 'any';
  /** Whether a part in the request that lets one read it is enough for everybody, and who reads the requests of engagements besides. */
  readonly request?: { readonly byPart: boolean; readonly ofEngagement: readonly OurRole[] };
  /** What others of ours, people of vendors and people without a role get. */
  readonly refusal: { readonly ours: 403 | 404; readonly outside: 403 | 404 };
  readonly text: string;
}

const everyone = OUR_ROLES;
const LEADS = ['owner'] as const satisfies readonly Tie[];
const TEAM = ['owner', 'service manager', 'team'] as const satisfies readonly Tie[];
const CLOSED = { ours: 403, outside: 403 } as const;
const HIDDEN_OUTSIDE = { ours: 403, outside: 404 } as const;
const HIDDEN = { ours: 404, outside: 404 } as const;

/**
 * Who may, by name. These lines are what people review. The functions that decide are written elsewhere; which of them a route
 * asks before it reads on stands here as well (`askFirst`), and its handler asks again.
 */
export const RULES = {
  'signed-in': {
    roles: everyone,
    ties: [],
    vendor: 'any',
    refusal: CLOSED,
    text: 'everybody with an account, for what is their own',
  },
  insiders: { roles: everyone, ties: [], vendor: 'none', refusal: CLOSED, text: 'everybody in the organisation' },
  requesters: {
    roles: everyone.filter((role) => role !== 'auditor'),
    ties: [],
    vendor: 'none',
    refusal: CLOSED,
    text: 'everybody in the organisation but auditors',
  },
  know: {
    roles: everyone,
    ties: [],
    vendor: 'own',
    refusal: HIDDEN_OUTSIDE,
    text: 'everybody in the organisation, and the representative of the vendor of the engagement',
  },
  edit: {
    roles: ['admin', 'manager'],
    ties: TEAM,
    vendor: 'none',
    refusal: CLOSED,
    text: 'administrators, managers and the team of the engagement',
  },
  report: {
    roles: ['admin', 'manager'],
    ties: TEAM,
    vendor: 'own',
    refusal: HIDDEN_OUTSIDE,
    text: 'administrators, managers, the team, and the representative of the vendor of the engagement',
  },
  runs: {
    roles: ['admin', 'manager'],
    ties: TEAM,
    vendor: 'none',
    refusal: HIDDEN_OUTSIDE,
    text: 'as `edit`; the representative of the vendor knows of it and is told no',
  },
  evaluate: {
    roles: ['admin', 'manager', 'evaluator'],
    ties: TEAM,
    vendor: 'none',
    refusal: CLOSED,
    text: 'administrators, managers, evaluators and the team of the engagement',
  },
  accept: {
    roles: ['admin'],
    ties: ['owner', 'service manager'],
    vendor: 'none',
    refusal: CLOSED,
    text: 'administrators, owner, sponsor and service manager of the engagement',
  },
  close: {
    roles: ['admin'],
    ties: LEADS,
    vendor: 'none',
    refusal: CLOSED,
    text: 'administrators, owner and sponsor of the engagement',
  },
  request: {
    roles: ['admin', 'manager', 'executive', 'auditor'],
    ties: LEADS,
    vendor: 'own',
    request: { byPart: true, ofEngagement: everyone },
    refusal: HIDDEN,
    text: 'administrators, managers, executives, auditors, everybody with a part in the request that lets them read it; requests of engagements: everybody in the organisation',
  },
  item: {
    roles: everyone,
    ties: [],
    vendor: 'own',
    refusal: HIDDEN,
    text: 'everybody in the organisation, and the assignee',
  },
} as const satisfies Record<string, Rule>;
export type RuleName = keyof typeof RULES;

/** One route: everybody (`public`), a rule by name, or the roles that may. */
export type Who = 'public' | RuleName | readonly OurRole[];

export interface Row {
  readonly who: Who;
  /** Machines may call it with a key of this scope, in its own engagement. */
  readonly key?: KeyScope;
  /** What is asked beyond the rule, once the call has been read. */
  readonly then?: string;
}

/** `{method path: row}`; a bare value is a row without more. */
export type Rows = Readonly<Record<string, Who | Row>>;

export const rowOf = (given: Who | Row): Row => (typeof given === 'object' && 'who' in given ? given : { who: given });

export const ruleOf = (who: Exclude<Who, 'public'>): Rule =>
  typeof who === 'string'
    ? RULES[who]
    : { roles: who, ties: [], vendor: 'none', refusal: CLOSED, text: `roles ${who.join(', ')}` };

/** What a caller gets from a route. */
export function expectedAnswer({ who, key }: Row, caller: Caller): Answer {
  if (who === 'public') return 'allowed';
  if (caller.kind === 'nobody') return 401;
  if (caller.kind === 'key') {
    if (caller.scope !== key) return 403;
    return caller.own ? 'allowed' : 404;
  }
  if (caller.kind === 'party') return partyAnswer(who, caller);
  return answerOf(ruleOf(who), caller, who === 'signed-in');
}

/** A part opens what the rule says; for the rest people are what their role makes of them. */
function partyAnswer(
  who: Exclude<Who, 'public'>,
  { role, part, ofEngagement }: Extract<Caller, { kind: 'party' }>,
): Answer {
  const { request } = ruleOf(who);
  if (request?.byPart && partMay(part, 'read')) return 'allowed';
  if (role !== null && ofEngagement && request?.ofEngagement.includes(role)) return 'allowed';
  const caller = role === null ? ({ kind: 'roleless' } as const) : ({ kind: 'ours', role, tie: 'none' } as const);
  return answerOf(ruleOf(who), caller, who === 'signed-in');
}

function answerOf(
  { roles, ties, vendor, refusal }: Rule,
  caller: Exclude<Caller, { kind: 'nobody' | 'key' | 'party' }>,
  takesAnybody: boolean,
): Answer {
  if (caller.kind === 'roleless') return takesAnybody ? 'allowed' : refusal.outside;
  if (caller.kind === 'vendor') {
    if (vendor === 'any' || (vendor === 'own' && caller.own)) return 'allowed';
    return caller.own ? 403 : refusal.outside;
  }
  const byTie = caller.role !== 'auditor' && ties.includes(caller.tie);
  return roles.includes(caller.role) || byTie ? 'allowed' : refusal.ours;
}
