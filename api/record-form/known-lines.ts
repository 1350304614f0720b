interface Named {
  readonly name: string;
}

/**
 * What stands in the lines of a form, with what is known of each beside: by its name, wherever it has moved, and else by its
 * place, so that a name which was only corrected loses nothing.
 */
export function ontoKnown<L extends Named, K extends Named>(lines: readonly L[], known: readonly K[]): (L | (K & L))[] {
  const taken = new Set<K>();
  const byName = lines.map(({ name }) => {
    const found = known.find((one) => one.name === name && !taken.has(one));
    if (found) taken.add(found);
    return found;
  });
  return lines.map((line, place) => {
    const here = known[place];
    const before = byName[place] ?? (here && !taken.has(here) ? here : undefined);
    return before ? { ...before, ...line } : line;
  });
}
