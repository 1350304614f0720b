import { z } from 'zod';
import { StartFailure } from '../parts/failure';
import { until } from '../parts/processes';
import { decideByMail } from './mail-decision';
import type { Actor, Stage, Theatre } from './stage';

const LIMIT_MS = 180_000;
const Task = z.looseObject({ id: z.string(), assigneeId: z.string(), status: z.string() });
const Request = z.looseObject({
  status: z.string(),
  outcomeReason: z.string().nullable(),
  subject: z.looseObject({ title: z.string() }),
  steps: z.array(z.looseObject({ title: z.string(), tasks: z.array(Task) })),
});
type Request = z.infer<typeof Request>;

export interface Gate {
  readonly requestId: string;
  readonly comment: string;
}

type Asked = Theatre & Pick<Stage, 'people'>;

/** Every person who is asked answers the mail they got, until the request is decided. */
export async function passGate(play: Asked, { requestId, comment }: Gate): Promise<void> {
  const approvers: string[] = [];
  const step = async (): Promise<boolean> => {
    const request = await play.admin({ method: 'GET', path: `/requests/${requestId}` }, Request);
    if (request.status === 'approved') return true;
    if (request.status !== 'pending')
      throw new StartFailure(
        `${request.subject.title} is ${request.status} (${request.outcomeReason ?? 'no reason'}).`,
      );
    const asked = nextAsked(play, request);
    if (!asked) return false;
    await decideByMail(play, { ...asked, comment });
    approvers.push(`${asked.person.name} (${asked.title})`);
    return false;
  };
  await until(step, { limitMs: LIMIT_MS, sentence: `The request ${requestId} was not decided within three minutes.` });
  play.say(`approved by mail: ${approvers.join(', ')}`);
}

function nextAsked({ people }: Asked, { steps }: Request): { id: string; person: Actor; title: string } | undefined {
  const open = steps.flatMap(({ title, tasks }) => tasks.map((task) => ({ ...task, title })));
  for (const { id, assigneeId, status, title } of open) {
    const person = Object.values(people).find((one) => one.id === assigneeId);
    if (status === 'active' && person) return { id, person, title };
  }
  return undefined;
}
