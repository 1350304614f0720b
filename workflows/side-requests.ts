import { relabel } from './labels';
import { deliver } from './mail';
import type { RequestDecided } from './messages';
import type { Watch } from './phases/watch';
import { certain } from './proxies';

/** An approval about the engagement that is no gate, such as a change of its contract: what was decided takes effect. */
export async function settleSideRequest(engagementId: string, decision: RequestDecided, watch: Watch): Promise<void> {
  const effect = await certain.applySideRequest({ engagementId, ...decision, now: Date.now() });
  deliver(effect.mails);
  if (effect.relabel) await relabel(engagementId);
  if (effect.replan) await watch.replan(engagementId);
}
