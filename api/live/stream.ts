import { once } from 'node:events';
import type { Response } from 'express';
import { type Subject, subjectKey, versionsOf } from '../../db/read/live';
import type { Services } from '../services';
import type { LiveHub } from './hub';

/** So that a session that has ended, or a right that was taken away, tells nothing any more: browsers come back by themselves. */
const LIFE_MS = 120_000;
/** Proxies close what is silent. */
const PULSE_MS = 20_000;
const COME_BACK_MS = 2_000;

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
  res.flushHeaders();
  res.write(`retry: ${COME_BACK_MS}\n${event(told)}`);
  const stopWatching = hub.watch(subject, (version) => {
    if (version !== told) res.write(event(version));
    told = version;
  });
  const pulse = setInterval(() => res.write(':\n\n'), PULSE_MS);
  const end = (): void => void res.end();
  const life = setTimeout(end, LIFE_MS);
  ending.addEventListener('abort', end);
  if (ending.aborted) end();
  if (!res.closed) await once(res, 'close');
  stopWatching();
  clearInterval(pulse);
  clearTimeout(life);
  ending.removeEventListener('abort', end);
}

const event = (version: string): string => `data: ${version}\n\n`;
