interface Ordered {
  readonly key: string;
  readonly after: readonly string[];
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with the order of tasks: one that builds on nothing known, or on itself by way of others. */
export function playbookIssues(tasks: readonly Ordered[]): readonly Fault[] {
  const known = new Set(tasks.map(({ key }) => key));
  const unknown = tasks.flatMap(({ after }, index) =>
    after.flatMap((key, n) =>
      known.has(key) ? [] : [{ path: [index, 'after', n], message: `${key} is no task of this list` }],
    ),
  );
  const circle = circular(tasks);
  const inCircles = tasks.flatMap(({ key }, index) =>
    circle.has(key)
      ? [{ path: [index, 'after'], message: 'comes round to the task itself, so that none can begin' }]
      : [],
  );
  return unknown.length > 0 ? unknown : inCircles;
}

/** Tasks that could never begin: what is left when all that can be done has been done. */
function circular(tasks: readonly Ordered[]): ReadonlySet<string> {
  let left = tasks;
  for (;;) {
    const open = new Set(left.map(({ key }) => key));
    const next = left.filter(({ after }) => after.some((key) => open.has(key)));
    if (next.length === left.length) return open;
    left = next;
  }
}
