import fc from 'fast-check';
import { contractChanges } from '../../../domain/contract/changes';
import type { ContractBody } from '../../../domain/contract/schema';

const before: ContractBody = {
  clauses: [
    { code: 'SCOPE', status: 'present', text: 'Calls' },
    { code: 'AUDIT', status: 'absent' },
  ],
  start: '2026-01-01',
  notice: { months: 3, days: 0 },
  slas: [{ kpiId: 'uptime', target: 99, poolBp: 10_000, allocBp: 5_000 }],
};

test('names each value that differs by its own path, whatever holds it', () => {
  const after: ContractBody = {
    clauses: [
      { code: 'BCP', status: 'present' },
      { code: 'SCOPE', status: 'present', text: 'Calls and chats' },
    ],
    start: '2026-01-01',
    notice: { months: 2, days: 0 },
    slas: [{ kpiId: 'uptime', target: 99.5, poolBp: 10_000, allocBp: 5_000 }],
    atRiskBp: 1_000,
  };
  expect(contractChanges(before, after)).toEqual([
    { path: 'atRiskBp', before: null, after: 1_000 },
    { path: 'clauses.AUDIT.status', before: 'absent', after: null },
    { path: 'clauses.BCP.status', before: null, after: 'present' },
    { path: 'clauses.SCOPE.text', before: 'Calls', after: 'Calls and chats' },
    { path: 'notice.months', before: 3, after: 2 },
    { path: 'slas.uptime.target', before: 99, after: 99.5 },
  ]);
});

test('the order of clauses is no change', () => {
  const turned = { ...before, clauses: before.clauses.toReversed() };
  expect(contractChanges(before, turned)).toEqual([]);
});

test('going back shows every change the other way round', () => {
  const months = fc.record({ months: fc.nat(12), days: fc.nat(30) });
  const body = fc.record({ clauses: fc.constant(before.clauses), notice: months, atRiskBp: fc.nat(10_000) });
  fc.assert(
    fc.property(body, body, (a, b) => {
      const back = contractChanges(b, a).map(({ path, before: was, after: is }) => ({ path, before: is, after: was }));
      expect(back).toEqual(contractChanges(a, b));
    }),
  );
});
