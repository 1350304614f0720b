/** A part of the administration: its words are `admin-part.<key>` and `admin-lead.<key>`. */
export interface AdminPart {
  readonly key: string;
  readonly href: string;
}

export interface AdminPage {
  readonly parts: readonly AdminPart[];
}

export interface AdminPages<Page> {
  readonly admin: Page & AdminPage;
}
