import { AsyncLocalStorage } from 'node:async_hooks';

/** The rights of a kind of outsiders, as a role of PostgreSQL that nobody signs in as. */
export const WALL_ROLES = { vendor: 'tenure_vendor' } as const;
export type WallRole = keyof typeof WALL_ROLES;

/** What rows are told apart by. A policy reads each as `wall_ids('<name>')`. */
export const SCOPE_NAMES = [
  'engagements',
  'tenders',
  'candidates',
  'vendors',
  'surveys',
  'open_surveys',
  'invitations',
  'assessments',
  'earlier_assessments',
] as const;
export type ScopeName = (typeof SCOPE_NAMES)[number];

/**
 * Somebody who stands outside, and what is theirs: engagements whose service they take part in, engagements for which they only
 * bid (`tenders`), themselves as candidates and vendors, surveys, those with an open link, their own invitation to one. What is
 * not named is nothing. Of questionnaires the one that is asked, and the one before it, whose answers are compared.
 */
export type Scope = Readonly<Partial<Record<ScopeName, readonly string[]>>> & { readonly role: WallRole };

const current = new AsyncLocalStorage<Scope | 'ours'>();

/** Does the work with the rights of an outsider: whatever it asks of PostgreSQL, through whichever function, is asked by that role. */
export const within = <T>(scope: Scope, work: () => PromiseLike<T>): Promise<T> => current.run(scope, () => sent(work));

/**
 * Does the work with our own rights, though an outsider waits for it: what the product does of itself, such as its trail. For
 * everybody else it changes nothing. A test lists its uses.
 */
export const asOurselves = <T>(work: () => PromiseLike<T>): Promise<T> =>
  current.getStore() ? current.run('ours', () => sent(work)) : sent(work);

/** Knex sends a query when it is awaited: that has to be here, and not where the answer is awaited. */
const sent = async <T>(work: () => PromiseLike<T>): Promise<T> => await work();

/** For whom what runs now is done; nothing where nobody outside is waiting. */
export const currentScope = (): Scope | 'ours' | undefined => current.getStore();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Begins a transaction of an outsider. Role and ids end with it, so that a pooled connection carries nothing to the next
 * caller, also behind a pool of PostgreSQL's own that hands out connections by transaction.
 */
export function beginFor(scope: Scope): string {
  const ids = SCOPE_NAMES.map((name) => `set local tenure.${name} = '{${idsOf(scope, name).join(',')}}'`);
  return ['begin', `set local role ${WALL_ROLES[scope.role]}`, ...ids].join('; ');
}

function idsOf(scope: Scope, name: ScopeName): readonly string[] {
  const ids = scope[name] ?? [];
  const wrong = ids.find((id) => !UUID.test(id));
  if (wrong !== undefined) throw new TypeError(`A scope is of ids: ${name} holds something else.`);
  return ids;
}
