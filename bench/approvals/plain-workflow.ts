import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { PlainActivities } from './plain-activities';

const { open, decide } = proxyActivities<PlainActivities>({ startToCloseTimeout: '10 seconds' });
export const openedUpdate = defineUpdate<null>('opened');
export const decideUpdate = defineUpdate<null, [choice: string]>('decide');

/** The same miniature as Tenure's: a row for the request and its task, a decision from outside, its row, the end. */
export async function plainApproval(id: string): Promise<void> {
  const known = { opened: false, decided: false };
  setHandler(openedUpdate, () => condition(() => known.opened).then(() => null));
  setHandler(decideUpdate, async (choice) => {
    await decide(id, choice);
    known.decided = true;
    return null;
  });
  await open(id);
  known.opened = true;
  await condition(() => known.decided);
}
