import { vendorVoice } from '../../db/read/vendor-voice';
import { accountNow } from '../../db/read/settlement-account';
import { workCalendarOf } from '../../db/read/work-calendar';
import { openActionItem } from '../../db/stores/action-items';
import { silenceKey } from '../../db/stores/dispute-work';
import { askOf, noteSettlementSaid } from '../../db/stores/settlement-answers';
import { dueAfter } from '../../domain/action-item/due';
import { SETTLEMENT_NEWS, type SettlementNews } from '../../domain/exit/confirmation';
import type { AgendaStep, PerformItem } from './index';
import { letters } from './people';

const OWED_DAYS = 5;

/** The vendor is asked to agree to the settlement and recalled once; then its owner hears that it is silent. */
export const speakOfSettlement: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const { sha256 = '' } = item.facts;
  const word = SETTLEMENT_NEWS.find((one) => one === item.facts['word']);
  const account = await accountNow(trx, engagement.id);
  const ask = await askOf(trx, engagement.id, sha256);
  if (!word || !ask || account?.sha256 !== sha256 || account.confirmed) return { replan: true };
  const voice = await vendorVoice(trx, engagement);
  const recipient = voice && (voice.personId ?? voice.vendorId);
  // Without anybody to ask there is nothing to wait for.
  const words: readonly SettlementNews[] = recipient ? [word] : SETTLEMENT_NEWS;
  await noteSettlementSaid(trx, engagement.id, { sha256, said: [...new Set([...ask.said, ...words])] });
  if (!recipient || word === 'silent') {
    await openSilence(step, sha256);
    return { replan: true };
  }
  const subject = `${sha256.slice(0, 16)}:${word}`;
  const mails = letters(engagement, [recipient], { kind: 'vendor-settlement', subject, facts: { word }, now });
  return { mails, replan: true };
};

/** Nothing is agreed by silence: the owner gets the agreement on paper, or leaves it out with a second person. */
async function openSilence({ trx, engagement, now }: AgendaStep, sha256: string): Promise<void> {
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  await openActionItem(trx, {
    key: silenceKey(engagement.id, sha256),
    engagementId: engagement.id,
    kind: 'settlement-silent',
    assigneeId: engagement.owner_id,
    escalateIds: engagement.sponsor_id ? [engagement.sponsor_id] : [],
    opensAt: now,
    dueAt: dueAfter(calendar, { from: now, days: OWED_DAYS }),
    now,
  });
}
