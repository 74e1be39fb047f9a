// What a person cannot get at or read on the screen as it stands: controls outside the window that no
// scrolling brings in, controls under others, words that are cut off. Gives back a list of sentences.
const open = [...document.querySelectorAll('dialog[open]')].at(-1);
const root = open ?? document.querySelector('.eyes.full') ?? document.body;
const faults = new Set();

const name = (e) => {
  const words = (e.getAttribute('aria-label') || e.textContent || e.id || '').trim().replace(/\s+/g, ' ');
  const classes = typeof e.className === 'string' ? e.className.replace(/\s*svelte-\w+/g, '') : '';
  return `<${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}${classes ? '.' + classes.trim().replace(/\s+/g, '.') : ''}> “${words.slice(0, 40)}”`;
};
const shown = (e) => {
  if (!e.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) return false;
  // Words for the ear only.
  for (let up = e; up; up = up.parentElement)
    if (getComputedStyle(up).clipPath.startsWith('inset(50%')) return false;
  return true;
};
const clips = (value) => value === 'hidden' || value === 'clip';
const scrolls = (value) => value === 'auto' || value === 'scroll';

/** The boxes that may cut an element, from the inside out. */
function* boxesAround(e) {
  let outside = getComputedStyle(e).position === 'absolute';
  for (let up = e.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    const style = getComputedStyle(up);
    // A box that does not hold what is placed absolutely does not cut it either.
    const holds = style.position !== 'static' || style.transform !== 'none' || style.containerType !== 'normal';
    if (outside && !holds) continue;
    yield [up, style];
    if (style.position === 'fixed' || up.tagName === 'DIALOG') return;
    outside = style.position === 'absolute';
  }
}

/** Where a thing comes to stand when everything that scrolls is scrolled for it; what cuts it, if anything. */
function reach(e, rect) {
  let { left, right, top, bottom } = rect;
  if (getComputedStyle(e).position !== 'fixed')
    for (const [box, style] of boxesAround(e)) {
      const r = box.getBoundingClientRect();
      if (scrolls(style.overflowX)) {
        if (right - left >= r.width) [left, right] = [r.left, r.right];
        else if (left < r.left) [left, right] = [r.left, r.left + right - left];
        else if (right > r.right) [left, right] = [r.right - (right - left), r.right];
      } else if (clips(style.overflowX) && (left < r.left - 1.5 || right > r.right + 1.5))
        return { by: box, left, right, top, bottom };
      if (scrolls(style.overflowY)) {
        if (bottom - top >= r.height) [top, bottom] = [r.top, r.bottom];
        else if (top < r.top) [top, bottom] = [r.top, r.top + bottom - top];
        else if (bottom > r.bottom) [top, bottom] = [r.bottom - (bottom - top), r.bottom];
      } else if (clips(style.overflowY) && (top < r.top - 1.5 || bottom > r.bottom + 1.5))
        return { by: box, left, right, top, bottom };
    }
  return { by: null, left, right, top, bottom };
}
const place = (r) => `${Math.round(r.left)},${Math.round(r.top)}–${Math.round(r.right)},${Math.round(r.bottom)}`;

const controls = [
  ...root.querySelectorAll('button, input, select, textarea, a[href], [tabindex], [role=option], summary'),
].filter((e) => shown(e) && e.getClientRects().length > 0 && !e.matches('.hand:not(.typing)'));
for (const e of controls) {
  const rect = e.getBoundingClientRect();
  const at = reach(e, rect);
  if (at.by) {
    faults.add(`cut off by ${name(at.by).split(' “')[0]}: ${name(e)} at ${place(rect)}`);
    continue;
  }
  if (at.left < -1.5 || at.top < -1.5 || at.right > innerWidth + 1.5 || at.bottom > innerHeight + 1.5) {
    faults.add(`outside the window (${innerWidth} × ${innerHeight}): ${name(e)} at ${place(at)}`);
    continue;
  }
  // Where it stands without scrolling nothing lies over it.
  const moved = Math.abs(at.left - rect.left) + Math.abs(at.top - rect.top) > 1;
  if (moved || e.matches('[tabindex]:not(button, input)')) continue;
  const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
  const over = document.elementFromPoint(x, y);
  // Columns that stay lie over those that scroll by.
  if (over && e.closest('[role=grid]') && over.closest('[role=grid]')) continue;
  const label = e.labels?.[0];
  if (over && !e.contains(over) && !over.contains(e) && !label?.contains(over) && !over.closest('.notices, .drop-list, [aria-label^="Gợi ý"]'))
    faults.add(`under ${name(over)}: ${name(e)} at ${place(rect)}`);
}

// Words: every text that stands there is whole, unless an ellipsis says that it goes on.
const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
const range = document.createRange();
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const e = node.parentElement;
  if (!node.data.trim() || !e || e.closest('option, svg, script, style, textarea, .hints') || !shown(e)) continue;
  let short = false;
  for (let up = e; up && up !== root; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') short = true;
  }
  if (short) continue;
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    if (rect.width === 0) continue;
    const at = reach(e, rect);
    if (at.by && !at.by.matches('.frame'))
      faults.add(`words cut off by ${name(at.by).split(' “')[0]}: “${node.data.trim().slice(0, 40)}” of ${name(e)}`);
    // A button's or a tab's words stay inside it.
    const box = e.closest('button, [role=tab], .kbd');
    const own = box?.getBoundingClientRect();
    if (own && (rect.left < own.left - 1.5 || rect.right > own.right + 1.5 || rect.top < own.top - 3 || rect.bottom > own.bottom + 3))
      faults.add(`words reach out of ${name(box)}: ${place(rect)} of ${place(own)}`);
  }
}
return [...faults];
