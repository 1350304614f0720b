import type { Test } from 'supertest';

/** The fields of the form that a page sends to an address, with what stands in them: as a browser would send it. */
export function formIn(html: string, action: string): URLSearchParams {
  const [, form = ''] = new RegExp(`<form method="post" action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(html) ?? [];
  const fields = new URLSearchParams();
  for (const [, attributes, kind, name = '', content = ''] of form.matchAll(CONTROL)) {
    if (attributes === undefined) fields.append(name, plain(kind === 'select' ? chosenOf(content) : content));
    else if (!attributes.includes('type="checkbox"') || attributes.endsWith(' checked') || / checked /.test(attributes))
      fields.append(attributeOf(attributes, 'name'), attributeOf(attributes, 'value'));
  }
  return fields;
}

/** The same after other values have been typed, chosen or ticked; several values are those of one field. */
export function filled(html: string, action: string, typed: Typed): URLSearchParams {
  const fields = formIn(html, action);
  for (const [name, value] of Object.entries(typed)) {
    fields.delete(name);
    for (const one of [value].flat()) fields.append(name, one);
  }
  return fields;
}
export type Typed = Readonly<Record<string, string | readonly string[]>>;

const CONTROL = /<input ([^>]*)>|<(textarea|select) name="([^"]*)"[^>]*>([\s\S]*?)<\/\2>/g;
const attributeOf = (attributes: string, name: string): string =>
  plain(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
/** What is chosen, or else the first choice. */
const chosenOf = (options: string): string =>
  (/value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options))?.[1] ?? '';

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#x27;': "'",
  '&#x3D;': '=',
};
const plain = (text: string): string =>
  text.replace(/&(?:quot|lt|gt|amp|#x27|#x3D);/g, (found) => ENTITIES[found] ?? found);

/** What a form of a page would send by itself. */
export const hiddenOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );

const firstOf = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
/** The form token of a page. */
export const csrfIn = (html: string): string => firstOf(html, 'csrf');
/** What a page behind a mailed link has instead of it. */
export const nonceIn = (html: string): string => firstOf(html, 'nonce');

/** What is brought to a form: files, each by the field that it is chosen in. */
export interface BroughtForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly { readonly field: string; readonly name: string; readonly content: Buffer }[];
  readonly status?: number;
}

/** Sends a form as a browser does that has files in it. */
export const withFiles = (call: Test, { fields, files }: Omit<BroughtForm, 'status'>): Test => {
  for (const [name, value] of Object.entries(fields)) void call.field(name, value);
  for (const { field, name, content } of files) void call.attach(field, content, name);
  return call;
};

/** What a page gives the focus to: fields by their names, anything else by its class. */
export const focusedIn = (html: string): readonly string[] =>
  [...html.matchAll(/<\w+([^>]*) autofocus[^>]*>/g)].map(
    ([, attributes = '']) => attributeOf(attributes, 'name') || attributeOf(attributes, 'class'),
  );
/** What a page says is wrong, in the order in which it stands there. */
export const faultsIn = (html: string): readonly string[] =>
  [...html.matchAll(/<span class="fault"[^>]*>([^<]*)/g)].map(([, fault = '']) => plain(fault));

/** What a page says, without its tags. */
export const wordsOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
