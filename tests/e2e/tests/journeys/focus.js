// Controls that look the same whether the cursor is in them or not, and controls without a name. Boxes of the
// entry form are left alone: standing in one is a deed there, and they have one style.
const open = [...document.querySelectorAll('dialog[open]')].at(-1);
const faults = new Set();
const looks = (e) =>
  ['', '::after', '::before']
    .map((part) => {
      const s = getComputedStyle(e, part || null);
      const outline = s.outlineStyle === 'none' ? '' : `${s.outlineWidth} ${s.outlineColor}`;
      return [outline, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecorationLine].join();
    })
    .join('|');
const before = document.activeElement;
const all = (open ?? document.body).querySelectorAll(
  'button, input, select, textarea, a[href], [tabindex="0"]',
);
for (const e of all) {
  if (e.disabled || e.tabIndex < 0 || e.id.startsWith('f-') || e.matches('.hand')) continue;
  if (!e.checkVisibility({ checkVisibilityCSS: true })) continue;
  const words = e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.title;
  const name = `${e.tagName.toLowerCase()}#${e.id}.${e.className} “${(words ?? '').trim().slice(0, 40)}”`;
  if (!(words ?? '').trim()) faults.add(`no name: ${name}`);
  before?.blur?.();
  const without = looks(e);
  e.focus({ focusVisible: true, preventScroll: true });
  if (document.activeElement === e && looks(e) === without) faults.add(`focus not seen: ${name}`);
  e.blur();
}
before?.focus?.({ preventScroll: true });
return [...faults];
