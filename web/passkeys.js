/* Asks for a passkey where a form is to bring one, and sends the form with it. What follows Simple WebAuthn in one file. */
(() => {
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = window.SimpleWebAuthnBrowser;
  const ASKED = {
    create: (optionsJSON) => startRegistration({ optionsJSON }),
    get: (optionsJSON) => startAuthentication({ optionsJSON }),
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    if (browserSupportsWebAuthn()) form.addEventListener('submit', (event) => begin(event, form));
    else say(form, 'missing');
  }

  function begin(event, form) {
    event.preventDefault();
    if (!form.dataset.busy) void ask(form);
  }

  async function ask(form) {
    form.dataset.busy = '1';
    say(form, null);
    try {
      const options = await optionsOf(form);
      // Without an answer the form says by itself what stands in its way: another proof first, or that it is too old.
      if (options) form.elements.credential.value = JSON.stringify(await ASKED[form.dataset.passkey](options));
      form.submit();
    } catch (error) {
      say(form, error.name === 'InvalidStateError' ? 'known' : 'failed');
    }
    delete form.dataset.busy;
  }

  async function optionsOf(form) {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.options, { method: 'POST', body, headers: { accept: 'application/json' } });
    if (answer.status === 401 || answer.status === 403) return null;
    if (!answer.ok) throw new Error('no options');
    return answer.json();
  }

  function say(form, what) {
    for (const note of form.querySelectorAll('[data-passkey-note]')) note.hidden = note.dataset.passkeyNote !== what;
  }
})();
