import { Needles } from '../../../domain/exit/needles';

const feed = (needles: Needles, bytes: Buffer, size = bytes.length): void => {
  for (let at = 0; at < bytes.length; at += size) needles.feed(bytes.subarray(at, at + size));
};

test.each([
  ['UTF-8', Buffer.from('..周瀛 7..')],
  ['UTF-16', Buffer.from('..周瀛 7..', 'utf16le')],
  ['hexadecimal digits', Buffer.from(`\\\\x00${Buffer.from('周瀛 7').toString('hex')}`)],
])('a text is found as it is written in %s, wherever its bytes are cut', (_form, bytes) => {
  for (let size = 1; size <= bytes.length; size += 1) {
    const needles = new Needles(['周瀛 7', 'nobody here']);
    feed(needles, bytes, size);
    expect(needles.take()).toEqual(['周瀛 7']);
  }
});

test('texts that begin alike, overlap or lie within one another are all found', () => {
  const needles = new Needles(['she sells', 'sells sea', 'sells', 'shells']);
  feed(needles, Buffer.from('she sells sea shhells'));
  expect(needles.take()).toEqual(['she sells', 'sells sea', 'sells']);
});

test('what was read before is not continued, and not told twice', () => {
  const needles = new Needles(['abcdefgh']);
  feed(needles, Buffer.from('abcd'));
  expect(needles.take()).toEqual([]);
  feed(needles, Buffer.from('efgh'));
  expect(needles.take()).toEqual([]);
  feed(needles, Buffer.from('abcdefgh'));
  expect([needles.take(), needles.take()]).toEqual([['abcdefgh'], []]);
});

test('random bytes hold what a plain search finds in them', () => {
  const texts = ['aab', 'aba', 'bbab', 'abcab', 'cc'];
  for (let seed = 1; seed <= 300; seed += 1) {
    let state = seed;
    const letters = Array.from({ length: 12 }, () => 'abc'[(state = (state * 1103515245 + 12345) % 2147483648) % 3]);
    const text = letters.join('');
    const needles = new Needles(texts);
    feed(needles, Buffer.from(text), 5);
    expect(needles.take()).toEqual(texts.filter((one) => text.includes(one)));
  }
});
