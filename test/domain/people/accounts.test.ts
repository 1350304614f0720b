import fc from 'fast-check';
import { type Accounts, everyAccount, isSamePerson } from '../../../domain/people/accounts';

const A2: Accounts = { A: ['A2'] };

test.each([
  ['nothing is known', ['A'], undefined, ['A']],
  ['nobody has several', ['A', 'B'], {}, ['A', 'B']],
  ['from the account that was looked up', ['A'], A2, ['A', 'A2']],
  ['from the other one', ['A2', 'B'], A2, ['A2', 'B', 'A']],
  ['somebody else’s', ['B'], A2, ['B']],
  ['three of one person', ['A3'], { A: ['A2', 'A3'] }, ['A3', 'A', 'A2']],
] satisfies [string, string[], Accounts | undefined, string[]][])('%s', (_name, ids, accounts, expected) => {
  expect([...everyAccount(ids, accounts)].sort()).toEqual([...expected].sort());
});

const people = fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 8 });

test('accounts of one person are the same whichever was looked up, and nobody else is', () => {
  fc.assert(
    fc.property(people, fc.nat(), (personOf, place) => {
      const ids = personOf.map((_, index) => String(index));
      const of = (id: string): string[] => ids.filter((one) => personOf[Number(one)] === personOf[Number(id)]);
      const looked = String(place % ids.length);
      const accounts = { [looked]: of(looked).filter((id) => id !== looked) };
      for (const id of ids) expect(isSamePerson(looked, id, accounts)).toBe(of(looked).includes(id));
      for (const id of of(looked)) expect([...everyAccount([id], accounts)].sort()).toEqual(of(looked).sort());
    }),
  );
});
