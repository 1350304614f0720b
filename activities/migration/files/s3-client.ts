import { sign } from 'aws4';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { XmlDocument } from 'xmldoc';
import { hostText, type S3Place } from '../../../domain/exit/place';
import { beginningOf } from '../../answer-text';
import { unfit } from '../catalogue';
import type { HttpsLine, Order } from './https-line';

export interface S3Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface S3Account {
  readonly region: string;
  readonly addressing: 'path' | 'virtual-host';
  readonly key: S3Key;
}

export interface S3Order {
  readonly method: Order['method'];
  /** Key of an object; absent for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Of the body, when it is known already. */
  readonly sha256?: string;
}

/** The few calls of the S3 protocol that a migration makes, signed with Signature Version 4. */
export interface S3Client {
  /** The answer of a success, or null when there is no such object. */
  readonly call: (order: S3Order) => Promise<IncomingMessage | null>;
  /** The document that a success answers with. */
  readonly ask: (order: S3Order) => Promise<XmlDocument>;
  /** How a copy names the object it reads. */
  readonly sourceOf: (key: string) => string;
}

/** Bytes of an answer that are read. */
const ERROR_LIMIT = 16_384;
const DOCUMENT_LIMIT = 8 * 1024 * 1024;

export function s3Client({ host, port, bucket }: S3Place, account: S3Account, line: HttpsLine): S3Client {
  const virtual = account.addressing === 'virtual-host';
  const at = `${virtual ? `${bucket}.` : ''}${hostText(host)}${port === 443 ? '' : `:${port}`}`;
  const call = async (order: S3Order): Promise<IncomingMessage | null> => {
    const path = `${virtual ? '' : `/${bucket}`}${order.key === undefined ? (virtual ? '/' : '') : `/${encodeKey(order.key)}`}`;
    const answer = await line.call(signed({ ...order, at, path }, account));
    const status = answer.statusCode ?? 0;
    if (status < 300 || status === 416) return answer;
    const code = codeOf(await beginningOf(answer, ERROR_LIMIT));
    if (status === 404 && code !== 'NoSuchBucket') return null;
    throw faultOf(`${order.method} of ${bucket} on ${at} was answered with ${status} ${code}`.trim(), status, code);
  };
  return {
    call,
    sourceOf: (key) => `/${bucket}/${encodeKey(key)}`,
    ask: async (order) => {
      const answer = await call(order);
      const text = answer ? await beginningOf(answer, DOCUMENT_LIMIT) : '';
      const code = codeOf(text);
      // A copy that fails half-way says so below a status of success.
      if (!answer || code !== '')
        throw new Error(`${order.method} of ${bucket} on ${at} failed: ${code || 'no answer'}`);
      return new XmlDocument(text);
    },
  };
}

function signed(
  { method, at, path, query, headers, body, sha256 }: S3Order & { at: string; path: string },
  { region, key }: S3Account,
): Order {
  const search = Object.entries(query ?? {})
    .map(([name, value]) => `${encodeSegment(name)}=${encodeSegment(value)}`)
    .join('&');
  const { sessionToken, ...pair } = key;
  const request = sign(
    {
      service: 's3',
      region,
      method,
      host: at,
      path: search === '' ? path : `${path}?${search}`,
      headers: {
        ...headers,
        'x-amz-content-sha256':
          sha256 ??
          createHash('sha256')
            .update(body ?? '')
            .digest('hex'),
      },
    },
    { ...pair, ...(sessionToken !== undefined && { sessionToken }) },
  );
  const sent = Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    method,
    url: new URL(`https://${at}${request.path ?? ''}`),
    headers: Object.fromEntries(sent),
    ...(body && { body }),
  };
}

/** What the keys, the clock or the bucket forbid will not get better by trying again. */
function faultOf(sentence: string, status: number, code: string): Error {
  return status === 401 || status === 403 || code === 'NoSuchBucket' ? unfit(`${sentence}.`) : new Error(sentence);
}

/** Code of an error document, which is all of it that may be repeated. */
function codeOf(text: string): string {
  const code = /<Error>.*?<Code>([A-Za-z0-9.]{1,60})<\/Code>/s.exec(text);
  return code?.[1] ?? '';
}

const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const encodeKey = (key: string): string => key.split('/').map(encodeSegment).join('/');
