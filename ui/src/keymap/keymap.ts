/**
 * Every shortcut of the program. Handlers ask {@link actionOf}; the F1 sheet prints the same list,
 * so that what is written there is what the keys do.
 */

import { changed, keep } from './changed';

/** Where a shortcut works. `all` holds everywhere, `book` on every tab of a book. */
export type Scope =
  | 'all'
  | 'book'
  | 'pages'
  | 'desk'
  | 'grid'
  | 'picture'
  | 'findings'
  | 'package'
  | 'disputed'
  | 'checking'
  | 'inspect';

export interface Shortcut {
  action: string;
  scope: Scope;
  /** `Ctrl+Shift+Enter`: modifiers in the order Ctrl, Alt, Shift, then `KeyboardEvent.key`. */
  keys: readonly string[];
  /** What it does, as the F1 sheet says it. */
  what: string;
  /** Left out when the event comes from a place where text is typed. */
  notWhileTyping?: true;
}

export const shortcuts = [
  { action: 'keys', scope: 'all', keys: ['F1'], what: 'Xem các phím tắt' },
  { action: 'find', scope: 'all', keys: ['Ctrl+F'], what: 'Tìm người trong cả kho' },
  { action: 'textLarger', scope: 'all', keys: ['Alt+=', 'Alt++'], what: 'Chữ to hơn' },
  { action: 'textSmaller', scope: 'all', keys: ['Alt+-'], what: 'Chữ nhỏ hơn' },

  { action: 'tab1', scope: 'book', keys: ['Alt+1'], what: 'Thẻ Trang' },
  { action: 'tab2', scope: 'book', keys: ['Alt+2'], what: 'Thẻ Nhập liệu' },
  { action: 'tab3', scope: 'book', keys: ['Alt+3'], what: 'Thẻ Soát lỗi' },
  { action: 'tab4', scope: 'book', keys: ['Alt+4'], what: 'Thẻ Đóng gói' },
  { action: 'tab5', scope: 'book', keys: ['Alt+5'], what: 'Thẻ Hai nơi ghi khác nhau' },
  { action: 'undo', scope: 'book', keys: ['Ctrl+Z'], what: 'Hoàn tác' },
  { action: 'redo', scope: 'book', keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], what: 'Làm lại' },

  { action: 'finish', scope: 'desk', keys: ['Ctrl+Enter'], what: 'Lưu, xong, sang trường hợp sau' },
  { action: 'nextField', scope: 'desk', keys: ['Enter'], what: 'Ô kế tiếp (hoặc Tab)' },
  { action: 'prevField', scope: 'desk', keys: ['Shift+Enter'], what: 'Ô trước (hoặc Shift+Tab)' },
  { action: 'nextCase', scope: 'desk', keys: ['PageDown'], what: 'Trường hợp sau' },
  { action: 'prevCase', scope: 'desk', keys: ['PageUp'], what: 'Trường hợp trước' },
  {
    action: 'sameAsPrevious',
    scope: 'desk',
    keys: ['F2'],
    what: 'Chép ô này của trường hợp trước',
  },
  {
    action: 'fillPerson',
    scope: 'desk',
    keys: ['F9'],
    what: 'Chép cả người: cha, mẹ, trường hợp trước',
  },
  { action: 'leftOut', scope: 'desk', keys: ['F4'], what: 'Sổ không ghi (∅)' },
  { action: 'illegible', scope: 'desk', keys: ['F6'], what: 'Không đọc được (≋)' },
  {
    action: 'remark',
    scope: 'desk',
    keys: ['F7'],
    what: 'Nghi vấn (?), ghi chú, giấy tờ ghi khác',
  },
  { action: 'hold', scope: 'desk', keys: ['Alt+G'], what: 'Giữ trường hợp cho nơi khác' },
  { action: 'history', scope: 'desk', keys: ['Alt+L'], what: 'Lịch sử của ô và trường hợp' },
  { action: 'nextFinding', scope: 'desk', keys: ['F8'], what: 'Lỗi kế tiếp' },
  { action: 'prevFinding', scope: 'desk', keys: ['Shift+F8'], what: 'Lỗi trước' },
  { action: 'applyFix', scope: 'desk', keys: ['Alt+S'], what: 'Sửa theo gợi ý ở ô này' },
  { action: 'confirmHere', scope: 'desk', keys: ['Alt+X'], what: 'Sổ ghi như vậy ở ô này' },
  { action: 'rare', scope: 'desk', keys: ['Alt+ArrowDown'], what: 'Mở, gập các ô ít dùng' },
  { action: 'caseList', scope: 'desk', keys: ['Ctrl+G'], what: 'Tìm, đến một trường hợp' },

  { action: 'spots', scope: 'desk', keys: ['Alt+V'], what: 'Chỉ chỗ của từng ô trên hình' },
  { action: 'fullPicture', scope: 'desk', keys: ['F11'], what: 'Hình đầy màn hình, và trở lại' },
  {
    action: 'pictureWindow',
    scope: 'desk',
    keys: ['Alt+W'],
    what: 'Hình sang cửa sổ khác, và trở lại',
  },
  { action: 'table', scope: 'desk', keys: ['Alt+B'], what: 'Cả sổ thành bảng' },

  { action: 'toDesk', scope: 'grid', keys: ['Alt+B'], what: 'Mở trường hợp của dòng này' },
  { action: 'gridEdit', scope: 'grid', keys: ['F2'], what: 'Sửa tiếp chữ trong ô' },
  { action: 'gridFillDown', scope: 'grid', keys: ['Ctrl+D'], what: 'Chép ô trên xuống' },
  { action: 'gridReplace', scope: 'grid', keys: ['Ctrl+H'], what: 'Tìm và thay' },
  { action: 'gridLeftOut', scope: 'grid', keys: ['F4'], what: 'Sổ không ghi (∅)' },
  { action: 'gridIllegible', scope: 'grid', keys: ['F6'], what: 'Không đọc được (≋)' },
  { action: 'gridClear', scope: 'grid', keys: ['Delete'], what: 'Xóa chữ trong các ô đang chọn' },
  { action: 'gridAll', scope: 'grid', keys: ['Ctrl+A'], what: 'Chọn cả bảng' },

  { action: 'zoomIn', scope: 'picture', keys: ['Ctrl+=', 'Ctrl++'], what: 'Phóng to hình' },
  { action: 'zoomOut', scope: 'picture', keys: ['Ctrl+-'], what: 'Thu nhỏ hình' },
  { action: 'fitWidth', scope: 'picture', keys: ['Ctrl+0'], what: 'Hình vừa ngang' },
  { action: 'fitPage', scope: 'picture', keys: ['Ctrl+9'], what: 'Hình vừa khung' },
  { action: 'panUp', scope: 'picture', keys: ['Ctrl+ArrowUp'], what: 'Kéo hình lên' },
  { action: 'panDown', scope: 'picture', keys: ['Ctrl+ArrowDown'], what: 'Kéo hình xuống' },
  { action: 'panLeft', scope: 'picture', keys: ['Ctrl+Alt+ArrowLeft'], what: 'Kéo hình sang trái' },
  {
    action: 'panRight',
    scope: 'picture',
    keys: ['Ctrl+Alt+ArrowRight'],
    what: 'Kéo hình sang phải',
  },
  { action: 'turnView', scope: 'picture', keys: ['Ctrl+R'], what: 'Xoay hình đang xem' },
  { action: 'contrast', scope: 'picture', keys: ['Ctrl+B'], what: 'Đổi cách xem hình' },
  { action: 'ruler', scope: 'picture', keys: ['Ctrl+L'], what: 'Thước gióng dòng' },
  {
    action: 'nextPicture',
    scope: 'picture',
    keys: ['Ctrl+PageDown'],
    what: 'Hình kế của trường hợp',
  },

  { action: 'rule', scope: 'pages', keys: ['K'], what: 'Kẻ chỗ cắt', notWhileTyping: true },
  { action: 'nextDoubtful', scope: 'pages', keys: ['F8'], what: 'Trang cần xem kế tiếp' },
  { action: 'selectAll', scope: 'pages', keys: ['Ctrl+A'], what: 'Chọn mọi trang' },
  { action: 'turnLeft', scope: 'pages', keys: ['['], what: 'Xoay trái', notWhileTyping: true },
  { action: 'turnRight', scope: 'pages', keys: [']'], what: 'Xoay phải', notWhileTyping: true },
  { action: 'moveBack', scope: 'pages', keys: ['Alt+ArrowLeft'], what: 'Dời trang về trước' },
  { action: 'moveOn', scope: 'pages', keys: ['Alt+ArrowRight'], what: 'Dời trang về sau' },
  {
    action: 'takeOut',
    scope: 'pages',
    keys: ['Delete'],
    what: 'Bỏ trang khỏi sổ',
    notWhileTyping: true,
  },

  {
    action: 'mend',
    scope: 'findings',
    keys: ['Enter'],
    what: 'Sửa chỗ đang chọn',
    notWhileTyping: true,
  },
  {
    action: 'confirm',
    scope: 'findings',
    keys: ['C'],
    what: 'Sổ ghi như vậy',
    notWhileTyping: true,
  },
  {
    action: 'mendAll',
    scope: 'findings',
    keys: ['Shift+Enter'],
    what: 'Sửa cả loại đang chọn theo gợi ý',
    notWhileTyping: true,
  },
  {
    action: 'confirmAll',
    scope: 'findings',
    keys: ['Shift+C'],
    what: 'Sổ ghi như vậy cả loại đang chọn',
    notWhileTyping: true,
  },
  {
    action: 'leftOutAll',
    scope: 'findings',
    keys: ['Shift+F4'],
    what: 'Sổ không ghi cả loại đang chọn',
    notWhileTyping: true,
  },
  {
    action: 'illegibleAll',
    scope: 'findings',
    keys: ['Shift+F6'],
    what: 'Không đọc được cả loại đang chọn',
    notWhileTyping: true,
  },
  { action: 'takeBack', scope: 'findings', keys: ['Z'], what: 'Hoàn tác', notWhileTyping: true },
  {
    action: 'walkDown',
    scope: 'findings',
    keys: ['ArrowDown'],
    what: 'Lỗi dưới',
    notWhileTyping: true,
  },
  {
    action: 'walkUp',
    scope: 'findings',
    keys: ['ArrowUp'],
    what: 'Lỗi trên',
    notWhileTyping: true,
  },

  {
    action: 'choose',
    scope: 'disputed',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    what: 'Chọn cách ghi mang số ấy',
    notWhileTyping: true,
  },
  {
    action: 'nextDisputed',
    scope: 'disputed',
    keys: ['ArrowDown'],
    what: 'Chỗ dưới',
    notWhileTyping: true,
  },
  {
    action: 'prevDisputed',
    scope: 'disputed',
    keys: ['ArrowUp'],
    what: 'Chỗ trên',
    notWhileTyping: true,
  },

  {
    action: 'markRight',
    scope: 'checking',
    keys: ['Enter'],
    what: 'Ô này đúng với sổ, sang ô kế',
    notWhileTyping: true,
  },
  {
    action: 'markWrong',
    scope: 'checking',
    keys: ['X'],
    what: 'Ô này không đúng với sổ',
    notWhileTyping: true,
  },
  {
    action: 'markNone',
    scope: 'checking',
    keys: ['Backspace'],
    what: 'Bỏ dấu ở ô này',
    notWhileTyping: true,
  },
  {
    action: 'fieldDown',
    scope: 'checking',
    keys: ['ArrowDown'],
    what: 'Ô dưới',
    notWhileTyping: true,
  },
  { action: 'fieldUp', scope: 'checking', keys: ['ArrowUp'], what: 'Ô trên', notWhileTyping: true },
  {
    action: 'passCase',
    scope: 'checking',
    keys: ['Ctrl+Enter'],
    what: 'Cả trường hợp đúng, sang trường hợp sau',
  },
  { action: 'sendBack', scope: 'checking', keys: ['Alt+T'], what: 'Trả trường hợp lại để sửa' },
  { action: 'nextToCheck', scope: 'checking', keys: ['PageDown'], what: 'Trường hợp sau' },
  { action: 'prevToCheck', scope: 'checking', keys: ['PageUp'], what: 'Trường hợp trước' },

  {
    action: 'inspectOn',
    scope: 'inspect',
    keys: ['Enter'],
    what: 'Đúng, sang ô hoặc trường hợp kế',
  },
  {
    action: 'inspectWrong',
    scope: 'inspect',
    keys: ['S'],
    what: 'Giao sai ở ô này',
    notWhileTyping: true,
  },
  {
    action: 'inspectSlip',
    scope: 'inspect',
    keys: ['N'],
    what: 'Người kiểm gõ nhầm, giao đúng',
    notWhileTyping: true,
  },
  {
    action: 'gradeCritical',
    scope: 'inspect',
    keys: ['1'],
    what: 'Sai nghiêm trọng',
    notWhileTyping: true,
  },
  { action: 'gradeMajor', scope: 'inspect', keys: ['2'], what: 'Sai nặng', notWhileTyping: true },
  { action: 'gradeMinor', scope: 'inspect', keys: ['3'], what: 'Sai nhẹ', notWhileTyping: true },
  { action: 'inspectIllegible', scope: 'inspect', keys: ['F6'], what: 'Sổ không đọc được (≋)' },
  { action: 'inspectDown', scope: 'inspect', keys: ['ArrowDown'], what: 'Ô dưới' },
  { action: 'inspectUp', scope: 'inspect', keys: ['ArrowUp'], what: 'Ô trên' },
] as const satisfies readonly Shortcut[];

export type Action = (typeof shortcuts)[number]['action'];

export const scopeNames: Record<Scope, string> = {
  all: 'Mọi nơi',
  book: 'Trong một sổ',
  pages: 'Thẻ Trang',
  desk: 'Thẻ Nhập liệu',
  grid: 'Bảng của sổ',
  picture: 'Hình trang sổ',
  findings: 'Thẻ Soát lỗi',
  package: 'Thẻ Đóng gói',
  disputed: 'Chọn giữa các cách ghi',
  checking: 'Soát từng trường hợp',
  inspect: 'Nghiệm thu: kiểm mẫu',
};

/** Scopes that listen together: no key may mean two things inside one of these sets. */
export const together: readonly (readonly Scope[])[] = [
  ['all', 'book', 'pages', 'picture'],
  ['all', 'book', 'desk', 'picture'],
  ['all', 'book', 'findings', 'picture'],
  ['all', 'book', 'grid'],
  ['all', 'book', 'package'],
  ['all', 'book', 'disputed', 'picture'],
  ['all', 'book', 'checking', 'picture'],
  ['all', 'inspect', 'picture'],
];

type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'> &
  Partial<Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'target'>>;

/**
 * True while an input method is putting a letter together. 229 is what WebKit reports for keys
 * it hands to the input method without setting `isComposing`.
 */
export function composing(event: Partial<Pick<KeyboardEvent, 'isComposing' | 'keyCode'>>): boolean {
  return event.isComposing === true || event.keyCode === 229;
}

/**
 * Keys by which a web view would reload, print or search the page, whatever else is held: the window is no
 * browser, and that would only throw work away. The window takes that from them, and they go on as shortcuts.
 */
export function isBrowserKey(event: Pick<KeyLike, 'key' | 'ctrlKey'>): boolean {
  const combo = event.ctrlKey && ['r', 'p', 'f', 'u', 'j'].includes(event.key.toLowerCase());
  return combo || ['F3', 'F5', 'F7'].includes(event.key);
}

/** Whether somebody nearer to the key did something with it. */
export function isUsed(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'defaultPrevented'>,
): boolean {
  return event.defaultPrevented && !isBrowserKey(event);
}

/** The combination as the list writes it. Letters are upper case; Shift counts for named keys. */
export function comboOf(event: KeyLike): string {
  const letter = event.key.length === 1;
  const key = letter ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (!letter || /[A-Z]/.test(key)) ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

/** Whether text is typed where the event comes from. */
export function typingIn(target: EventTarget | null | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  );
}

/** The keys of a shortcut: those this person gave it, else its first ones. */
export function keysOf(one: Shortcut): readonly string[] {
  const own = changed.get(one.action);
  return own ? [own] : one.keys;
}

/** Keys that belong to walking through boxes and lists, and cannot be given away. */
const walking = ['Enter', 'Shift+Enter', 'ArrowDown', 'ArrowUp'];

/** Whether a person may give a shortcut another key. */
export function mayChange(one: Shortcut): boolean {
  return !one.keys.some((key) => walking.includes(key) || /^\d$/.test(key));
}

/** Combinations that every program has for itself, or the system. */
const taken = ['Ctrl+C', 'Ctrl+V', 'Ctrl+X', 'Alt+F4', 'Ctrl+Alt+Delete', 'Alt+Tab'];

/** Gives a shortcut a key, or its first ones back; says why not. */
export function changeKey(one: Shortcut, combo: string | null): string | null {
  if (combo === null || one.keys.includes(combo)) {
    keep(one.action, null);
    return null;
  }
  const held = /^(Ctrl|Alt)\+/.test(combo);
  const named = /^(Shift\+)?(F\d+|PageUp|PageDown|Insert|Delete)$/.test(combo);
  const letter = one.notWhileTyping === true && /^(Shift\+)?[^+]$/.test(combo);
  if (!(held || named || letter) || taken.includes(combo))
    return `Không dùng được ${spoken(combo)}: chọn phím F, hoặc giữ Ctrl hay Alt.`;
  const heardWith = together.filter((scopes) => scopes.includes(one.scope)).flat();
  const other = (shortcuts as readonly Shortcut[]).find(
    (two) =>
      two.action !== one.action && heardWith.includes(two.scope) && keysOf(two).includes(combo),
  );
  if (other) return `${spoken(combo)} đang là: ${other.what} (${scopeNames[other.scope]}).`;
  keep(one.action, combo);
  return null;
}

/** What the key means where these scopes listen, or null. */
export function actionOf(event: KeyLike, ...scopes: Scope[]): Action | null {
  if (composing(event)) return null;
  const combo = comboOf(event);
  const found = (shortcuts as readonly Shortcut[]).find(
    (one) => scopes.includes(one.scope) && keysOf(one).includes(combo),
  );
  if (!found || (found.notWhileTyping && typingIn(event.target))) return null;
  return found.action as Action;
}

const keyNames: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** `Ctrl+ArrowDown` as people write it: `Ctrl+↓`. */
export function spoken(combo: string): string {
  return combo.replace(/Arrow\w+$/, (name) => keyNames[name] ?? name);
}

/** The first key of an action, for buttons and the line at the foot of the desk. */
export function keyFor(action: Action): string {
  const found = shortcuts.find((one) => one.action === action);
  return found ? spoken(keysOf(found)[0] ?? '') : '';
}
