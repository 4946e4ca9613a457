// A draft saves itself while it is written. Without this it is saved by its button. Floor: Chromium 90.
(function () {
  'use strict';

  document.querySelectorAll('form[data-save-quietly]').forEach(function (form) {
    const said = form.querySelector('[data-saved]');
    if (!said) return;
    let waiting = 0;
    let running = null;

    function save() {
      waiting = 0;
      if (running) {
        waiting = window.setTimeout(save, 500);
        return;
      }
      running = fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { 'X-Save-Quietly': '1' }, credentials: 'same-origin' })
        .then(function (answer) {
          return answer.ok ? answer.text() : null;
        })
        .then(function (version) {
          running = null;
          if (version === null) return;
          form.elements.namedItem('version').value = version;
          said.textContent = said.dataset.saved;
        }, function () {
          running = null;   // Offline: the button still works later.
        });
    }

    form.addEventListener('input', function () {
      said.textContent = '';
      if (waiting) window.clearTimeout(waiting);
      waiting = window.setTimeout(save, 1500);
    });

    // The button waits for what is under way, so that it does not meet its own version.
    form.addEventListener('submit', function (event) {
      if (waiting) window.clearTimeout(waiting);
      waiting = 0;
      if (!running) return;
      event.preventDefault();
      running.then(function () { form.submit(); });
    });
  });
})();
