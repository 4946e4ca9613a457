// Passkeys are the one thing a page cannot do without script: the browser's own dialogue is opened by it. Floor: Chromium 90, which has no
// parseRequestOptionsFromJSON and no toJSON, so base64url is turned by hand.
(function () {
  'use strict';

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function toBytes(text) {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(binary, function (c) { return c.charCodeAt(0); });
  }

  function toText(buffer) {
    if (!buffer) return undefined;
    const binary = Array.prototype.map.call(new Uint8Array(buffer), function (b) { return String.fromCharCode(b); }).join('');
    return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  function withBytes(descriptors) {
    return (descriptors || []).map(function (d) { return Object.assign({}, d, { id: toBytes(d.id) }); });
  }

  function clean(options) {
    // The server writes null where it has nothing; browsers refuse null where they want a word or nothing.
    Object.keys(options).forEach(function (key) {
      if (options[key] === null) delete options[key];
      else if (typeof options[key] === 'object' && !Array.isArray(options[key])) clean(options[key]);
    });
    return options;
  }

  function ask(kind, json) {
    const options = clean(json);
    options.challenge = toBytes(options.challenge);
    if (kind === 'create') {
      options.user.id = toBytes(options.user.id);
      options.excludeCredentials = withBytes(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = withBytes(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }

  function written(credential) {
    const answer = credential.response;
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: {
        clientDataJSON: toText(answer.clientDataJSON),
        attestationObject: toText(answer.attestationObject),
        authenticatorData: toText(answer.authenticatorData),
        signature: toText(answer.signature),
        userHandle: toText(answer.userHandle),
        transports: answer.getTransports ? answer.getTransports() : undefined,
      },
    });
  }

  document.querySelectorAll('form[data-passkey]').forEach(function (form) {
    const button = form.querySelector('button');
    const says = form.querySelector('[data-passkey-says]');
    button.disabled = false;
    says.textContent = '';
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      button.disabled = true;
      says.textContent = '';
      fetch(form.dataset.options, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { RequestVerificationToken: form.elements.__RequestVerificationToken.value },
      }).then(function (response) {
        if (!response.ok) throw new Error(String(response.status));
        return response.json();
      }).then(function (json) {
        return ask(form.dataset.passkey, json);
      }).then(function (credential) {
        form.elements.credential.value = written(credential);
        form.submit();
      }).catch(function () {
        // Cancelled, no passkey here, or no network: the person may try again or take another way.
        says.textContent = form.dataset.failed;
        button.disabled = false;
      });
    });
  });
})();
