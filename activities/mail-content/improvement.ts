import { findPlan } from '../../db/stores/improvement-plans';
import { kpisOf } from '../../db/stores/kpis';
import { PLAN_NEWS } from '../../domain/improvement/agenda';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';

/** News about a plan or a reminder of it, as it stands when the mail is sent; a measure that was done meanwhile is recalled no more. */
export async function improvementData({ db, order, frame }: Material): Promise<MailData['improvement'] | null> {
  const plan = await findPlan(db, order.facts['plan'] ?? '');
  const word = PLAN_NEWS.find((one) => one === order.facts['word']);
  if (!plan || !word) return null;
  const measure = plan.measures[Number(order.facts['measure'] ?? 0) - 1] ?? null;
  if (measure && measure.doneAt !== null) return null;
  const names = new Map((await kpisOf(db, plan.engagementId)).map(({ key, name }) => [key, name]));
  return {
    ...frame,
    word,
    plan: {
      number: plan.number,
      kpis: plan.kpis.map((key) => names.get(key) ?? key).join(' · '),
      state: plan.state,
      trigger: plan.trigger,
      due: plan.due,
      measure: measure && { title: measure.title, due: measure.due },
    },
  };
}
