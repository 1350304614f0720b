import type { Person } from './people';

/** Long enough to be hard to guess; there are no rules about what it is made of, and none that it be changed now and then. */
export const PASSWORD_LEAST = 12;
/** So long that nobody meets it, so short that hashing it costs what hashing others costs. */
export const PASSWORD_MOST = 256;

/** Characters as Unicode counts them, whatever they look like together. */
export const lengthOf = (text: string): number => Array.from(text).length;

export const PASSWORD_FAULTS = ['short', 'long', 'common', 'own'] as const;
export type PasswordFault = (typeof PASSWORD_FAULTS)[number];

interface Wish {
  readonly password: string;
  readonly person: Pick<Person, 'email' | 'name'>;
  /** Whether it stands in the list of those that have leaked most often. */
  readonly isCommon: (password: string) => boolean;
}

/** Words that everybody would try here first. */
const OWN_WORDS = ['tenure', 'outsourcing', '外包'] as const;

/** What is wrong with a password that somebody wants, or null. It is taken as it is: nothing is cut off, no letter is changed. */
export function passwordFault({ password, person, isCommon }: Wish): PasswordFault | null {
  const length = lengthOf(password);
  if (length < PASSWORD_LEAST) return 'short';
  if (length > PASSWORD_MOST) return 'long';
  const plain = password.toLowerCase();
  if (isCommon(plain) || new Set(plain).size < 4) return 'common';
  return leftOf(plain, person) < 6 ? 'own' : null;
}

/** How much is left once names and words that everybody knows are taken out. */
function leftOf(plain: string, { email, name }: Wish['person']): number {
  const [mailbox = '', host = ''] = email.toLowerCase().split('@');
  const words = [mailbox, host, ...host.split('.'), ...name.toLowerCase().split(/\s+/), ...OWN_WORDS]
    .filter((word) => word.length >= 3 || /[^ -~]{2}/.test(word))
    .sort((a, b) => b.length - a.length);
  return lengthOf(words.reduce((rest, word) => rest.replaceAll(word, ''), plain));
}
