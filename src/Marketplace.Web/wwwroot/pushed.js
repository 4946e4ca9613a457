// Programs open links of mails too, and some of them run scripts; only people move, type and touch. The first of it says that this was read. Floor: Chromium 90.
(function () {
  'use strict';

  const form = document.querySelector('form[data-tell-read]');
  if (!form) return;
  const signs = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown'];

  function tell(event) {
    // One a script made is no person.
    if (!event.isTrusted) return;
    signs.forEach(function (sign) { document.removeEventListener(sign, tell); });
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin', keepalive: true })
      .catch(function () { /* Offline: then it is not counted. */ });
  }

  signs.forEach(function (sign) { document.addEventListener(sign, tell, { passive: true }); });
})();
