/** What a scanner says it found. */
export interface Finding {
  readonly tool: string;
  readonly kind: string;
  readonly where: string;
  readonly said: string;
}

/** What is known about one kind of finding, and why it is no fault. */
interface Answer {
  readonly kind: RegExp;
  readonly said: RegExp;
  readonly answer: string;
}

const ANSWERS: readonly Answer[] = [
  {
    kind: /^Secure Flag cookie$/,
    said: /tenure_(lang|session)/,
    answer:
      'Cookies are `Secure` where `PUBLIC_URL` is https; the product that is scanned listens on http on loopback.',
  },
  {
    kind: /^HTTP Methods$/,
    said: /OPTIONS \(200\)/,
    answer:
      'OPTIONS names the methods that a page has and does nothing; a POST without a form token is answered with 403.',
  },
  {
    kind: /^HTTP Methods$/,
    said: /\/(export|import-template): (PATCH \(404\))?$/,
    answer:
      'Every other method is answered with 405, or with 404: by pages, and where an address beside it takes an id, as `export` is the id of no vendor.',
  },
  {
    kind: /^Spring4Shell$/,
    said: /class\.module\.classLoader/,
    answer:
      'An address of the API refuses a query field that it does not know with 400; the scanner looks at nothing but that the status is another one. No Java runs here.',
  },
  {
    kind: /^LDAP Injection$/,
    said: /parameter q$/,
    answer: 'Nothing speaks LDAP. `q` is looked for as text in names, so that another text finds other vendors.',
  },
];

/** Our answer to a finding; null where somebody has to look at it. */
export const answerTo = ({ kind, said }: Finding): string | null =>
  ANSWERS.find((one) => one.kind.test(kind) && one.said.test(said))?.answer ?? null;
