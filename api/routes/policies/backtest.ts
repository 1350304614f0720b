import { Backtest, BacktestBody } from '../../../domain/approval/backtest-schema';
import { backtestPolicy } from '../../policy-backtest';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { PolicyParams } from './params';

export const backtestRoute = ({ db }: Pick<Services, 'db'>): Route =>
  route<PolicyParams, unknown, BacktestBody>({
    method: 'post',
    path: '/policies/{key}/backtest',
    summary: 'What past requests would have become under a candidate; nothing is written or sent',
    tag: 'Approvals',
    access: ['admin', 'manager', 'auditor'],
    params: PolicyParams,
    body: BacktestBody,
    answers: { 200: Backtest },
    idempotent: false,
    handle: async ({ params: { key }, body }) => ok(await backtestPolicy(db, key, body)),
  });
