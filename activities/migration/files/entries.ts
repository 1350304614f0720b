/** Why an entry of a tree cannot be carried over. Links and devices are refused: a copy of them would not be the data. */
export function entryObjection(path: string, isFileOrDirectory: boolean): string | null {
  if (path.includes('\ufffd')) return `The name of ${path} is not valid UTF-8, so it cannot be carried over.`;
  if (!isFileOrDirectory) return `${path} is a link or a special file: only files and directories can be carried over.`;
  return null;
}
