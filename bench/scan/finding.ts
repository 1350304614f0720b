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
];

/** Our answer to a finding; null where somebody has to look at it. */
export const answerTo = ({ kind, said }: Finding): string | null =>
  ANSWERS.find((one) => one.kind.test(kind) && one.said.test(said))?.answer ?? null;
