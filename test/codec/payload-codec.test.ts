import type { Payload } from '@temporalio/common';
import { defaultPayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { codecKey } from '../../codec/keys';
import { payloadCodec } from '../../codec/payload-codec';

const [OLD, NEW] = ['old key of the codec, long enough', 'new key of the codec, long enough'];
const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const value = (one: Payload | undefined): unknown => one && defaultPayloadConverter.fromPayload(one);
const bytes = ({ metadata, data }: Payload): Buffer =>
  Buffer.concat([...Object.values(metadata ?? {}), data ?? Buffer.alloc(0)]);

async function encrypt(secrets: readonly string[], ...values: readonly unknown[]): Promise<Payload[]> {
  return payloadCodec(secrets).encode(values.map(payload));
}

test('any value comes back as it went in, and none of it can be seen meanwhile', async () => {
  const codec = payloadCodec([NEW], { strict: true });
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string({ minLength: 8 }), async (json, text) => {
      const given = { json, marked: `mark ${text}` };
      const stored = await codec.encode([payload(given), payload(undefined)]);
      expect(Buffer.concat(stored.map(bytes)).includes('mark')).toBe(false);
      expect((await codec.decode(stored)).map(value)).toEqual([JSON.parse(JSON.stringify(given)), undefined]);
    }),
    { numRuns: 200 },
  );
});

test('the same value never looks the same twice', async () => {
  const [one, other] = [await encrypt([NEW], 'yes'), await encrypt([NEW], 'yes')];

  expect(one[0]?.data).not.toEqual(other[0]?.data);
});

test('a payload names the key it was written with, and the first key writes', async () => {
  const [stored] = await encrypt([NEW, OLD], 'a');

  expect(Buffer.from(stored?.metadata?.['key'] ?? []).toString()).toBe(codecKey(NEW).id);
  expect(codecKey(NEW).id).not.toBe(codecKey(OLD).id);
});

test('any of the keys reads', async () => {
  const stored = [...(await encrypt([OLD], 'old')), ...(await encrypt([NEW], 'new'))];

  expect((await payloadCodec([NEW, OLD]).decode(stored)).map(value)).toEqual(['old', 'new']);
});

test('a key that is not there is named, with the setting that should hold it', async () => {
  const stored = await encrypt([OLD], 'old');
  const sentence = `A payload was encrypted with the key ${codecKey(OLD).id}, which TENURE_CODEC_KEYS does not hold.`;

  await expect(payloadCodec([NEW]).decode(stored)).rejects.toThrow(sentence);
  await expect(payloadCodec([]).decode(stored)).rejects.toThrow(sentence);
});

test('a payload that was changed in any byte, or cut off, is refused', async () => {
  const codec = payloadCodec([NEW]);
  const [stored] = await encrypt([NEW], 'pay 10');
  const data = Buffer.from(stored?.data ?? []);
  const spoilt = [...data.keys()].map((at) => data.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const cut = [0, 11, 12, 27, data.length - 1].map((length) => data.subarray(0, length));

  expect(spoilt.length).toBeGreaterThan(40);
  for (const one of [...spoilt, ...cut])
    await expect(codec.decode([{ ...stored, data: one }])).rejects.toThrow('has been changed or cut off');
});

test('content cannot be passed off as that of another key', async () => {
  const [stored] = await encrypt([OLD], 'pay 10');
  const key = Buffer.from(codecKey(NEW).id);

  await expect(
    payloadCodec([NEW, OLD]).decode([{ ...stored, metadata: { ...stored?.metadata, key } }]),
  ).rejects.toThrow('has been changed or cut off');
});

test('what was written before there was a codec is read, unless that is forbidden', async () => {
  const plain = [payload('begun long ago')];

  expect((await payloadCodec([NEW]).decode(plain)).map(value)).toEqual(['begun long ago']);
  await expect(payloadCodec([NEW], { strict: true }).decode(plain)).rejects.toThrow(
    'A payload is not encrypted, and TENURE_CODEC_PLAIN=refuse forbids to read it.',
  );
});

test('without keys payloads stay as they are', async () => {
  expect(await payloadCodec([]).encode([payload('open')])).toEqual([payload('open')]);
});

test('long content is packed before it is encrypted, whatever it is', async () => {
  const long = { lines: Array.from({ length: 200 }, (_, line) => `the same line ${line}`) };
  const [stored] = await encrypt([NEW], long);

  expect(stored?.data?.length).toBeLessThan((payload(long).data?.length ?? 0) / 3);
  expect((await payloadCodec([NEW]).decode([stored ?? {}])).map(value)).toEqual([long]);
});
