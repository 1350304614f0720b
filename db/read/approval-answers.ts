import { stepApplies } from '../../domain/approval/branching';
import type { Candidate, Found, Presence } from '../../domain/approval/events';
import { branchesOf, isStep } from '../../domain/approval/flow';
import { heldApart } from '../../domain/approval/held-apart';
import type { Node, PolicyVersion, Step } from '../../domain/approval/schema';
import type { PolicySnapshot } from '../../domain/approval/state';
import { everyAccount } from '../../domain/people/accounts';
import type { WorkCalendar } from '../../domain/calendar/schema';
import type { Db } from '../knex';
import { accountsOf } from '../stores/accounts';
import { findCalendar } from '../stores/calendars';
import { findPerson } from '../stores/people';
import { findPolicy } from '../stores/policies';
import { managerIn, teamIn } from './appointments';
import { candidatesFor } from './approvers';
import { dutyRules } from './duty-rules';
import { presenceOf } from './presence';
import { holdersOf, type WaitingMatter, waitingMatter } from './role-holders';

/** What a running request asks the directory and the policies; whoever plays a request asks in the same place. */
export interface Snapshot {
  readonly policy: PolicySnapshot;
  readonly calendars: Readonly<Record<string, WorkCalendar>>;
  /** Who last changed the subject of the round; absent where nobody is kept from deciding by that. */
  readonly editorIds?: readonly string[];
}

/** The newest version of a policy with the calendars that it counts by. */
export async function newestSnapshot(db: Db, key: string): Promise<Snapshot | null> {
  const found = await findPolicy(db, key);
  return found ? snapshotOf(db, found) : null;
}

/** As the version counts now: what the rules of separated duties rule out has no effect, whenever it was saved. */
export async function snapshotOf(db: Db, { key, version, settings, steps }: PolicyVersion): Promise<Snapshot> {
  const calendars: Record<string, WorkCalendar> = {};
  for (const name of calendarKeys(steps, settings.calendar)) {
    const stored = await findCalendar(db, name);
    if (stored) calendars[name] = stored.calendar;
  }
  return { policy: { key, version, settings, steps: heldApart(steps, await dutyRules(db)) }, calendars };
}

const calendarKeys = (nodes: readonly Node[], own: string | undefined): ReadonlySet<string> =>
  new Set([...(own === undefined ? [] : [own]), ...nodes.flatMap(keysOf)]);

function keysOf(node: Node): readonly string[] {
  if (isStep(node)) return node.sla ? [node.sla.calendar] : [];
  return branchesOf(node).flatMap((branch) => branch.flatMap(keysOf));
}

export interface StepQuery {
  readonly step: Step;
  readonly data: Readonly<Record<string, unknown>>;
  /** The team of the engagement, for people named by their part in it. */
  readonly roles: Readonly<Record<string, string>>;
  /** The engagement whose team it is. */
  readonly engagementId?: string | null;
  readonly requesterId: string;
  readonly selected: readonly string[];
  readonly chosen: readonly string[];
  readonly adminId: string | null;
  readonly policyKey: string;
  /** People with a part in the request; whoever plays one before it is made may leave it to the requester. */
  readonly partyIds?: readonly string[];
  /** Epoch milliseconds of business time. */
  readonly now: number;
}

/** The people whom a step names, as the directory knows them now. */
export async function peopleForStep(db: Db, query: StepQuery): Promise<Found> {
  const { step, data, policyKey, now } = query;
  const applies = stepApplies(step, data);
  const { named, matter } = applies ? await namedFor(db, query) : { named: [], matter: await matterOf(db, query) };
  const adminIds = await admins(db, query.adminId, matter);
  const fallback = step.emptyHandler?.startsWith('user:') ? step.emptyHandler.slice('user:'.length) : null;
  const fallbackId = await activeId(db, fallback);
  const personIds = named.map(({ personId }) => personId);
  const away = await presenceOf(db, { personIds, policyKey, adminIds, now, matter });
  const candidates = named.map((one) => withPresence(one, away[one.personId]));
  const managerIds = named.flatMap(({ managerId }) => managerId ?? []);
  const accounts = await accountsOf(db, [
    ...personIds,
    ...managerIds,
    ...adminIds,
    ...(fallbackId ? [fallbackId] : []),
  ]);
  return { applies, candidates, adminIds, fallbackId, ...(Object.keys(accounts).length > 0 && { accounts }) };
}

const matterOf = (db: Db, { partyIds, requesterId, now }: StepQuery): Promise<WaitingMatter> =>
  waitingMatter(db, { partyIds: partyIds ?? [requesterId], now });

/** Who is asked has a part in the request as well: what one of them changed of another does not count yet. */
async function namedFor(db: Db, query: StepQuery): Promise<{ named: readonly Candidate[]; matter: WaitingMatter }> {
  const matter = await matterOf(db, query);
  const first = await namedIn(db, query, matter);
  if (matter.hours === 0) return { named: first, matter };
  const partyIds = [...matter.partyIds, ...first.map(({ personId }) => personId)];
  const wider = await waitingMatter(db, { ...matter, partyIds });
  return { named: await namedIn(db, query, wider), matter: wider };
}

async function namedIn(db: Db, query: StepQuery, matter: WaitingMatter): Promise<readonly Candidate[]> {
  const { engagementId = null, roles } = query;
  return candidatesFor({ db, ...query, roles: await teamIn(db, { engagementId, roles }, matter), matter });
}

const withPresence = (candidate: Candidate, presence: Presence | undefined): Candidate =>
  presence ? { ...candidate, presence } : candidate;

export interface PresenceQuery extends Pick<StepQuery, 'policyKey' | 'adminId' | 'partyIds' | 'now'> {
  readonly personIds: readonly string[];
}

/** Who of some people is away or has left, and who acts for them; whoever is not named is there. */
export async function peopleAway(
  db: Db,
  { adminId, partyIds = [], ...query }: PresenceQuery,
): Promise<Readonly<Record<string, Presence>>> {
  const matter = await waitingMatter(db, { partyIds, now: query.now });
  return presenceOf(db, { ...query, adminIds: await admins(db, adminId, matter), matter });
}

export interface StandInQuery {
  readonly who: string;
  readonly forId: string;
  readonly notIds: readonly string[];
  readonly partyIds?: readonly string[];
  /** Epoch milliseconds of business time; missing in what was asked before roles could wait. */
  readonly now?: number;
}

/** A person to step in: the manager, an administrator, or the one named; null when nobody may. */
export async function standInFor(db: Db, { who, forId, notIds, ...query }: StandInQuery): Promise<string | null> {
  const out = everyAccount(notIds, await accountsOf(db, notIds));
  const free = (id: string | null): id is string => id !== null && !out.has(id);
  const { partyIds = [], now = Date.now() } = query;
  const matter = await waitingMatter(db, { partyIds, now });
  if (who === 'admin') return (await admins(db, null, matter)).find(free) ?? null;
  const wanted = who === 'manager' ? await managerIn(db, await findPerson(db, forId), matter) : who;
  return free(wanted) ? activeId(db, wanted) : null;
}

/** Active administrators, the one preferred first. */
async function admins(db: Db, first: string | null, matter: WaitingMatter): Promise<readonly string[]> {
  const ids = (await holdersOf(db, 'admin', matter)).map(({ id }) => id);
  const own = await activeId(db, first);
  return own === null ? ids : [own, ...ids.filter((id) => id !== own)];
}

async function activeId(db: Db, id: string | null): Promise<string | null> {
  const person = id === null ? null : await findPerson(db, id);
  return person?.active ? person.id : null;
}
