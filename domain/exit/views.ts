import type { End } from './end-schema';
import { maskUrl } from './place';
import type { DatasetDefinition } from './schema';

/** An end as answers show it: a password never leaves the product. */
export const maskEnd = <E extends End>(end: E): E =>
  end.kind === 'postgres' && end.url !== undefined ? { ...end, url: maskUrl(end.url) } : end;

export const maskDefinition = ({ key, title, personalData, source, target }: DatasetDefinition): DatasetDefinition => ({
  key,
  title,
  personalData,
  source: maskEnd(source),
  target: maskEnd(target),
});

/** Who reads a definition and sends it back sends the mask: the stored password stays. */
export function unmask(given: DatasetDefinition, stored: DatasetDefinition | undefined): DatasetDefinition {
  if (!stored) return given;
  return { ...given, source: unmaskEnd(given.source, stored.source), target: unmaskEnd(given.target, stored.target) };
}

function unmaskEnd(given: End, stored: End): End {
  const same =
    given.kind === 'postgres' &&
    stored.kind === 'postgres' &&
    stored.url !== undefined &&
    given.url === maskUrl(stored.url);
  return same ? { ...given, url: stored.url } : given;
}
