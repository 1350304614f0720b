import fc from 'fast-check';
import { type Dispute, disputeObjection, resolveAccess, settledMinor, standingOf } from '../../../domain/exit/dispute';
import { DISPUTE_OUTCOMES } from '../../../domain/exit/dispute-schema';
import { isCharge, SETTLEMENT_KINDS } from '../../../domain/exit/settlement-kinds';

const dispute = (part: Partial<Dispute>): Dispute => ({
  ...{ id: 'd1', line: 1, side: 'vendor', reason: 'no', raisedBy: null, raisedAt: 0 },
  ...{ outcome: null, minor: null, resolution: null, resolvedBy: null, resolvedAt: null },
  ...part,
});
const CHARGE = { kind: 'unpaid_invoice', minor: 1_000 } as const;
const DEDUCTION = { kind: 'service_credit', minor: 300 } as const;
const OTHER = { kind: 'milestone', minor: 500 } as const;

test.each([
  ['a charge in dispute waits', CHARGE, null, { net: 1_500, firstPayment: 500, suspense: 1_000 }, null],
  ['a charge whose dispute is upheld falls', CHARGE, 0, { net: 500, firstPayment: 500, suspense: 0 }, 0],
  ['a charge whose dispute is withdrawn is paid after all', CHARGE, 1_000, { net: 1_500, firstPayment: 500, suspense: 0 }, 1_000], // prettier-ignore
  ['a charge for which another sum is agreed is paid so', CHARGE, 400, { net: 900, firstPayment: 500, suspense: 0 }, 400], // prettier-ignore
  ['a deduction in dispute is taken', DEDUCTION, null, { net: 200, firstPayment: 200, suspense: 300 }, null],
  ['a deduction whose dispute is upheld is given back', DEDUCTION, 0, { net: 500, firstPayment: 200, suspense: 0 }, 300], // prettier-ignore
  ['a deduction whose dispute is withdrawn stays taken', DEDUCTION, 300, { net: 200, firstPayment: 200, suspense: 0 }, 0], // prettier-ignore
  ['a deduction that is agreed to be higher is taken further', DEDUCTION, 350, { net: 150, firstPayment: 200, suspense: 0 }, -50], // prettier-ignore
])('%s', (_what, line, minor, sums, adjustment) => {
  const standing = standingOf([line, OTHER], [dispute({ minor, outcome: minor === null ? null : 'agreed' })]);
  expect(standing).toMatchObject(sums);
  expect(standing.adjustments.get('d1') ?? null).toBe(adjustment);
});

test('the first payment, what resolutions add and what still waits come to the net', () => {
  const aLine = fc.record({
    kind: fc.constantFrom(...SETTLEMENT_KINDS),
    minor: fc.nat(1_000_000),
    state: fc.constantFrom('undisputed', 'open', ...DISPUTE_OUTCOMES),
    agreed: fc.nat(1_000_000),
  });
  fc.assert(
    fc.property(fc.array(aLine, { maxLength: 30 }), (lines) => {
      const disputes = lines.flatMap((line, index) => {
        if (line.state === 'undisputed') return [];
        const outcome = line.state === 'open' ? null : line.state;
        const minor = outcome && settledMinor(line, outcome, line.agreed);
        return [dispute({ id: String(index), line: index + 1, outcome, minor })];
      });
      const { net, firstPayment, suspense, adjustments } = standingOf(lines, disputes);
      const added = [...adjustments.values()].reduce((sum, minor) => sum + minor, 0);
      const open = lines.filter(({ state }) => state === 'open');
      const waiting = open.filter(({ kind }) => isCharge(kind)).reduce((sum, { minor }) => sum + minor, 0);
      expect(firstPayment + added + waiting).toBe(net);
      expect(suspense).toBe(open.reduce((sum, { minor }) => sum + minor, 0));
    }),
  );
});

test.each([
  ['beyond the last', 3, {}, 'INVALID_FIELDS'],
  ['that was disputed before', 1, {}, 'STATE_CONFLICT'],
  ['of an account that both sides agreed to', 2, { agreed: true }, 'STATE_CONFLICT'],
])('a line %s is not disputed', (_what, line, part, code) => {
  const facts = { lines: 2, disputes: [dispute({ outcome: 'withdrawn' })], agreed: false, ...part };
  expect(disputeObjection(line, facts)?.code).toBe(code);
  expect(disputeObjection(2, { ...facts, agreed: false })).toBeNull();
});

test.each([
  ['the owner', 'owner', ['manager'], null],
  ['finance', 'finance', ['finance'], null],
  ['an auditor in the part of finance', 'finance', ['auditor'], 'FORBIDDEN'],
  ['an administrator', 'x', ['admin'], null],
  ['a manager', 'x', ['manager'], 'FORBIDDEN'],
  ['whoever raised it', 'sponsor', ['executive'], 'FORBIDDEN'],
  ['whoever wrote the lines', 'writer', ['admin'], 'FORBIDDEN'],
] as const)('of a dispute, %s as %s with roles %j resolves it: %s', (_who, id, roles, code) => {
  const team = { ownerId: 'owner', sponsorId: 'sponsor', roles: { finance: 'finance' } };
  const facts = { team, dispute: dispute({ raisedBy: 'sponsor' }), writtenBy: 'writer' };
  expect(resolveAccess({ id, roles: [...roles] }, facts)?.code ?? null).toBe(code);
});
