import fc from 'fast-check';
import type { Role } from '../../../domain/people/people';
import {
  consentObjection,
  MAX_DEPTH,
  rankOf,
  treeObjection,
  worksUnapproved,
} from '../../../domain/contract/subcontractors';

interface Node {
  readonly id: string;
  readonly parentId: string | null;
  readonly vendorId: string | null;
}
const node = (id: string, parentId: string | null = null, vendorId: string | null = null): Node => ({
  id,
  parentId,
  vendorId,
});
const OWN = { vendorId: 'own' };
const chain = (length: number): Node[] =>
  Array.from({ length }, (_, index) => node(`n${index + 1}`, index === 0 ? null : `n${index}`));
const fault = (others: Node[], one: Node) => treeObjection(others, one, OWN)?.errors?.[0]?.path ?? null;

test.each<[string, Node[], Node, string | null]>([
  ['works for the vendor', [], node('a'), null],
  ['works for another sub-contractor', [node('a')], node('b', 'a'), null],
  ['is the vendor itself', [], node('a', null, 'own'), 'vendorId'],
  ['works for nobody known', [node('a')], node('b', 'x'), 'parentId'],
  ['works for itself', [node('a')], node('a', 'a'), 'parentId'],
  ['is moved below its own sub-contractor', [node('a'), node('b', 'a'), node('c', 'b')], node('a', 'c'), 'parentId'],
  ['stands above itself under another entry', [node('a', null, 'v'), node('b', 'a')], node('c', 'b', 'v'), 'vendorId'],
  ['works beside itself elsewhere', [node('a', null, 'v'), node('b')], node('c', 'b', 'v'), null],
  ['is the fifth level', chain(4), node('x', 'n4'), null],
  ['is the sixth level', chain(5), node('x', 'n5'), 'parentId'],
  [
    'brings too many levels along',
    [...chain(3), node('x'), node('y', 'x'), node('z', 'y')],
    node('x', 'n3'),
    'parentId',
  ],
])('a sub-contractor that %s', (_what, others, one, path) => expect(fault(others, one)).toBe(path));

test('whatever is entered or moved, the tree stays a tree of at most five levels', () => {
  const ids = Array.from({ length: 9 }, (_, n) => `n${n}`);
  const move = fc.record({
    id: fc.constantFrom(...ids),
    parentId: fc.option(fc.constantFrom(...ids)),
    vendorId: fc.option(fc.constantFrom('own', 'v1', 'v2')),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      let nodes: Node[] = [];
      for (const one of moves)
        if (!treeObjection(nodes, one, OWN)) nodes = [...nodes.filter(({ id }) => id !== one.id), one];
      for (const one of nodes) {
        const path = [one];
        for (let at = one; at.parentId !== null; path.push(at)) {
          const parent = nodes.find(({ id }) => id === at.parentId);
          expect(parent).toBeDefined();
          at = parent ?? { ...at, parentId: null };
          expect(path).not.toContain(at);
        }
        expect(rankOf(nodes, one)).toBe(path.length);
        expect(path.length).toBeLessThanOrEqual(MAX_DEPTH);
        expect(one.vendorId).not.toBe('own');
      }
    }),
  );
});

test.each<[string, readonly Role[], boolean]>([
  ['asker', ['legal'], false],
  ['other', ['legal'], true],
  ['other', ['security'], true],
  ['other', ['executive'], true],
  ['other', ['evaluator'], false],
  ['other', ['finance'], false],
])('%s with %j may consent: %s', (id, roles, may) =>
  expect(consentObjection({ id, roles }, { requestedById: 'asker' }) === null).toBe(may),
);

test.each([
  [true, 'requested', true],
  [true, 'refused', true],
  [true, 'consented', false],
  [false, 'requested', false],
  [false, 'refused', false],
] as const)('active %s with consent %s alarms: %s', (active, consent, alarms) =>
  expect(worksUnapproved({ active, consent })).toBe(alarms),
);
