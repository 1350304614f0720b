import { z } from 'zod';
import { formsOf } from '../../bin/demo/forms';
import type { Choice } from '../evidence';
import { type Answer, call } from './call';
import type { KnownRequest, KnownTask, Office } from './office';
import { KPI, type Person, type PolicyKey, type World } from './world';

export interface Desk {
  readonly client: number;
  readonly base: string;
  /** As mails name the product: browsers send it as the origin of forms. */
  readonly origin: string;
  readonly world: World;
  readonly office: Office;
}

const Started = z.looseObject({
  id: z.string(),
  steps: z.array(z.looseObject({ tasks: z.array(z.looseObject({ id: z.string(), assigneeId: z.string() })) })),
});
const Created = z.looseObject({ id: z.string() });
const API = '/api/v1';

const heard = ({ outcome, status, code, hasRetryAfter, invokeTs, returnTs }: Answer) => ({
  ...{ outcome, status, code, hasRetryAfter },
  ...{ invokeTs, returnTs },
});

export interface Start {
  readonly requester: Person;
  readonly policyKey: PolicyKey;
  readonly key: string;
}

/** Asks for an approval; the key stands in what is asked for, so that its row can be found again. */
export async function startRequest(desk: Desk, { requester, policyKey, key }: Start): Promise<Answer> {
  const mark = `Pay ${key}`;
  const json = { policyKey, subject: { type: 'payment', title: mark, data: {} } };
  const { base, client, office } = desk;
  const answer = await call({ base, method: 'POST', path: `${API}/requests`, token: requester.token, key, json });
  const view = answer.outcome === 'ok' ? Started.parse(JSON.parse(answer.text)) : null;
  office.log({ op: 'start', client, key, mark, requestId: view?.id ?? null, ...heard(answer) });
  if (view && policyKey !== 'chaos-slow') {
    office.requests.push({ id: view.id, requester: requester.token });
    for (const { id, assigneeId } of view.steps.flatMap(({ tasks }) => tasks))
      office.knowTask({ id, assignee: assigneeId, link: null, requestId: view.id });
  }
  return answer;
}

export interface Decision {
  readonly task: KnownTask;
  readonly choice: Choice;
  readonly decisionId: string;
}

/** Decides as a program does, with the token of whoever is asked. */
export async function decideByToken(desk: Desk, { task, choice, decisionId }: Decision): Promise<Answer | null> {
  const { base, client, office, world } = desk;
  const person = world.approvers.find(({ id, email }) => id === task.assignee || email === task.assignee);
  if (!person) return null;
  const path = `${API}/tasks/${task.id}/actions`;
  const json = { action: choice, decisionId, comment: 'as seen' };
  const answer = await call({ base, method: 'POST', path, token: person.token, key: decisionId, json });
  const told = { op: 'decide', client, key: decisionId, taskId: task.id, choice, via: 'api' } as const;
  office.log({ ...told, ...heard(answer) });
  return answer;
}

/** Decides as a person does: opens the page behind the link of a mail and sends its form. */
export async function decideByLink(desk: Desk, { task, choice, decisionId }: Decision): Promise<Answer> {
  const { base, client, office, origin } = desk;
  const { pathname } = new URL(task.link ?? origin);
  const page = await call({ base, method: 'GET', path: pathname });
  const form = formsOf(page.text).find(({ choices }) => choices['decision']?.includes(choice));
  // Without a form nothing is left to decide, or the page did not come.
  if (!form) return page;
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  const filled = { ...form.fields, decision: choice, comment: 'as seen' };
  const answer = await call({ base, method: 'POST', path: pathname, headers, form: filled });
  const told = { op: 'decide', client, key: decisionId, taskId: task.id, choice, via: 'link' } as const;
  office.log({ ...told, ...heard(answer) });
  return answer;
}

export async function withdraw(desk: Desk, key: string, request: KnownRequest): Promise<Answer> {
  const { base, client, office } = desk;
  const path = `${API}/requests/${request.id}/actions`;
  const json = { action: 'withdraw', comment: 'no longer needed' };
  const answer = await call({ base, method: 'POST', path, token: request.requester, key, json });
  office.log({ op: 'withdraw', client, key, requestId: request.id, ...heard(answer) });
  return answer;
}

export async function startEngagement(desk: Desk, owner: Person, key: string): Promise<Answer> {
  const { base, client, office } = desk;
  const mark = `Serve ${key}`;
  const json = { title: mark, serviceType: 'customer-service', ownerId: owner.id };
  const { token } = owner;
  const answer = await call({ base, method: 'POST', path: `${API}/engagements`, token, key, json });
  const id = answer.outcome === 'ok' ? Created.parse(JSON.parse(answer.text)).id : null;
  office.log({ op: 'engage', client, key, mark, engagementId: id, ...heard(answer) });
  if (id !== null && (await defineKpi(desk, id, token))) office.engagements.push(id);
  return answer;
}

async function defineKpi({ base }: Desk, id: string, token: string): Promise<boolean> {
  const goal = { direction: 'maximise', floor: 0, target: 100 };
  const json = [{ key: KPI, name: 'Uptime', unit: '%', weightBp: 10_000, source: 'internal', ...goal }];
  const answer = await call({ base, method: 'PUT', path: `${API}/engagements/${id}/kpis`, token, json });
  return answer.outcome === 'ok';
}

export interface Reading {
  readonly engagementId: string;
  readonly period: string;
  readonly value: number;
  readonly key: string;
}

export async function reportValue(desk: Desk, { engagementId, period, value, key }: Reading): Promise<Answer> {
  const { base, client, office, world } = desk;
  const path = `${API}/engagements/${engagementId}/kpis/${KPI}/values`;
  const answer = await call({ base, method: 'POST', path, token: world.adminToken, key, json: { period, value } });
  office.log({ op: 'value', client, key, engagementId, period, value, ...heard(answer) });
  return answer;
}
