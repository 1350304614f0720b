/* Keeps what is typed into the forms of a page in this browser until it was recorded, so that a closed tab, a lost
   connection or a session that ran out costs nobody a word. Files and passwords are not kept, and no choice of a decision
   is made again for anybody; a form of many questions says of itself that its choices are answers (`data-choices`). */
(() => {
  const PREFIX = 'tenure-draft-';
  const SENT = 'tenure-sent';
  const LIFE_MS = 14 * 86_400_000;
  const WAIT_MS = 300;
  const RECORDED = /(?:^|; )tenure_recorded=([\w-]+|\*)/;
  const UNKEPT = ['hidden', 'file', 'password', 'submit', 'button'];
  /** Hidden fields that are others each time a form is drawn. */
  const FLEETING = ['csrf', 'nonce', 'version', 'newest', 'seen', 'id', 'batch'];
  /** Nothing is ticked again for anybody that is decided by the next press. */
  const TICKED = 'pick';

  const page = document.querySelector('main')?.dataset.draft;

  /** Nothing where the browser keeps nothing. */
  const within = (use) => {
    try {
      return use(localStorage, sessionStorage);
    } catch {
      return null;
    }
  };
  const ours = () => within((store) => Object.keys(store).filter((name) => name.startsWith(PREFIX))) ?? [];
  const forget = (name) => within((store) => store.removeItem(name));
  const load = (name) => within((store) => JSON.parse(store.getItem(name)));

  /** The form that was sent goes once the server says that it was recorded; everything, after somebody has signed out. */
  const forgetRecorded = () => {
    const [, key] = RECORDED.exec(document.cookie) ?? [];
    if (!key) return;
    document.cookie = 'tenure_recorded=; path=/; max-age=0; samesite=strict';
    const sent = within((_, session) => session.getItem(SENT));
    const gone = key === '*' ? PREFIX : sent?.startsWith(`${PREFIX}${key}.`) ? sent : `${PREFIX}${key}.`;
    for (const name of ours()) if (name.startsWith(gone)) forget(name);
  };
  const forgetOld = () => {
    for (const name of ours()) if (!(load(name)?.at > Date.now() - LIFE_MS)) forget(name);
  };

  const isBox = ({ type }) => ['checkbox', 'radio'].includes(type);
  const isKept = ({ name, type, form }) =>
    name && type && name !== TICKED && !UNKEPT.includes(type) && (type !== 'radio' || 'choices' in form.dataset);
  const textOf = (field) => (isBox(field) ? (field.checked ? 'on' : '') : field.value);
  const put = (field, text) => {
    if (isBox(field)) field.checked = text === 'on';
    else field.value = text;
  };
  /** What stood in a field when the page was drawn. */
  const drawnIn = (field) => {
    if (isBox(field)) return field.defaultChecked ? 'on' : '';
    if (!field.options) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? '';
  };

  /** The fields of a form by names that are theirs alone. */
  const fieldsOf = (form) => {
    const places = {};
    const named = [...form.elements].filter(isKept);
    return new Map(
      named.map((field) => {
        const place = (places[field.name] = (places[field.name] ?? -1) + 1);
        return [isBox(field) ? `${field.name}=${field.value}` : `${field.name} ${place}`, field];
      }),
    );
  };
  const textsOf = (form, read) => Object.fromEntries([...fieldsOf(form)].map(([key, field]) => [key, read(field)]));
  const versionOf = (form) => form.elements.namedItem('version');

  /** Buttons that a form has today and has not tomorrow: steps from where something stands, files that were brought. */
  const comesAndGoes = ({ name, value }) => name === 'step' || value.startsWith('drop:');

  /** Which form of the page it is: by where it goes, what it is about and which buttons it has. */
  const nameOf = (form) => {
    const tells = (field) =>
      (field.type === 'hidden' && !FLEETING.includes(field.name)) || (field.type === 'submit' && !comesAndGoes(field));
    const about = [...form.elements].filter(tells).map(({ name, value }) => `${name}=${value}`);
    const text = [form.getAttribute('action'), ...about].join('&');
    const short = [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 7);
    return `${PREFIX}${page}.${(short >>> 0).toString(36)}`;
  };

  /** What was typed, and not what stood there. */
  const changed = ({ base, now }) => Object.entries(now).filter(([key, text]) => text !== base[key]);

  const keep = (form) => {
    const name = nameOf(form);
    const base = load(name)?.base ?? textsOf(form, drawnIn);
    const draft = { at: Date.now(), version: versionOf(form)?.value, base, now: textsOf(form, textOf) };
    if (changed(draft).length === 0) return forget(name);
    within((store) => store.setItem(name, JSON.stringify(draft)));
  };

  const unfold = (part) => {
    for (let box = part; box; box = box.parentElement.closest('details')) box.open = true;
  };

  /** Puts in what was typed; what there is no field for is shown beside, so that it is not lost either. */
  const bringBack = (form, draft) => {
    const fields = fieldsOf(form);
    const lost = changed(draft).filter(([key]) => !fields.has(key));
    for (const [key, text] of changed(draft)) if (fields.has(key)) put(fields.get(key), text);
    for (const [key] of changed(draft)) unfold(fields.get(key)?.closest('details'));
    const bar = document.getElementById('draft-bar').content.firstElementChild.cloneNode(true);
    bar.querySelector('pre').textContent = lost.map(([, text]) => text).join('\n');
    const version = versionOf(form);
    const drawnVersion = version?.value;
    // As of what was read: what somebody else has recorded since is shown when this is sent.
    if (version) version.value = draft.version;
    bar.querySelector('button').addEventListener('click', () => {
      form.reset();
      if (version) version.value = drawnVersion;
      forget(nameOf(form));
      bar.remove();
      fields.values().next().value?.focus();
    });
    form.prepend(bar);
    unfold(form.closest('details'));
  };

  const meet = (form) => {
    const draft = load(nameOf(form));
    if (!draft) return;
    const fields = fieldsOf(form);
    const isHere = ([key, text]) => fields.has(key) && textOf(fields.get(key)) === text;
    if (changed(draft).every(isHere)) keep(form);
    else bringBack(form, draft);
  };

  /** A form that grows is kept as a whole (`grown-form.js`). */
  const OURS = 'main form[method=post]:not([data-grown])';
  const isOurs = (form) => page && form?.matches(OURS);
  const waiting = new Map();
  const flush = (form) => {
    clearTimeout(waiting.get(form));
    if (waiting.delete(form)) keep(form);
  };

  forgetRecorded();
  forgetOld();
  if (page) for (const form of document.querySelectorAll(OURS)) meet(form);
  document.addEventListener('input', ({ target: { form } }) => {
    if (!isOurs(form)) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(flush, WAIT_MS, form));
  });
  document.addEventListener('submit', ({ target: form }) => {
    if (!isOurs(form)) return;
    flush(form);
    within((_, session) => session.setItem(SENT, nameOf(form)));
  });
  // A field that the browser refuses is seen, or nobody would know why nothing is sent.
  document.addEventListener('invalid', ({ target }) => unfold(target.closest('details')), true);
  window.addEventListener('pagehide', () => {
    for (const form of [...waiting.keys()]) flush(form);
  });
})();
