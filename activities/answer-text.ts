import type { IncomingMessage } from 'node:http';

/** The beginning of an answer as text, so many bytes of it; the rest is not read. */
export async function beginningOf(answer: IncomingMessage, bytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer) {
    const read = Buffer.from(part as Uint8Array); // no encoding is set, so the stream gives bytes
    parts.push(read);
    size += read.length;
    if (size >= bytes) break;
  }
  return Buffer.concat(parts).subarray(0, bytes).toString('utf8');
}
