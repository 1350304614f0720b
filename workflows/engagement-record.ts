import type { Engagement } from '../domain/engagement/engagement';
import type { Said } from './messages';
import { recorder } from './proxies';

interface Fact {
  readonly actorId?: string;
  readonly channel: Said['channel'] | 'workflow';
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes down what became of an engagement, by whom and how. */
export const recordStep = (engagement: Engagement, type: string, { actorId, channel, detail }: Fact): Promise<void> =>
  recorder().recordEngagement({ engagement, type, actorId: actorId ?? null, channel, detail, now: Date.now() });
