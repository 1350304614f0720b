import { refusalWords } from '../../templates/refusal-words';

const ROLES = 'Your roles do not allow this.';
const OWN = 'Another administrator has to settle what you have asked for.';
const service = (code: string, message: string | null) => ({ group: 'service-refusal', code, message });

test('whoever may not do something is told the exact sentence in their language', () => {
  expect(refusalWords('en', service('FORBIDDEN', OWN))).toBe(OWN);
  expect(refusalWords('zh-CN', service('FORBIDDEN', OWN))).toBe('您提出的变更须由另一位管理员处理。');
});

test('a sentence without words in the language of the reader follows those of its code', () => {
  expect(refusalWords('zh-CN', service('FORBIDDEN', 'Ask Zhou.'))).toBe('您的角色不允许此操作。 Ask Zhou.');
});

test.each([
  ['roles alone', 'FORBIDDEN', `${ROLES} It needs admin.`],
  ['nothing that was kept', 'FORBIDDEN', null],
  ['another code', 'STATE_CONFLICT', OWN],
])('of %s the words of the code are all', (_what, code, message) => {
  const words = code === 'FORBIDDEN' ? ROLES : 'Its present state does not allow this.';
  expect(refusalWords('en', service(code, message))).toBe(words);
});

test('a code without words is told as programs are told it', () => {
  expect(refusalWords('en', service('NO_RATE', 'No rate of EUR.'))).toBe('No rate of EUR.');
});
