export interface Form {
  readonly action: string;
  /** Where other buttons of the form send it. */
  readonly otherActions: readonly string[];
  /** Hidden fields with their values. */
  readonly fields: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  /** What may be chosen, by the name of the radio buttons. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** The forms of a page as a browser sees them. Our own pages are well-formed, so plain matching reads them. */
export const formsOf = (html: string): readonly Form[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', content = '']) => formOf(tag, content));

interface Control {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

function formOf(tag: string, content: string): Form {
  const controls = controlsIn(content);
  const hidden = controls.filter(({ type }) => type === 'hidden');
  const radios = controls.filter(({ type }) => type === 'radio');
  const choicesOf = (name: string): readonly string[] =>
    radios.filter((radio) => radio.name === name).map(({ value }) => value);
  return {
    action: attributes(tag)['action'] ?? '',
    otherActions: [...content.matchAll(/<button\b([^>]*)>/g)].flatMap(
      ([, text = '']) => attributes(text)['formaction'] ?? [],
    ),
    fields: Object.fromEntries(hidden.map(({ name, value }) => [name, value])),
    names: [...new Set(controls.map(({ name }) => name))],
    choices: Object.fromEntries(radios.map(({ name }) => [name, choicesOf(name)])),
  };
}

const controlsIn = (content: string): readonly Control[] =>
  [...content.matchAll(/<(?:input|textarea|select)\b([^>]*)>/g)].flatMap(([, text = '']) => {
    const { name = '', type = 'text', value = '' } = attributes(text);
    return name === '' ? [] : [{ name, type, value }];
  });

const attributes = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  '#x3D': '=',
  '#x60': '`',
};
const plain = (text: string): string => text.replace(/&([#\w]+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** The words of a page, for a sentence about what it said. */
export const wordsOf = (html: string): string =>
  html
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
