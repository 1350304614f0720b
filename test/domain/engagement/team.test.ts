import { missingRoles, roleConflicts, SHIPPED_TEAM_RULES } from '../../../domain/engagement/team';

const pathsOf = (issues: readonly { readonly path: string }[]): readonly string[] => issues.map(({ path }) => path);
const FULL = {
  ownerId: 'o',
  sponsorId: 's',
  roles: { contractManager: 'c', serviceManager: 'm', security: 'x', finance: 'f', hr: 'h', vendorRep: 'v' },
};

describe('a team', () => {
  test('with somebody in every role lacks nothing and has no conflict', () => {
    expect(missingRoles(FULL, SHIPPED_TEAM_RULES)).toEqual([]);
    expect(roleConflicts(FULL, SHIPPED_TEAM_RULES)).toEqual([]);
  });

  test('names every role that nobody holds; its owner always holds theirs', () => {
    const bare = { ownerId: 'o', sponsorId: null, roles: {} };
    expect(pathsOf(missingRoles(bare, SHIPPED_TEAM_RULES))).toEqual(
      ['sponsor', 'contractManager', 'serviceManager', 'security', 'finance', 'hr'].map((role) => `roles.${role}`),
    );
  });

  test.each([
    ['the owner who is finance too', { finance: 'o' }, ['roles.finance']],
    ['somebody called owner beside the owner', { owner: 'f' }, ['roles.finance']],
    ['the vendor who supervises itself', { serviceManager: 'v' }, ['roles.serviceManager']],
    ['one person with two roles that go together', { contractManager: 'm' }, []],
  ])('finds %s', (_title, roles, paths) => {
    const team = { ...FULL, roles: { ...FULL.roles, ...roles } };
    expect(pathsOf(roleConflicts(team, SHIPPED_TEAM_RULES))).toEqual(paths);
  });

  test('goes by the rules that an organisation has set', () => {
    const rules = { required: ['legal' as const], conflicts: [['hr', 'security'] as ['hr', 'security']] };
    expect(pathsOf(missingRoles(FULL, rules))).toEqual(['roles.legal']);
    expect(roleConflicts({ ...FULL, roles: { ...FULL.roles, finance: 'o' } }, rules)).toEqual([]);
  });
});
