import { sentenceOf } from '../../bin/parts/failure';
import type { OpenPeer } from '../approvals/peers';
import { timed } from '../approvals/rounds';
import { pause } from '../approvals/service';

const LIMIT_MS = 60_000;
const EVERY_MS = 20;

/** Milliseconds from the `kill -9` of what executes to the first decision recorded; all others that waited are then decided too, or it fails. */
export async function firstDecision(peer: OpenPeer, waiting: number): Promise<number> {
  const numbers = Array.from({ length: waiting }, (_, n) => n);
  const [first, ...others] = (await timed(numbers, 4, () => peer.start())).done;
  if (first === undefined) throw new Error('nothing waits');
  const from = performance.now();
  await peer.crash();
  await untilDone(() => peer.decide(first));
  const ms = performance.now() - from;
  await timed(others, 4, (task) => untilDone(() => peer.decide(task)));
  return ms;
}

async function untilDone(act: () => Promise<void>): Promise<void> {
  const failure = (): Promise<unknown> =>
    act().then(
      () => undefined,
      (error: unknown) => error ?? 'refused',
    );
  const limit = Date.now() + LIMIT_MS;
  let failed = await failure();
  for (; failed && Date.now() < limit; failed = await failure()) await pause(EVERY_MS);
  if (failed) throw new Error(`no decision within a minute: ${sentenceOf(failed)}`);
}
