import { noteAlarmed, unalarmedSubcontractors } from '../../db/stores/subcontractors';
import { soundAlarms } from '../alarms';
import type { PerformItem } from './index';

/** Somebody works for the vendor without anybody's consent: a red alarm, once until there was consent. */
export const alarmSubcontractor: PerformItem = async ({ trx, engagement, now, item }) => {
  const { subcontractor = '' } = item.facts;
  const node = (await unalarmedSubcontractors(trx, engagement.id)).find(({ id }) => id === subcontractor);
  if (!node) return { replan: true };
  await noteAlarmed(trx, node.id);
  const { id, name: subject, country, personalData, consent } = node;
  const evidence = { subcontractor: id, country, personalData: personalData ? 'yes' : 'no', consent };
  const mails = await soundAlarms({ trx, engagement, now }, [
    { rule: 'SUBCONTRACTOR_UNAPPROVED', severity: 'red', subject, evidence },
  ]);
  return { mails, replan: true };
};
