import { z } from 'zod';
import { StartFailure } from '../parts/failure';
import { until } from '../parts/processes';
import type { Gate } from '../../domain/engagement/statuses';
import { passGate } from './approvals';
import { Accepted } from './http';
import { type Actor, actor, holder, type Play, type Stage, type TeamRole } from './stage';

const STATE_LIMIT_MS = 180_000;
const View = z.looseObject({ id: z.string(), number: z.string(), state: z.string() });

/** Posts the engagement: this is what starts its workflow. */
export async function openEngagement(stage: Stage): Promise<Play> {
  const { example, run } = stage;
  const { title, serviceType, timeZone, currency, needs } = example;
  const team = Object.entries(example.team).map(([role, key]) => [role, actor(stage, key).id]);
  const owner = holder(stage, 'owner');
  const body = {
    title,
    serviceType,
    timeZone,
    currency,
    needs,
    ownerId: owner.id,
    sponsorId: holder(stage, 'sponsor').id,
    roles: Object.fromEntries(team) as unknown,
  };
  const { id, number } = await owner.call(
    { method: 'POST', path: '/engagements', body, key: `demo-${run}-${example.key}` },
    View,
  );
  stage.say(`${number} is open, its workflow is engagement-${id}`);
  return { ...stage, id };
}

interface Submission {
  readonly gate: Exclude<Gate, 'exit'>;
  readonly by: TeamRole;
  readonly body?: Readonly<Record<string, string>>;
  readonly comment: string;
  /** Tells apart submissions of a gate that comes more than once. */
  readonly occasion?: string;
}

/** Submits a gate and has its approvers answer their mails. */
export async function throughGate(play: Play, { gate, by, body = {}, comment, occasion }: Submission): Promise<void> {
  const request = { method: 'POST', path: `/engagements/${play.id}/gates/${gate}/submit`, body } as const;
  const { requestId } = await holder(play, by).call(
    { ...request, key: `demo-${play.run}-${play.id}-${[gate, occasion].join('-')}` },
    Accepted,
  );
  await passGate(play, { requestId, comment });
}

/** Waits until the engagement is in a state; its workflow moves it there by itself. */
export async function reachState(play: Play, state: string): Promise<void> {
  const seen = { state: '' };
  const isThere = async (): Promise<boolean> => {
    seen.state = (await play.admin({ method: 'GET', path: `/engagements/${play.id}` }, View)).state;
    if (['REJECTED', 'WITHDRAWN', 'CANCELLED'].includes(seen.state))
      throw new StartFailure(`The engagement is ${seen.state}.`);
    return seen.state === state;
  };
  await until(isThere, {
    limitMs: STATE_LIMIT_MS,
    sentence: `The engagement did not reach ${state} within three minutes.`,
  });
  play.say(`state ${state}`);
}

export const put = (person: Actor, path: string, body: unknown): Promise<unknown> =>
  person.call({ method: 'PUT', path, body }, z.unknown());
