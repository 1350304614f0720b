import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../domain/errors';

/** Refuses a body that readers would take for different things: bytes that are no UTF-8, and a name that stands twice in one object. */
// eslint-disable-next-line max-params -- the signature is that of the body parser
export function checkJsonText(_req: IncomingMessage, _res: ServerResponse, bytes: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The body must be JSON in UTF-8.');
  if (!isUtf8(bytes)) throw new DomainError('MALFORMED', 'The body is not valid UTF-8.');
  const name = repeatedName(bytes.toString('utf8'));
  if (name !== null) throw new DomainError('MALFORMED', `The body names ${JSON.stringify(name)} twice in one object.`);
}

/** The first name that an object of a JSON text has twice; null where none has, and of what is no JSON at all. */
export function repeatedName(text: string): string | null {
  const objects: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') objects.push(new Set());
    if (text[at] === '}') objects.pop();
    if (text[at] !== '"') continue;
    const end = endOfText(text, at);
    const name = isName(text, end) ? nameIn(text.slice(at, end)) : null;
    if (name !== null && objects.at(-1)?.has(name)) return name;
    if (name !== null) objects.at(-1)?.add(name);
    at = end - 1;
  }
  return null;
}

/** Behind the closing quote; each character is looked at once, whatever the text. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function isName(text: string, end: number): boolean {
  let at = end;
  while (' \t\r\n'.includes(text[at] ?? '-')) at++;
  return text[at] === ':';
}

/** As the parser reads it, so that `a` and `\u0061` are one name. */
function nameIn(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}
