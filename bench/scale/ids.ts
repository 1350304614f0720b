/** Identities are made of numbers, so that one table can name rows of another without a look. */
export const id = (kind: string, n: string): string =>
  `('${kind.padEnd(8, '0')}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
export const idOf = (kind: string, n: number): string =>
  `${kind.padEnd(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
