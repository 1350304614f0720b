/* Keys of a list: j and k go from row to row, where Enter opens as on every link. Whoever speaks to their browser, or
   presses keys by accident, turns them off once and for good (WCAG 2.1.4). */
(() => {
  const KEPT = 'tenure-keys';
  const STEPS = { j: 1, k: -1 };
  const FIELDS = 'input:not([type=checkbox]), select, textarea, [contenteditable]';
  const root = document.documentElement;

  const kept = () => {
    try {
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  };
  const keep = (state) => {
    try {
      localStorage.setItem(KEPT, state);
    } catch {
      // A browser that keeps nothing is told again on the next page.
    }
  };
  root.dataset.keys = kept() === 'off' ? 'off' : 'on';

  // The list may be shown anew at any time, so nothing of it is held on to.
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('.keys button');
    if (!button) return;
    root.dataset.keys = button.value;
    keep(button.value);
    document.querySelector(`.keys button:not([value="${button.value}"])`)?.focus();
  });

  const isForUs = (event) =>
    event.key in STEPS &&
    root.dataset.keys === 'on' &&
    !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing) &&
    !event.target.closest(FIELDS);

  document.addEventListener('keydown', (event) => {
    if (!isForUs(event)) return;
    const rows = [...document.querySelectorAll('main .list > li')];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const link = rows[here < 0 ? 0 : here + STEPS[event.key]]?.querySelector('a');
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
})();
