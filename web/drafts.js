/* Keeps what is typed into a form in this browser until it was recorded, so that a closed tab, a lost connection or a
   session that ran out costs nobody a word. Files and passwords are not kept. */
(() => {
  const PREFIX = 'tenure-draft-';
  const LIFE_MS = 14 * 86_400_000;
  const RECORDED = /(?:^|; )tenure_recorded=([\w-]+|\*)/;
  const UNKEPT = ['hidden', 'file', 'password', 'submit', 'button'];
  const WAIT_MS = 300;

  /** Nothing where the browser keeps nothing. */
  const within = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null;
    }
  };
  const ours = () => within((store) => Object.keys(store).filter((name) => name.startsWith(PREFIX))) ?? [];
  const forget = (name) => within((store) => store.removeItem(name));
  const load = (name) => {
    try {
      return JSON.parse(within((store) => store.getItem(name)));
    } catch {
      return null;
    }
  };

  /** What the server says was recorded goes; everything, after somebody has signed out. */
  const forgetRecorded = () => {
    const [, key] = RECORDED.exec(document.cookie) ?? [];
    if (!key) return;
    document.cookie = 'tenure_recorded=; path=/; max-age=0; samesite=strict';
    for (const name of ours()) if (key === '*' || name === PREFIX + key) forget(name);
  };
  const forgetOld = () => {
    for (const name of ours()) if (!(load(name)?.at > Date.now() - LIFE_MS)) forget(name);
  };

  const isBox = ({ type }) => type === 'checkbox' || type === 'radio';
  const textOf = (field) => (isBox(field) ? (field.checked ? 'on' : '') : field.value);
  const put = (field, text) => {
    if (isBox(field)) field.checked = text === 'on';
    else field.value = text;
  };

  /** The fields of a form by names that are theirs alone. */
  const fieldsOf = (form) => {
    const places = {};
    const named = [...form.elements].filter(({ name, type }) => name && !UNKEPT.includes(type));
    return new Map(
      named.map((field) => {
        const place = (places[field.name] = (places[field.name] ?? -1) + 1);
        return [isBox(field) ? `${field.name}=${field.value}` : `${field.name} ${place}`, field];
      }),
    );
  };
  const textsOf = (form) => Object.fromEntries([...fieldsOf(form)].map(([key, field]) => [key, textOf(field)]));

  /** What was typed, and not what stood there. */
  const changed = ({ base, now }) => Object.entries(now).filter(([key, text]) => text !== base[key]);

  /** Puts in what was typed; what there is no field for is shown beside, so that it is not lost either. */
  const bringBack = (form, draft) => {
    const fields = fieldsOf(form);
    const lost = changed(draft).filter(([key]) => !fields.has(key));
    for (const [key, text] of changed(draft)) if (fields.has(key)) put(fields.get(key), text);
    form.querySelector('.draft pre').textContent = lost.map(([, text]) => text).join('\n');
    form.querySelector('.draft').hidden = false;
  };

  const follow = (form) => {
    const name = PREFIX + form.dataset.draft;
    const drawn = textsOf(form);
    const version = form.elements.namedItem('version');
    const drawnVersion = version?.value;
    let base = drawn;
    let timer = 0;

    const keep = () => {
      clearTimeout(timer);
      timer = 0;
      const draft = { at: Date.now(), version: version?.value, base, now: textsOf(form) };
      if (changed(draft).length === 0) return forget(name);
      within((store) => store.setItem(name, JSON.stringify(draft)));
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT_MS);
    };
    const afresh = () => {
      form.reset();
      if (version) version.value = drawnVersion;
      base = drawn;
      forget(name);
      form.querySelector('.draft').hidden = true;
      fieldsOf(form).values().next().value?.focus();
    };

    const draft = load(name);
    if (draft) {
      base = draft.base;
      if (changed(draft).some(([key, text]) => drawn[key] !== text)) {
        bringBack(form, draft);
        // As of what was read: what somebody else has recorded since is shown when this is sent.
        if (version) version.value = draft.version;
      } else keep();
    }
    form.addEventListener('input', soon);
    form.querySelector('.draft button').addEventListener('click', afresh);
    window.addEventListener('pagehide', () => timer && keep());
  };

  forgetRecorded();
  forgetOld();
  for (const form of document.querySelectorAll('form[data-draft]')) follow(form);
})();
