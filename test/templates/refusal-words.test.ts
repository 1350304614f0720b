import { translate } from '../../templates/catalog';
import { refusalWords } from '../../templates/refusal-words';

const ROLES = 'Your roles do not allow this.';
const OWN = 'Another administrator has to settle what you have asked for.';
const service = (code: string, message: string | null) => ({ group: 'service-refusal', code, message });

test('whoever may not do something is told the exact sentence in their language', () => {
  expect(refusalWords('en', service('FORBIDDEN', OWN))).toBe(OWN);
  expect(refusalWords('zh-CN', service('FORBIDDEN', OWN))).toBe('您提出的变更须由另一位管理员处理。');
});

test('whoever may not do something now is told what is in the way, with its states as words', () => {
  const ended = service('STATE_CONFLICT', 'The engagement has ended (CLOSED).');
  expect(refusalWords('en', ended)).toBe('The engagement has ended (Closed).');
  expect(refusalWords('zh-CN', ended)).toBe('外包项目已结束（已关闭）。');
  const unknown = service('STATE_CONFLICT', 'Zhou has gone.');
  expect(refusalWords('en', unknown)).toBe('Zhou has gone.');
  expect(refusalWords('zh-CN', unknown)).toBe('当前状态不允许此操作。');
});

test.each([
  ['The milestone is accepted already.', '里程碑已是“验收通过”。'],
  ['It has been signed by us already.', '我方已签署。'],
  [
    'A dataset in state inventoried cannot be verified (only from exporting or verifying).',
    '数据集处于“已登记”状态，不能核验（仅限：迁移中或核验中）。',
  ],
  ['An engagement in state IN_SERVICE cannot go live.', '外包项目处于“服务中”状态，不能上线。'],
])('"%s" has its states and acts as words', (message, words) => {
  expect(refusalWords('zh-CN', service('STATE_CONFLICT', message))).toBe(words);
});

test.each(['It has been signed by us already.', 'The dispute is upheld already.', 'The item is rejected.'])(
  '"%s" is told in English as programs are told it',
  (message) => expect(refusalWords('en', service('STATE_CONFLICT', message))).toBe(message),
);

test('a sentence without words in the language of the reader follows those of its code', () => {
  expect(refusalWords('zh-CN', service('FORBIDDEN', 'Ask Zhou.'))).toBe('您的角色不允许此操作。 Ask Zhou.');
});

test.each([
  ['roles alone', 'FORBIDDEN', `${ROLES} It needs admin.`],
  ['nothing that was kept', 'FORBIDDEN', null],
  ['another code', 'UNAVAILABLE', OWN],
])('of %s the words of the code are all', (_what, code, message) => {
  const words = code === 'FORBIDDEN' ? ROLES : translate('en', `service-refusal.${code}`);
  expect(refusalWords('en', service(code, message))).toBe(words);
});

test('a code without words is told as programs are told it', () => {
  expect(refusalWords('en', service('NO_RATE', 'No rate of EUR.'))).toBe('No rate of EUR.');
});
