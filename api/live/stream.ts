import type { Response } from 'express';
import { type Subject, subjectKey, versionsOf } from '../../db/read/live';
import type { Services } from '../services';
import type { LiveHub } from './hub';

/** So that a session that has ended, or a right that was taken away, tells nothing any more: browsers come back by themselves. */
const LIFE_MS = 120_000;
/** Proxies close what is silent. */
const PULSE_MS = 20_000;
const COME_BACK_MS = 2_000;
/** What is made of all engagements is made anew so often at most, however much happens to them. */
const CALM_MS: Readonly<Partial<Record<Subject['kind'], number>>> = { home: 10_000, portfolio: 10_000 };

export interface Stream {
  readonly hub: LiveHub;
  readonly db: Services['db'];
  /** Aborted when the process is to end. */
  readonly ending: AbortSignal;
}

/** Server-sent events: the version of a subject at once and whenever it changes. */
export async function streamVersions({ hub, db, ending }: Stream, subject: Subject, res: Response): Promise<void> {
  let told = (await versionsOf(db, [subject])).get(subjectKey(subject)) ?? '';
  res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  if (res.req.method === 'HEAD') return void res.end();
  const listener = new Listener(res);
  listener.say(`retry: ${COME_BACK_MS}\n${event(told)}`);
  let calmUntil = 0;
  const stopWatching = hub.watch(subject, (version) => {
    if (version === told || Date.now() < calmUntil) return;
    listener.say(event(version));
    told = version;
    calmUntil = Date.now() + (CALM_MS[subject.kind] ?? 0);
  });
  const pulse = setInterval(() => listener.say(':\n\n'), PULSE_MS);
  const life = setTimeout(listener.leave, LIFE_MS);
  ending.addEventListener('abort', listener.leave);
  if (ending.aborted) listener.leave();
  await listener.left;
  stopWatching();
  clearInterval(pulse);
  clearTimeout(life);
  ending.removeEventListener('abort', listener.leave);
  listener.end();
}

const event = (version: string): string => `data: ${version}\n\n`;

/**
 * Somebody who listens until one of both has gone. The connection is watched besides the answer: one that waits behind another on
 * the same connection never learns that it was closed.
 */
class Listener {
  leave: () => void = () => undefined;
  readonly left: Promise<void>;

  constructor(private readonly res: Response) {
    this.left = new Promise((gone) => {
      this.leave = gone;
    });
    res.on('error', this.leave).once('close', this.leave);
    res.req.socket.once('close', this.leave);
    if (res.req.socket.destroyed) this.leave();
    res.flushHeaders();
  }

  say(text: string): void {
    if (!this.res.writableEnded && !this.res.destroyed) this.res.write(text);
  }

  end(): void {
    this.res.req.socket.off('close', this.leave);
    if (!this.res.writableEnded) this.res.end();
  }
}
