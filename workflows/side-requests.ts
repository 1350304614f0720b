import { patched } from '@temporalio/workflow';
import { relabel } from './labels';
import { deliver } from './mail';
import type { RequestDecided } from './messages';
import { replan } from './phases/watch';
import { certain } from './proxies';

/** An approval about the engagement that is no gate, such as a change of its contract: what was decided takes effect. */
export async function settleSideRequest(engagementId: string, decision: RequestDecided): Promise<void> {
  if (!patched('side-requests')) return;
  const effect = await certain.applySideRequest({ engagementId, ...decision, now: Date.now() });
  deliver(effect.mails);
  if (effect.relabel) await relabel(engagementId);
  if (effect.replan) await replan(engagementId);
}
