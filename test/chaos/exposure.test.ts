import type { Violation } from '../../chaos/evidence';
import { exposureOf } from '../../chaos/exposure';

const mutant = {
  name: 'mark-a-mail',
  schedule: 'F-S1',
  breaks: ['I4'],
  tells: /noted as sent and never arrived/,
} as const;
const proof: Violation = { invariant: 'I4', what: 'm1 is noted as sent and never arrived' };
const noise: Violation = { invariant: 'I4', what: 'a mail <x> arrived that no key made' };

test('a mutant is found by what it does, told with how often, and with what was found beside it', () => {
  expect(exposureOf(mutant, [noise, proof, { ...proof, what: proof.what.replace('m1', 'm2') }, noise])).toEqual({
    isFound: true,
    row: `| mark-a-mail | F-S1 | I4: ${proof.what} (2 in all) | 2 of I4, as ${noise.what} |`,
  });
});

test.each<[string, readonly Violation[]]>([
  ['nothing', []],
  ['something else that breaks the same rule', [noise]],
  ['the same words under another rule', [{ ...proof, invariant: 'I10' }]],
])('a mutant is not found by %s', (_what, violations) => {
  expect(exposureOf(mutant, violations)).toMatchObject({ isFound: false });
});
