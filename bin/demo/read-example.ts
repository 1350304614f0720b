import { readFileSync } from 'node:fs';
import { parseWith } from '../../api/parse';
import { sentenceOf, StartFailure } from '../parts/failure';
import { Example } from './example-schema';

/** Reads an example; what is wrong with the file is said in one sentence. */
export function readExample(path: string): Example {
  const json = jsonOf(path);
  try {
    return parseWith(Example, json, 'INVALID_FIELDS');
  } catch (error) {
    throw new StartFailure(`${path} is not a complete example: ${sentenceOf(error)}.`);
  }
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartFailure(`${path} cannot be read: ${sentenceOf(error)}.`);
  }
}
