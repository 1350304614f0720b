import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { DomainError } from '../../../domain/errors';
import type { HttpsPlace } from '../../../domain/exit/place';
import { unfit } from '../catalogue';
import type { HttpsLine } from './https-line';
import type { FileSource, Found, Range } from './place';

/** What a file was when it was seen first: all that is read of it must be of the same. */
interface Edition {
  readonly size: number;
  readonly tag: string | undefined;
  readonly modified: string | undefined;
}

interface Shop {
  readonly files: ReadonlyMap<string, URL>;
  readonly headers: Headers;
  readonly line: HttpsLine;
  readonly editions: Map<string, Edition>;
}

/** Files that lie ready for download: they can be read, and whoever offers them has to delete them. */
export function httpsSource(place: HttpsPlace, line: HttpsLine, headers: Headers): FileSource {
  const files = [...place.files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const urls = new Map(files.map(({ name, url }) => [name, new URL(url)]));
  const shop: Shop = { files: urls, headers, line, editions: new Map() };
  return {
    walk: () => walk(shop),
    read: (path, range) => readFile(shop, path, range),
    remove: (path) =>
      Promise.reject(
        new DomainError(
          'DATASET_NOT_VERIFIED',
          `${path} can still be downloaded: whoever offers it has to delete it before its deletion can be certified.`,
        ),
      ),
    sweep: async () => {
      let left = 0;
      for (const name of shop.files.keys()) left += (await editionOf(shop, name)) ? 1 : 0;
      return left;
    },
    close: () => Promise.resolve(line.close()),
  };
}

async function* walk(shop: Shop): AsyncGenerator<Found> {
  for (const path of shop.files.keys()) {
    const edition = await editionOf(shop, path);
    if (!edition) throw unfit(`${path} cannot be downloaded: there is nothing at its address.`);
    yield { path, size: edition.size, directory: false };
  }
}

async function editionOf(shop: Shop, path: string): Promise<Edition | null> {
  const known = shop.editions.get(path);
  if (known) return known;
  // Signed addresses are often good for GET alone, so the first byte is asked for in place of HEAD.
  const answer = await ask(shop, path, { range: 'bytes=0-0' });
  if (!answer) return null;
  answer.destroy();
  const size = totalOf(answer);
  if (!Number.isSafeInteger(size)) throw unfit(`The server does not say how long ${path} is.`);
  const edition = { size, tag: answer.headers.etag, modified: answer.headers['last-modified'] };
  shop.editions.set(path, edition);
  return edition;
}

/** Length of the whole file, whether an answer holds a part, all, or nothing of it; NaN when it does not say. */
function totalOf({ statusCode, headers }: IncomingMessage): number {
  const text = statusCode === 200 ? headers['content-length'] : headers['content-range']?.split('/')[1];
  return text === undefined || !/^\d+$/.test(text) ? Number.NaN : Number(text);
}

async function readFile(shop: Shop, path: string, { at, end }: Range): Promise<Readable | null> {
  const edition = await editionOf(shop, path);
  if (!edition) return null;
  const last = Math.min(end, edition.size) - 1;
  const isWhole = at === 0 && last === edition.size - 1;
  const answer = await ask(shop, path, isWhole ? {} : rangeHeaders(edition, { at, last }));
  if (!answer) return null;
  try {
    checkEdition(path, edition, answer);
    const wanted = isWhole ? 200 : 206;
    if (answer.statusCode !== wanted)
      throw unfit(`The server does not give parts of ${path}, which is too large to be taken at once.`);
    return answer;
  } catch (error) {
    answer.destroy();
    throw error;
  }
}

/** `If-Range` makes a server that has another edition by now answer with all of it, which is told by its tag. */
function rangeHeaders({ tag, modified }: Edition, { at, last }: { readonly at: number; readonly last: number }) {
  const validator = tag !== undefined && !tag.startsWith('W/') ? tag : modified;
  return { range: `bytes=${at}-${last}`, ...(validator !== undefined && { 'if-range': validator }) };
}

function checkEdition(path: string, edition: Edition, answer: IncomingMessage): void {
  const { etag, 'last-modified': modified } = answer.headers;
  const isSame = etag === edition.tag && modified === edition.modified && totalOf(answer) === edition.size;
  // Not for ever: the next attempt starts from what is there then.
  if (!isSame) throw new Error(`${path} changed while it was being read.`);
}

type Headers = Readonly<Record<string, string>>;

/** Null when the address has nothing (any more). Errors name the file, never its address, which may hold a key. */
async function ask({ files, headers, line }: Shop, path: string, more: Headers): Promise<IncomingMessage | null> {
  const url = files.get(path);
  if (!url) return null;
  const answer = await line.call({
    method: 'GET',
    url,
    headers: { 'accept-encoding': 'identity', ...headers, ...more },
  });
  const status = answer.statusCode ?? 0;
  if (status === 200 || status === 206 || status === 416) return answer;
  answer.destroy();
  if (status === 404 || status === 410) return null;
  const sentence = `${url.host} answers ${status} for ${path}.`;
  throw status >= 400 && status < 500 && status !== 429 && status !== 408 ? unfit(sentence) : new Error(sentence);
}
