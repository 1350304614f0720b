import { termOf } from '../../db/read/term';
import { contractInForce } from '../../db/read/contract-in-force';
import { kpisOf } from '../../db/stores/kpis';
import { localDate } from '../../domain/calendar/zone';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

export async function kpiData({ db, engagement, order, frame }: Material): Promise<MailData['kpi-request']> {
  const { period = '', due: dueOn = '', kpis: named = '' } = order.facts;
  const asked = new Set(named.split(', '));
  const kpis = (await kpisOf(db, engagement.id))
    .filter(({ name }) => asked.has(name))
    .map(({ name, unit }) => ({ name, unit }));
  return { ...frame, period, dueOn, kpis };
}

export async function overdueKpiData(material: Material): Promise<MailData['kpi-reminder']> {
  const { engagement, order } = material;
  const data = await kpiData(material);
  return { ...data, overdue: localDate(engagement.time_zone, order.now) > data.dueOn };
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
