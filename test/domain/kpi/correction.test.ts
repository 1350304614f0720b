import { correctionAccess, correctionKind, correctionObjection } from '../../../domain/kpi/correction';
import { CORRECTION_STATES } from '../../../domain/kpi/correction-schema';
import { aPerson } from '../../builders';

test.each([
  ['the first of an open period counts', undefined, false, 'vendor', null],
  ['another one of the same side counts', { side: 'vendor' }, false, 'vendor', null],
  ['ours against the vendor waits', { side: 'vendor' }, false, 'us', 'override'],
  ['theirs against ours waits', { side: 'us' }, false, 'vendor', 'override'],
  ['the first of a closed period waits', undefined, true, 'vendor', 'closed-period'],
  ['another one of a closed period waits', { side: 'us' }, true, 'us', 'closed-period'],
] as const)('a value: %s', (_title, newest, closed, side, kind) => {
  expect(correctionKind(newest, { closed, side })).toBe(kind);
});

const [owner, colleague, stranger, vendor] = [
  aPerson({ roles: ['manager'] }),
  aPerson({ roles: ['security'] }),
  aPerson({ roles: ['security'] }),
  aPerson({ roles: ['vendor'] }),
];
const team = { ownerId: owner.id, sponsorId: null, roles: { security: colleague.id, vendorRep: vendor.id } };

test.each([
  ['the owner confirms what the vendor proposed', 'confirm', owner, vendor, true],
  ['the team confirms what the owner proposed', 'confirm', colleague, owner, true],
  ['nobody confirms what they proposed themselves', 'confirm', owner, owner, false],
  ['nobody rejects what they proposed themselves', 'reject', owner, owner, false],
  ['a vendor confirms nothing', 'confirm', vendor, owner, false],
  ['somebody without a part in it confirms nothing', 'confirm', stranger, owner, false],
  ['whoever proposed it withdraws it', 'withdraw', vendor, vendor, true],
  ['nobody else withdraws it', 'withdraw', owner, vendor, false],
] as const)('%s', (_title, act, person, proposer, allowed) => {
  const asked = { person, team, correction: { proposedBy: proposer.id } };
  expect(correctionAccess(act, asked)?.code ?? null).toBe(allowed ? null : 'FORBIDDEN');
});

test('what is decided stays decided', () => {
  const open = CORRECTION_STATES.filter((state) => correctionObjection({ state }) === null);
  expect(open).toEqual(['proposed']);
});
