// Makes pages quicker, never possible: everything here works without it. Floor: Chromium 90.
(function () {
  'use strict';

  const keys = document.getElementById('keys');

  function typing(target) {
    return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
  }

  // Lists marked data-walk: j and k move, Enter opens what the row's first link opens.
  function walk(step) {
    const rows = Array.prototype.slice.call(document.querySelectorAll('[data-walk] tbody tr, li[data-walk]'));
    if (rows.length === 0) return;
    const at = rows.findIndex(function (row) { return row.contains(document.activeElement); });
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    const link = row.querySelector('a[href]');
    if (link) {
      link.focus();
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Escape') {
      document.querySelectorAll('details.display[open]').forEach(function (menu) {
        menu.open = false;
        menu.querySelector('summary').focus();
      });
      const menu = document.getElementById('site-menu');
      if (menu) menu.checked = false;
      return;
    }
    if (typing(event.target) || (keys && keys.open)) return;
    if (event.key === '?' && keys && keys.showModal) {
      event.preventDefault();
      keys.showModal();
    } else if (event.key === '/') {
      const search = document.querySelector('[data-search]');
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === 'j') {
      walk(1);
    } else if (event.key === 'k') {
      walk(-1);
    }
  });

  document.addEventListener('click', function (event) {
    document.querySelectorAll('details.display[open]').forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A choice opens the part of the form that belongs to it; without this one opens it by hand.
  document.addEventListener('change', function (event) {
    const choice = event.target;
    if (!choice.form || choice.type !== 'radio') return;
    choice.form.querySelectorAll('details[data-opened-by]').forEach(function (part) {
      if (part.dataset.openedBy.split(' ').indexOf(choice.value) >= 0) part.open = true;
    });
  });

  // On a phone the filters of a list would fill the first screen: they fold away under the word on their button, unless they are in use.
  if (window.matchMedia('(max-width: 40rem)').matches && window.location.search === '') {
    document.querySelectorAll('form.filters').forEach(function (filters) {
      const button = filters.querySelector('button');
      if (!button) return;
      const fold = document.createElement('details');
      const summary = document.createElement('summary');
      fold.className = 'filters-fold';
      summary.textContent = button.textContent;
      filters.parentNode.insertBefore(fold, filters);
      fold.append(summary, filters);
    });
  }

  // A second press while the first is under way would send the form twice; coming back to the page frees it again.
  document.addEventListener('submit', function (event) {
    const form = event.target;
    if (form.method === 'dialog') return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { delete form.dataset.sent; });
  });

  // Explanations are folded on screen but must not be missing on paper.
  let opened = [];
  window.addEventListener('beforeprint', function () {
    opened = Array.prototype.slice.call(document.querySelectorAll('main details:not([open])'));
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener('afterprint', function () {
    opened.forEach(function (details) { details.open = false; });
  });
}());
