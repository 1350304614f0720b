import { feeRests } from '../../../domain/contract/fee-rests';

const SUSPENDED = [
  { since: '2027-03-10', until: '2027-03-20' },
  { since: '2027-05-25', until: null },
];
const says = (from: string | null, rests?: boolean) => ({
  from,
  terms: rests === undefined ? {} : { feeRestsWhenSuspended: rests },
});

test.each([
  ['says nothing', [says(null)], []],
  ['says that it goes on', [says(null, false)], []],
  ['says that it rests', [says(null, true)], SUSPENDED],
  ['says so from the middle of a suspension on', [says('2027-03-15', true), says(null)], [{ since: '2027-03-15', until: '2027-03-20' }, SUSPENDED[1]]],
  ['said so until then', [says('2027-03-15', false), says(null, true)], [{ since: '2027-03-10', until: '2027-03-15' }]],
  ['says so from a day of a suspension on that lasts', [says('2027-06-01', true), says('2027-04-01', false), says(null, true)], [SUSPENDED[0], { since: '2027-06-01', until: null }]],
])('the fee of suspended days is owed by what the contract says on them: it %s', (_, binding, rests) => {
  expect(feeRests(SUSPENDED, binding)).toEqual(rests);
}); // prettier-ignore
