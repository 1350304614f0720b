/** What a line of a log must not hold, and what stands there instead. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // Links of mails carry the right to decide, to bid or to answer: a line shows how they begin.
  [/\/([a-z])\/([\w-]{8})[\w.~%-]{8,}/g, '/$1/$2…'],
  [/\b(bearer|basic)\s+[^\s"'\\,;]+/gi, '$1 …'],
  [/\b(tenure_session=)[^;\s"'\\]+/gi, '$1…'],
  [/(:\/\/[^\s:/@"]*:)[^\s@/"]+(?=@)/g, '$1…'],
  [/\b(password|passwd|secret|token|code|key|signature)=[^&\s"'\\]+/gi, '$1=…'],
  // Whatever else was drawn at random: tokens, keys, sessions, signatures. Digests and ids of workflows are none.
  [/(?<![\w-])(?![0-9a-f]+(?![\w-]))(?![\w-]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-)[\w-]{40,}/g, '…'],
  // An address says who somebody is; ids say it to those who may know.
  // Looked for from where a word begins only: a long one without an address would be read again from each of its letters.
  [/(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@(?:localhost|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu, '[address]'],
];

/** A text as a log may keep it: without links, tokens, cookies, passwords and mail addresses. */
export const redact = (text: string): string =>
  RULES.reduce((line, [secret, shown]) => line.replace(secret, shown), text);

const ESCAPE = /(\\(?:["\\/bfnrt]|u[0-9a-f]{4}))/i;

/** The same for a line of JSON: its escapes stay whole, so that it can still be read. */
export const redactLine = (line: string): string =>
  line
    .split(ESCAPE)
    .map((part, index) => (index % 2 === 1 ? part : redact(part)))
    .join('');
