const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Unified social credit code of a Chinese organisation: 18 characters, the last one a check over the others (GB 32100-2015, modulo 31 with weights 3^i). */
export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31] === code[17];
}

/** Legal entity identifier: 20 characters whose number (A = 10 … Z = 35) leaves 1 modulo 97 (ISO 17442, ISO 7064 MOD 97-10). */
export function isLei(code: string): boolean {
  if (!/^[0-9A-Z]{18}[0-9]{2}$/.test(code)) return false;
  const digits = Array.from(code, (character) => Number.parseInt(character, 36).toString()).join('');
  return Array.from(digits, Number).reduce((rest, digit) => (rest * 10 + digit) % 97, 0) === 1;
}
