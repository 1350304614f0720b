import type { Engagement } from '../domain/engagement/engagement';
import type { Changes } from './changes';
import type { Said } from './messages';
import { recorder } from './proxies';

export interface Fact {
  readonly type: string;
  readonly actorId?: string;
  readonly channel: Said['channel'] | 'workflow';
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes down what became of an engagement, by whom and how. */
export const recordStep = (
  changes: Changes,
  engagement: Engagement,
  { type, actorId, channel, detail }: Fact,
): Promise<void> =>
  recorder(changes).recordEngagement({ engagement, type, actorId: actorId ?? null, channel, detail, now: Date.now() });
