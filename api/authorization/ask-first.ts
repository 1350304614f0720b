import type { EngagementAct } from '../../domain/engagement/access';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import type { Db } from '../../db/knex';
import { findAlarm } from '../../db/stores/alarms';
import { findLesson } from '../../db/stores/lessons';
import { readableItem } from '../action-items';
import { scopedEngagement } from '../engagement-scope';
import { readableRequest } from '../request-access';
import { scopedReview } from '../reviews/act';
import { rowFor } from './matrix';
import { type RuleName } from './rules';

interface Asked {
  readonly db: Db;
  readonly id: string;
  readonly actor: Person;
}
type Ask = (asked: Asked) => Promise<unknown>;

/** What a rule asks of the engagement that a path names. */
const ACTS: Partial<Record<RuleName, EngagementAct>> = {
  know: 'know',
  edit: 'edit',
  runs: 'edit',
  report: 'report',
  evaluate: 'evaluate',
  accept: 'accept',
  close: 'close',
};

/** Asks whether the caller may do this to what the path names. */
export type AskFirst = (asked: Asked) => Promise<void>;

/**
 * What is asked before query and body are read, so that nobody learns from the faults of what was sent, and no file is
 * taken from who may not send it. The handler asks again, with the thing held.
 */
export function askFirst(route: { readonly method: string; readonly path: string }): AskFirst {
  const { who } = rowFor(route);
  const ask = typeof who === 'string' && who !== 'public' ? askOf(route.path, who) : null;
  return async ({ id, ...asked }) => {
    // Another form than that of our ids names nothing; the parameters are read next and say so.
    if (ask && Uuid.safeParse(id).success) await ask({ id, ...asked });
  };
}

function askOf(path: string, rule: RuleName): Ask | null {
  if (rule === 'request') return ({ db, id, actor }) => readableRequest(db, id, actor);
  if (rule === 'item') return ({ db, id, actor }) => readableItem(db, id, actor);
  const act = ACTS[rule];
  return act === undefined ? null : (asked) => scoped(path, asked, act);
}

async function scoped(path: string, { db, id, actor }: Asked, act: EngagementAct): Promise<void> {
  if (path.startsWith('/reviews/')) await scopedReview(db, id, { actor, act });
  else await scopedEngagement(db, await engagementIn(path, { db, id }), { actor, act });
}

async function engagementIn(path: string, { db, id }: Pick<Asked, 'db' | 'id'>): Promise<string> {
  if (path.startsWith('/alarms/')) return known((await findAlarm(db, id))?.engagementId, 'alarm');
  if (path.startsWith('/lessons/')) return known((await findLesson(db, id))?.source.engagementId, 'lesson');
  return id;
}

function known(engagementId: string | undefined, what: string): string {
  if (engagementId === undefined) throw new DomainError('NOT_FOUND', `There is no such ${what}.`);
  return engagementId;
}
