import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../bin/parts/failure';
import {
  decideByLink,
  decideByToken,
  type Desk,
  reportValue,
  startEngagement,
  startRequest,
  withdraw,
} from './clients/acts';
import type { Answer } from './clients/call';
import type { PolicyKey } from './clients/world';

/** Longer than every lease and patience together. */
const LIMIT_MS = 180_000;

/**
 * What is done with the product from the opening of a request to its end, by mail and by program, and with an engagement
 * beside it; each call is repeated under its key until somebody knows what became of it. Ends when all of it has ended.
 */
export async function liveThrough(desk: Desk, name: string): Promise<void> {
  await Promise.all([
    approve(desk, `${name}-a`),
    agree(desk, `${name}-b`),
    takeBack(desk, `${name}-c`),
    serve(desk, `${name}-d`),
  ]);
}

async function approve(desk: Desk, key: string): Promise<void> {
  const id = await opened(desk, 'chaos-any', key);
  const task = await eventually(() => mailed(desk, id), `The mail of ${key} never came.`);
  await known(() => decideByLink(desk, { task, choice: 'approve', decisionId: `${key}-link` }));
}

async function agree(desk: Desk, key: string): Promise<void> {
  const id = await opened(desk, 'chaos-all', key);
  for (const task of desk.office.tasksOf(id))
    await known(() => decideByToken(desk, { task, choice: 'approve', decisionId: `${key}-${task.id}` }));
}

async function takeBack(desk: Desk, key: string): Promise<void> {
  const id = await opened(desk, 'chaos-any', key);
  const [{ token: requester }] = desk.world.requesters;
  await known(() => withdraw(desk, `${key}-back`, { id, requester }));
}

async function serve(desk: Desk, key: string): Promise<void> {
  await known(() => startEngagement(desk, desk.world.requesters[0], key));
  const engagementId = desk.office.engagements.at(-1);
  if (engagementId === undefined) return;
  await known(() => reportValue(desk, { engagementId, period: '2026-01', value: 91, key: `${key}-value` }));
}

async function opened(desk: Desk, policyKey: PolicyKey, key: string): Promise<string> {
  const [requester] = desk.world.requesters;
  await known(() => startRequest(desk, { requester, policyKey, key }));
  const started = desk.office.ops.findLast((op) => op.op === 'start' && op.key === key);
  if (started?.op !== 'start' || started.requestId === null) throw new StartFailure(`${key} was never started.`);
  return started.requestId;
}

async function mailed({ office }: Desk, requestId: string) {
  const ids = new Set(office.tasksOf(requestId).map(({ id }) => id));
  return Promise.resolve(office.mailed().find(({ id }) => ids.has(id)));
}

/** Repeats a call until it is done or refused for good. */
async function known(once: () => Promise<Answer | null>): Promise<void> {
  await eventually(async () => {
    const answer = await once();
    return answer !== null && answer.status !== null && answer.outcome !== 'info' ? answer : undefined;
  }, 'A call was never answered.');
}

async function eventually<T>(look: () => Promise<T | undefined>, sentence: string): Promise<T> {
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await sleep(150)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new StartFailure(sentence);
}
