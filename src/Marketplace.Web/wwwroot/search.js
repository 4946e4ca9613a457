// Suggestions while typing. The box is an ordinary search box without it. Floor: Chromium 90.
(function () {
  'use strict';

  document.querySelectorAll('input[data-suggest]').forEach(function (box) {
    const list = document.createElement('div');
    list.id = box.id + '-suggestions';
    list.className = 'suggestions';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', box.dataset.suggestLabel);
    box.parentNode.appendChild(list);
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-controls', list.id);
    box.setAttribute('aria-expanded', 'false');

    let asked = '';
    let at = -1;
    let timer = 0;

    function options() {
      return Array.prototype.slice.call(list.querySelectorAll('[role=option]'));
    }

    function close() {
      list.hidden = true;
      at = -1;
      box.setAttribute('aria-expanded', 'false');
      box.removeAttribute('aria-activedescendant');
    }

    function mark(index) {
      const all = options();
      at = (index + all.length) % all.length;
      all.forEach(function (option, i) { option.setAttribute('aria-selected', i === at ? 'true' : 'false'); });
      box.setAttribute('aria-activedescendant', all[at].id);
      all[at].scrollIntoView({ block: 'nearest' });
    }

    function choose(option) {
      box.value = option.dataset.query;
      close();
      box.form.requestSubmit ? box.form.requestSubmit() : box.form.submit();
    }

    function show(groups) {
      list.textContent = '';
      groups.forEach(function (group, g) {
        const part = document.createElement('div');
        part.setAttribute('role', 'group');
        const title = document.createElement('div');
        title.className = 'suggestions-title';
        title.id = list.id + '-' + g;
        title.textContent = group.title;
        part.setAttribute('aria-labelledby', title.id);
        part.appendChild(title);
        group.items.forEach(function (item, i) {
          const option = document.createElement('div');
          option.setAttribute('role', 'option');
          option.setAttribute('aria-selected', 'false');
          option.id = list.id + '-' + g + '-' + i;
          option.lang = 'zh-CN';
          option.textContent = item.text;
          option.dataset.query = item.query;
          part.appendChild(option);
        });
        list.appendChild(part);
      });
      list.hidden = groups.length === 0;
      at = -1;
      box.setAttribute('aria-expanded', groups.length === 0 ? 'false' : 'true');
    }

    function ask() {
      const typed = box.value.trim();
      if (typed === asked) return;
      asked = typed;
      if (typed.length === 0 || typed.length > 60) {
        close();
        return;
      }
      fetch(box.dataset.suggest + '?q=' + encodeURIComponent(typed), { credentials: 'omit' })
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(function (groups) { if (typed === asked && document.activeElement === box) show(groups); })
        .catch(close);
    }

    box.addEventListener('input', function (event) {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    box.addEventListener('compositionend', ask);
    box.addEventListener('keydown', function (event) {
      if (list.hidden || event.isComposing) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        mark(at + (event.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1));
      } else if (event.key === 'Enter' && at >= 0) {
        event.preventDefault();
        choose(options()[at]);
      } else if (event.key === 'Escape') {
        close();
      }
    });
    list.addEventListener('mousedown', function (event) {
      const option = event.target.closest('[role=option]');
      if (!option) return;
      event.preventDefault();
      choose(option);
    });
    box.addEventListener('blur', close);
  });
}());
