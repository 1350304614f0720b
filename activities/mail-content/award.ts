import { findAwardNotice } from '../../db/stores/award-notices';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

export async function awardData({ db, order, frame }: Material): Promise<MailData['award-lost'] | null> {
  const notice = await findAwardNotice(db, order.recipientId);
  return notice && { ...frame, rank: notice.rank };
}
