import { readFileSync } from 'node:fs';
import { sentenceOf, StartFailure } from '../parts/failure';
import { Example } from './example-schema';

/** Reads an example; what is wrong with the file is said in one sentence. */
export function readExample(path: string): Example {
  const parsed = Example.safeParse(jsonOf(path));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim());
  throw new StartFailure(`${path} is not a complete example: ${faults.join('; ')}.`);
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartFailure(`${path} cannot be read: ${sentenceOf(error)}.`);
  }
}
