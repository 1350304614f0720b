/** How an open page follows what it shows. */
export interface LivePart {
  /** Where it is told of changes. */
  readonly href: string;
  /** What it showed when it was made. */
  readonly version: string;
  readonly scriptHref: string;
}

/** How a browser keeps what is typed into the forms of a page. */
export interface DraftsPart {
  /** What it is kept under; null on a page that only drops what was kept. */
  readonly key: string | null;
  readonly scriptHref: string;
}

/** What surrounds every page. */
export interface Shell {
  /** Title of this very page; null for the general one of its template. */
  readonly title: string | null;
  /** The signed-in person, whether ours and what they see; null for visitors and behind mail links. */
  readonly person: {
    readonly name: string;
    readonly ours: boolean;
    readonly administers: boolean;
    readonly oversees: boolean;
  } | null;
  readonly csrf: string;
  readonly nav:
    'home' | 'inbox' | 'engagements' | 'portfolio' | 'action-items' | 'vendors' | 'security' | 'admin' | null;
  /** How many decisions wait for the person; null when nobody is signed in. */
  readonly todo: number | null;
  /** Addresses of this page in the other languages. */
  readonly languages: readonly { readonly tag: string; readonly href: string; readonly current: boolean }[];
  readonly styleHref: string;
  readonly iconHref: string;
  /** Null where a page stays as it was. */
  readonly live: LivePart | null;
  /** Whether nothing else can be reached yet. */
  readonly alone: boolean;
  /** What keeps in the browser what was typed and not yet recorded; null where nothing is kept. */
  readonly drafts: DraftsPart | null;
  /** What empties the page once nobody is signed in; null where nobody is, but where one signs in. */
  readonly sessionHref: string | null;
  /** What asks for passkeys; null where none is asked for. */
  readonly script: string | null;
  /** The process of this page in Temporal's own pages, for those who keep the installation; null otherwise. */
  readonly workflowHref: string | null;
  readonly timeZone: string;
  /** Epoch milliseconds; relative times are told from here. */
  readonly now: number;
  /** Path with query that this page is had at, and its tables as files; null where it is had nowhere again. */
  readonly here: string | null;
}
