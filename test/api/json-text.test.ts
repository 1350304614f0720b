import fc from 'fast-check';
import { repeatedName } from '../../api/json-text';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"b":{"a":1},"a":[{"c":1,"c" : 2}]}', 'c'],
  ['[{"a":1},{"a":2}]', null],
  ['{"a":{"a":{"a":1}}}', null],
  ['{"a":"{\\"a\\":1,\\"a\\":2}"}', null],
  ['{"a":"b","b":"a"}', null],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['"a":1', null],
  ['{"a":1,"a', null],
  ['', null],
])('of %s the name that stands twice is %j', (text, name) => {
  expect(repeatedName(text)).toBe(name);
});

test('no text that JSON itself writes has a name twice, and one name more in any object is found', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (value, name, other) => {
      const [key, text] = [JSON.stringify(name), JSON.stringify(value)];
      expect(repeatedName(text)).toBeNull();
      expect(repeatedName(JSON.stringify(value, null, 2))).toBeNull();
      expect(repeatedName(`[{${key}:${text},${key}:${JSON.stringify(other)}}]`)).toBe(name);
    }),
  );
});
