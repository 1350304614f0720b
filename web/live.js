/* Follows a page while somebody looks at it: whenever what it shows has changed, its contents are fetched again. */
(() => {
  const main = () => document.getElementById('main');
  const note = document.getElementById('live');
  let source = null;
  let typed = false;
  let heard = main().dataset.version;
  let following = false;
  const MOST_FAILURES = 10;

  // Nobody loses what they have typed or chosen: such a page offers the news instead of showing it.
  document.addEventListener('input', () => (typed = true));

  // What was brought back is not sent either.
  const inUse = () =>
    typed ||
    document.querySelector('main .draft-note') ||
    document.activeElement?.matches('main :is(input, select, textarea)');

  let failed = 0;
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(main().dataset.live);
    source.onmessage = ({ data }) => {
      failed = 0;
      heard = data;
      void follow();
    };
    source.onerror = comeBack;
  };
  // Browsers open few connections to one host: those that nobody sees are left to others.
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);

  /* Browsers give up after an answer that is none, as a proxy gives while the product starts anew. */
  function comeBack() {
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    failed += 1;
    if (failed <= MOST_FAILURES) setTimeout(open, 5_000 + Math.random() * 5_000);
  }

  async function follow() {
    if (following) return;
    following = true;
    while (heard !== main().dataset.version) {
      const before = heard;
      const next = inUse() ? null : await fetched();
      if (!next || inUse()) {
        offer();
        break;
      }
      show(next);
      // The page is as new as what was heard before it was made.
      if (heard === before) break;
    }
    following = false;
  }

  function offer() {
    note.hidden = false;
    close();
  }

  async function fetched() {
    try {
      const headers = { accept: 'text/html', 'x-tenure-live': '1' };
      const answer = await fetch(location.href, { headers });
      if (!answer.ok || answer.redirected) return null;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      return page.getElementById('main')?.dataset.live ? page : null;
    } catch {
      return null;
    }
  }

  function show(page) {
    const old = main();
    const fresh = page.getElementById('main');
    keepOpen(old, fresh);
    const focused = addressOf(document.activeElement);
    old.replaceWith(fresh);
    for (const part of ['header.top nav', 'title']) {
      const [here, there] = [document.querySelector(part), page.querySelector(part)];
      if (here && there) here.replaceWith(there);
    }
    if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
  }

  /* What was unfolded stays so; a part is known by its id or by what it is headed with. */
  function keepOpen(old, fresh) {
    const headOf = (part) => part.id || part.querySelector('summary')?.textContent.trim();
    const unfolded = new Map([...old.querySelectorAll('details')].map((part) => [headOf(part), part.open]));
    for (const part of fresh.querySelectorAll('details'))
      if (unfolded.has(headOf(part))) part.open = unfolded.get(headOf(part));
  }

  function addressOf(element) {
    if (!element || !main().contains(element)) return null;
    if (element.id) return `#${CSS.escape(element.id)}`;
    const href = element.getAttribute('href');
    return href === null ? null : `main a[href="${CSS.escape(href)}"]`;
  }

  open();
})();
