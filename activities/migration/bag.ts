import type { Entry } from '../../db/stores/dataset-chunks';
import { PLAIN_MANIFEST, STATEMENT } from '../../domain/exit/bag-schema';
import type { Finding } from '../../domain/exit/manifest';
import { plainName } from '../../domain/exit/sealed-name';
import { type Form, readme } from './bag-papers';
import type { FilePlace } from './files/place';
import { putText } from './files/put-text';
import { isSealed } from './files/sealed';
import { type Ledger, type Lists, MAX_LISTED, type SealFacts } from './mover';

export interface Paper {
  readonly name: string;
  readonly text: string;
}

interface Papers {
  /** Those that tell of the data, and are encrypted as it is. */
  readonly papers: readonly Paper[];
  readonly lists: Lists;
  readonly facts: SealFacts;
  readonly form: Form;
}

/** Lays down what accompanies the data. Without a key one can read what the files are, and check that they are whole. */
export async function layPapers(to: FilePlace, { papers, lists, facts, form }: Papers): Promise<void> {
  const clear = isSealed(to) ? to.clear : to;
  const tags: Entry[] = [];
  const put = async (place: FilePlace, name: string, texts: Parameters<typeof putText>[2]): Promise<void> => {
    tags.push(...(await putText(place, name, texts)));
  };
  for (const { name, text } of papers) await put(to, name, [text]);
  await put(to, STATEMENT, [`${JSON.stringify(facts.statement, null, 2)}\n`]);
  if (isSealed(to)) await put(to, PLAIN_MANIFEST, plainLines(lists.plain()));
  await put(clear, 'README.md', [readme(facts, form)]);
  await put(clear, 'manifest-sha256.txt', manifestLines(lists.entries()));
  await put(clear, 'bagit.txt', ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n']);
  await put(clear, 'bag-info.txt', [bagInfo(facts)]);
  await putText(clear, 'tagmanifest-sha256.txt', manifestLines(tags));
  await removeOtherPapers(clear, new Set([...tags.map(({ name }) => name), 'tagmanifest-sha256.txt']));
}

/** Papers of an earlier migration tell of tables that this copy does not have. */
async function removeOtherPapers(clear: FilePlace, ours: ReadonlySet<string>): Promise<void> {
  const others: string[] = [];
  for await (const { path, directory } of clear.walk())
    if (!directory && PAPERS.test(path) && !ours.has(path)) others.push(path);
  for (const path of others) await clear.remove(path);
}

function bagInfo({ statement: { content } }: SealFacts): string {
  const { dataset, manifest, verified } = content;
  return [
    `External-Description: ${dataset.title.replace(/\s+/g, ' ')}`,
    `Bagging-Date: ${verified.at.slice(0, 10)}`,
    `Payload-Oxum: ${manifest.bytes}.${manifest.files}`,
    `Row-Count: ${manifest.rows}`,
    '',
  ].join('\n');
}

async function* manifestLines(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<string> {
  for await (const { name, sha256 } of entries) yield `${sha256}  ${name}\n`;
}

async function* plainLines(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const { name, sha256 } of entries) yield `${sha256}  ${plainName(name)}\n`;
}

const PAPERS =
  /^(README\.md|bagit\.txt|bag-info\.txt|(tag)?manifest-sha256\.txt|(data-dictionary\.md|manifest-plain-sha256\.txt|tenure-manifest\.json|schemas\/[^/]+\.json)(\.\d{6,}\.age)?)$/;
const GROUP = 1_000;

type Leftover = (name: string) => boolean | Promise<boolean>;

/** Files at the target that no line of the manifest names. What an earlier migration left there is taken away at the end. */
export async function unlistedFiles(to: FilePlace, ledger: Ledger, isLeftover: Leftover): Promise<Finding> {
  const differences: string[] = [];
  let compared = 0;
  for await (const group of namesIn(to)) {
    compared += group.length;
    const unlisted = await ledger.unlisted(group);
    const ours = await Promise.all(unlisted.map(async (name) => isLeftover(name)));
    differences.push(...unlisted.filter((_, index) => !ours[index]).map((name) => `${name} is at the target only`));
  }
  return { check: 'files', compared, differences: differences.slice(0, MAX_LISTED) };
}

/** Removes what an earlier migration left; what is listed never is a leftover. */
export async function removeLeftovers(
  to: FilePlace,
  ledger: Pick<Ledger, 'unlisted'>,
  isLeftover: Leftover,
): Promise<void> {
  for await (const group of namesIn(to)) {
    const unlisted = await ledger.unlisted(group);
    const ours = await Promise.all(unlisted.map(async (name) => isLeftover(name)));
    for (const name of unlisted.filter((_, index) => ours[index])) await to.remove(name);
  }
}

async function* namesIn(to: FilePlace): AsyncGenerator<readonly string[]> {
  let group: string[] = [];
  for await (const { path, directory } of to.walk()) {
    if (directory || PAPERS.test(path)) continue;
    group.push(path);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  }
  yield group;
}
