import { z } from 'zod';

const Problem = z.looseObject({
  code: z.string(),
  errors: z.array(z.looseObject({ path: z.string(), message: z.string(), code: z.string().optional() })).default([]),
});

/** Indices and keys of data differ from run to run; what is asked for does not. */
const plain = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '').replace(/^(checklist|clauses)\..*/, '$1');

/** What was refused during the runs: `where CODE` for each answer, `where CODE reason` for each thing it names. */
export class Refusals {
  readonly seen = new Set<string>();

  /** Takes a refusal down and answers what it named: stable codes, or the paths where there are none. */
  take(where: string, answer: { readonly status: number; readonly problem: unknown }): readonly string[] {
    const { code, errors } = Problem.parse(answer.problem);
    const named = errors.map((error) => error.code ?? plain(error.path));
    this.note(`${where} ${code}`);
    for (const reason of named) this.note(`${where} ${code} ${reason}`);
    return [code, ...named];
  }

  note(word: string): void {
    this.seen.add(word);
  }
}
