/* Shows nothing any longer, in any tab of this browser, once nobody is signed in: after signing out in one of them, after the
   session has run out, or was ended elsewhere. */
(() => {
  const EVERY_MS = 5 * 60_000;
  /** After somebody has pressed the button: the answer may take a moment, or lead to another site first. */
  const AFTER_LEAVING_MS = [1_000, 4_000];

  const leave = document.querySelector('form[action$="/sign-out"]');
  const known = document.querySelector('a.who');
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('tenure-session') : null;

  // The page on which one signs in is shown to nobody else: the other tabs look whether they still have somebody.
  if (!leave || !known) {
    channel?.postMessage('nobody');
    return;
  }
  const signIn = leave.action.replace(/sign-out$/, 'sign-in');
  let asked = Date.now();
  let gone = false;

  /** Whether somebody is signed in; null where that cannot be known. Asked without anybody at it, it keeps no session alive. */
  async function held() {
    try {
      const { type, ok } = await fetch(known.href, {
        method: 'HEAD',
        redirect: 'manual',
        cache: 'no-store',
        headers: { accept: 'text/html', 'x-tenure-live': '1' },
      });
      return type === 'opaqueredirect' ? false : ok ? true : null;
    } catch {
      return null;
    }
  }

  function clear() {
    gone = true;
    document.body.replaceChildren();
    document.title = 'Tenure';
    location.replace(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  /** What the page shows is hidden until the answer, where there is a reason to. */
  async function look(hide) {
    if (gone) return;
    document.body.hidden = hide;
    asked = Date.now();
    const answer = await held();
    if (answer === false) return clear();
    document.body.hidden = false;
  }

  channel?.addEventListener('message', ({ data }) => {
    if (data === 'nobody') void look(true);
    else for (const wait of AFTER_LEAVING_MS) setTimeout(look, wait, false);
  });
  leave.addEventListener('submit', () => channel?.postMessage('leaving'));
  setInterval(look, EVERY_MS, false);
  // Timers stand still while a machine sleeps, and in pages that a browser keeps to go back to.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - asked > EVERY_MS) void look(true);
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void look(true);
  });
})();
