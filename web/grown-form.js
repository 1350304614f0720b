/* Keeps a form whose parts come and go as its buttons are pressed, as the steps of a policy do, until it was recorded. What
   was typed has no field of its own on a page that is opened afresh, so all of the form is kept as it would be sent, and is
   sent once more to be drawn when its writer wants it back. Until they have said so the page stands still. */
(() => {
  const WAIT_MS = 300;
  const form = document.querySelector('main form[data-grown]');
  const page = document.querySelector('main')?.dataset.draft;
  if (!form || !page) return;

  const NAME = `tenure-draft-${page}.grown`;
  /** Another each time, or an answer to what is on this page alone. */
  const FLEETING = ['csrf', 'onto', 'act'];

  /** Nothing where the browser keeps nothing. */
  const within = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null;
    }
  };
  const load = () => within((store) => JSON.parse(store.getItem(NAME)));
  const forget = () => within((store) => store.removeItem(NAME));

  const fieldsOf = () =>
    [...new FormData(form)].filter(([name, text]) => !FLEETING.includes(name) && typeof text === 'string');
  const told = (fields) => JSON.stringify(fields);
  const drawn = told(fieldsOf());
  const isFresh = form.dataset.grown === 'fresh';

  const keep = () => {
    const fields = fieldsOf();
    if (isFresh && told(fields) === drawn) return forget();
    within((store) => store.setItem(NAME, JSON.stringify({ at: Date.now(), fields })));
  };

  const hidden = ([name, text]) => {
    const field = document.createElement('input');
    [field.type, field.name, field.value] = ['hidden', name, text];
    return field;
  };
  const sendAgain = (fields) => {
    const again = document.createElement('form');
    [again.method, again.action] = ['post', form.action];
    const now = [
      ['csrf', form.elements.namedItem('csrf').value],
      ['act', 'preview'],
    ];
    again.append(...[...fields, ...now].map(hidden));
    document.body.append(again);
    again.submit();
  };

  const offer = ({ fields }) => {
    const bar = document.getElementById('grown-bar').content.firstElementChild.cloneNode(true);
    const [back, afresh] = bar.querySelectorAll('button');
    back.addEventListener('click', () => sendAgain(fields));
    afresh.addEventListener('click', () => {
      forget();
      form.inert = false;
      bar.remove();
      form.querySelector('input:not([type=hidden])').focus();
    });
    form.inert = true;
    form.before(bar);
    back.focus();
  };

  const kept = load();
  if (!isFresh) keep();
  else if (kept && told(kept.fields) !== drawn) offer(kept);

  let waiting = 0;
  const flush = () => {
    clearTimeout(waiting);
    if (waiting) keep();
    waiting = 0;
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(flush, WAIT_MS);
  });
  form.addEventListener('submit', flush);
  window.addEventListener('pagehide', flush);
})();
