import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { metricsRouter } from '../../api/metrics';
import { type TestDatabase, testDatabase } from '../database';
import { ALERTS, fieldOf, isOfWorkers, namesIn, PANELS, seriesIn } from '../deploy-figures';

const ROOT = join(__dirname, '..', '..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

async function metrics(): Promise<string> {
  const app = express().use(metricsRouter({ db: own.db, clock: Date.now, config: {} }));
  return (await request(app).get('/metrics')).text;
}

test('every metric of the dashboard and of the alerts that is not of a worker is one that the API exports', async () => {
  const known = seriesIn(await metrics());
  const expressions = [...ALERTS.map((alert) => fieldOf(alert, 'expr')), ...PANELS];
  expect(ALERTS.length).toBeGreaterThan(5);
  expect(PANELS.length).toBeGreaterThan(5);
  for (const expression of expressions)
    expect([expression, namesIn(expression).length > 0]).toEqual([expression, true]);
  const names = expressions.flatMap(namesIn).filter((name) => !isOfWorkers(name));
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

test('every figure of our own is on the dashboard', async () => {
  const shown = PANELS.flatMap(namesIn).map((name) => name.replace(/_(bucket|count|sum)$/, ''));
  const ours = [...(await metrics()).matchAll(/^# TYPE (tenure_\S+) /gm)].map(([, name]) => name);
  expect(ours.filter((name) => name !== undefined && !shown.includes(name))).toEqual([]);
});

test.each(ALERTS.map((alert) => [alert.split('\n')[0], alert]))(
  '%s says how grave it is and which runbook helps',
  (_name, alert) => {
    expect(fieldOf(alert, 'labels')).toMatch(/^\{ severity: (page|ticket) \}$/);
    expect(fieldOf(alert, 'summary')).not.toBe('');
    const [page = '', anchor = ''] = fieldOf(alert, 'runbook').split('#');
    expect(existsSync(join(ROOT, page))).toBe(true);
    const anchors = [...textOf(page).matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors).toContain(anchor);
  },
);

test('mails on their way are counted by how they stand, and the age is that of the oldest that is still to go out', async () => {
  const order = (key: string, minutes: number, part: object) => ({
    ...{ key, kind: 'kpi-reminder', recipient_id: 'r', facts: '{}', due_at: new Date() },
    ordered_at: own.db.raw(`now() - make_interval(mins => ?)`, [minutes]),
    ...part,
  });
  await own
    .db('mail_orders')
    .insert([
      order('a', 1, {}),
      order('b', 10, { attempts: 2, last_error: '421 later' }),
      order('c', 20, { attempts: 3, last_error: '421 later' }),
      order('d', 3_000, { attempts: 9, last_error: '550 no', next_at: null }),
    ]);
  const text = await metrics();
  expect(text).toContain('tenure_mail_orders{state="waiting"} 1');
  expect(text).toContain('tenure_mail_orders{state="failing"} 2');
  expect(text).toContain('tenure_mail_orders{state="given-up"} 1');
  const age = Number(/^tenure_oldest_mail_order_seconds (\S+)$/m.exec(text)?.[1]);
  expect(age).toBeGreaterThanOrEqual(1_200);
  expect(age).toBeLessThan(1_300);
});
