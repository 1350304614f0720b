import { BORDER, subcontractorsAbroad } from '../../db/read/subcontractor-agenda';
import { noteAlarmed, noteBorderAlarm, unalarmedSubcontractors } from '../../db/stores/subcontractors';
import type { Subcontractor } from '../../domain/contract/subcontractor-schema';
import { CROSS_BORDER_FLAG } from '../../domain/residency/crossings';
import type { AlarmRule } from '../../domain/risk/alarm-rules';
import { soundAlarms } from '../alarms';
import type { AgendaStep, PerformItem } from './index';

/** Somebody works for the vendor without consent, or takes data abroad without an assessment: a red alarm, once. */
export const alarmSubcontractor: PerformItem = (step) =>
  step.item.facts['word'] === BORDER ? alarmBorder(step) : alarmUnapproved(step);

const alarmUnapproved: PerformItem = async (step) => {
  const node = named(step, await unalarmedSubcontractors(step.trx, step.engagement.id));
  if (!node) return { replan: true };
  await noteAlarmed(step.trx, node.id);
  return sound(step, node, 'SUBCONTRACTOR_UNAPPROVED');
};

const alarmBorder: PerformItem = async (step) => {
  const node = named(step, await subcontractorsAbroad(step.trx, step.engagement, step.now));
  if (!node) return { replan: true };
  await noteBorderAlarm(step.trx, node);
  return sound(step, node, CROSS_BORDER_FLAG);
};

const named = ({ item }: AgendaStep, nodes: readonly Subcontractor[]): Subcontractor | undefined =>
  nodes.find(({ id }) => id === item.facts['subcontractor']);

async function sound({ trx, engagement, now }: AgendaStep, node: Subcontractor, rule: AlarmRule) {
  const { id, name: subject, country, personalData, consent } = node;
  const evidence = { subcontractor: id, country, personalData: personalData ? 'yes' : 'no', consent };
  const mails = await soundAlarms({ trx, engagement, now }, [{ rule, severity: 'red', subject, evidence }]);
  return { mails, replan: true };
}
