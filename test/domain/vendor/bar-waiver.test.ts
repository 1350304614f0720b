import { ROLES } from '../../../domain/people/people';
import { confirmObjection } from '../../../domain/vendor/bar-waiver';

const asked = { askedBy: 'ann', confirmedBy: null };
const MAY = ['admin', 'manager', 'executive', 'legal'];

test.each(ROLES)('a second person with the role %s confirms only where the role manages or supervises', (role) =>
  expect(confirmObjection(asked, { id: 'bo', roles: [role] })?.code ?? null).toBe(
    MAY.includes(role) ? null : 'FORBIDDEN',
  ),
);

test.each(ROLES)('whoever asked confirms nothing, also with the role %s', (role) =>
  expect(confirmObjection(asked, { id: 'ann', roles: [role] })?.code).toBe('FORBIDDEN'),
);

test('what is confirmed is not confirmed again', () => {
  const confirmed = { ...asked, confirmedBy: 'cy' };
  expect(confirmObjection(confirmed, { id: 'bo', roles: ['manager'] })?.code).toBe('STATE_CONFLICT');
  expect(confirmObjection(confirmed, { id: 'bo', roles: ['evaluator'] })?.code).toBe('FORBIDDEN');
});
