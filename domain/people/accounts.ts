/** Other accounts of the same natural person, by account; whoever has one account only does not stand here. */
export type Accounts = Readonly<Record<string, readonly string[]>>;

/** These accounts, with every other one that is known of the same people. */
export function everyAccount(ids: readonly string[], accounts: Accounts = {}): ReadonlySet<string> {
  const found = new Set(ids);
  for (const [id, others] of Object.entries(accounts)) {
    const own = [id, ...others];
    if (own.some((one) => found.has(one))) own.forEach((one) => found.add(one));
  }
  return found;
}

/** Whether two accounts are of one person. */
export const isSamePerson = (a: string, b: string, accounts?: Accounts): boolean => everyAccount([a], accounts).has(b);
