import { termOf } from '../../db/read/term';
import { contractInForce } from '../../db/read/contract-in-force';
import { definitionsFor } from '../../db/read/period-card';
import { localDate } from '../../domain/calendar/zone';
import { dueOnDay } from '../../domain/action-item/marks';
import type { KpiDefinition } from '../../domain/kpi/record-schema';
import type { MailOrder } from '../../domain/mail/order';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

export async function kpiData({ db, engagement, order, frame }: Material): Promise<MailData['kpi-request']> {
  const { period = '', due = '' } = order.facts;
  const { kpis } = await definitionsFor(db, engagement.id, period);
  return {
    ...frame,
    period,
    dueAt: dueOnDay(engagement.time_zone, due),
    kpis: kpis.filter(isAsked(order)).map(({ name, unit, target, direction }) => ({ name, unit, target, direction })),
  };
}

/** Mails that were ordered before KPIs had their keys in them name them as people do. */
function isAsked({ facts }: MailOrder): (kpi: Pick<KpiDefinition, 'key' | 'name'>) => boolean {
  const { keys, kpis: named = '' } = facts;
  const asked = new Set(keys === undefined ? named.split(', ') : keys.split(','));
  return ({ key, name }) => asked.has(keys === undefined ? name : key);
}

export async function overdueKpiData(material: Material): Promise<MailData['kpi-reminder']> {
  const data = await kpiData(material);
  return { ...data, overdue: material.order.now > data.dueAt };
}

export async function noticeData({ db, engagement, order, frame }: Material): Promise<MailData['notice-reminder']> {
  const { deadline = '', termEnd = '', daysLeft = '0' } = order.facts;
  const contract = await contractInForce(db, engagement.id, localDate(engagement.time_zone, order.now));
  const renewal = contract?.terms.renewal ?? 'none';
  return { ...frame, noticeDeadline: deadline, currentEnd: termEnd, daysLeft: Number(daysLeft), renewal };
}

export async function renewedData({ db, engagement, order, frame }: Material): Promise<MailData['contract-renewed']> {
  const { termEnd = '', newEnd = '' } = order.facts;
  const term = await termOf(db, engagement.id, localDate(engagement.time_zone, order.now));
  return { ...frame, from: termEnd, until: newEnd, noticeDeadline: term?.noticeDeadline ?? newEnd, tacit: true };
}

export const standingData = ({ order, frame }: Material): Promise<MailData['standing']> => {
  const { period = '', before = '', standing = '', score = '' } = order.facts;
  return Promise.resolve({ ...frame, period, before, standing, score: score === '' ? null : Number(score) });
};

export const expiredData = ({ order, frame }: Material): Promise<MailData['contract-expired']> =>
  Promise.resolve({ ...frame, endedOn: order.facts['termEnd'] ?? '' });
