import type { PackDocument } from './pack/document';

/** Another form of the same pack, by its address. */
export interface PackForm {
  readonly form: string;
  readonly href: string;
}

/** Pages of reviews, inside what surrounds every page. */
export interface ReviewPages<Page> {
  readonly 'review-pack': Page & { readonly pack: PackDocument; readonly forms: readonly PackForm[] };
}
