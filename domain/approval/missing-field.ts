interface Warning {
  readonly type: string;
  readonly position: { readonly from: number; readonly to: number };
}

const MISSING: readonly string[] = ['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND'];

/** The field of the data that an expression reads and that is not there, with dots where it lies deeper; null when it is not that. */
export function missingField(expression: string, { type, position }: Warning): string | null {
  if (!MISSING.includes(type)) return null;
  const name = expression.slice(position.from, position.to);
  const around = /(?<![^\s()[\]<>=,+*/])[^\s()[\]<>=,+*/]+\.$/.exec(expression.slice(0, position.from))?.[0] ?? '';
  return `${around}${name}`;
}
