import { MailCourier, type MailCourierParts } from '../../activities/courier/mail-courier';
import type { Closers } from './closers';

const IDLE_MS = 200;

/**
 * A courier beside the workers: within an activity the test server would let no time pass while it is at work. Answers how
 * to have everything delivered that is due.
 */
export function carryMails(parts: Omit<MailCourierParts, 'clock'>, closers: Closers): () => Promise<void> {
  const courier = new MailCourier({ ...parts, clock: Date.now });
  const stopping = new AbortController();
  const running = goRound(courier, stopping.signal);
  closers.add(async () => {
    stopping.abort();
    await running;
  });
  return async () => {
    while ((await courier.round()) > 0) await courier.settled();
    await courier.settled();
  };
}

async function goRound(courier: MailCourier, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) if ((await courier.round()) === 0) await courier.rest(IDLE_MS);
  await courier.settled();
}
