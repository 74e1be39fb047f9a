import type { BookRow, Counts, PageDelivery, PageRow, Severity } from '../generated';

const two = (n: number) => String(n).padStart(2, '0');

/** `14:02` */
export function clock(rfc3339: string): string {
  const at = new Date(rfc3339);
  return Number.isNaN(at.getTime()) ? '' : `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `hôm nay 14:02`, `21.11.2026 14:02` */
export function moment(rfc3339: string, now = new Date()): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return '';
  const today = at.toDateString() === now.toDateString();
  const day = `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()}`;
  return `${today ? 'hôm nay' : day} ${clock(rfc3339)}`;
}

/** `1.204` */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** `khoảng 4 phút`, `khoảng 20 giây` */
export function left(seconds: number): string {
  if (seconds < 5) return 'vài giây';
  if (seconds < 60) return `khoảng ${Math.ceil(seconds / 5) * 5} giây`;
  if (seconds < 3600) return `khoảng ${Math.ceil(seconds / 60)} phút`;
  return `khoảng ${Math.ceil(seconds / 3600)} giờ`;
}

/** `46,1 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).replace('.', ',')} MB`;
}

/** `thiếu 2 trang`, `thừa 1 trang`; nothing when it fits. */
export function missing(n: number): string {
  return n === 0 ? '' : `${n > 0 ? 'thiếu' : 'thừa'} ${count(Math.abs(n))} trang`;
}

/** `45`, `44–45` */
export function paperNumber(page: Pick<PageRow, 'number' | 'numberTo'>): string {
  if (page.number === null) return '';
  const to = page.numberTo ?? page.number;
  return to > page.number ? `${page.number}–${to}` : `${page.number}`;
}

/** `98 kB · 150 điểm/inch · nén lại, nét còn 97 % độ đậm` */
export function delivery(page: PageDelivery): string {
  const way = {
    unchanged: 'giữ nguyên ảnh gốc',
    bits: 'đen trắng, không mất nét',
    encoded:
      page.strokes === null
        ? 'nén lại'
        : `nén lại, nét còn ${Math.min(100, Math.round(page.strokes * 100))} % độ đậm`,
  }[page.way];
  return `${count(Math.ceil(page.bytes / 1000))} kB · ${page.dpi} điểm/inch · ${way}`;
}

export const signs: Record<Severity, string> = { error: '●', warning: '▲', info: 'ⓘ' };
export const weights: Record<Severity, string> = {
  error: 'lỗi',
  warning: 'cảnh báo',
  info: 'lưu ý',
};

export function wrong(counts: Counts): number {
  return counts.error + counts.warning;
}

export type Step = 'empty' | 'cut' | 'entry' | 'findings' | 'package' | 'packaged';

/** The next thing to do with a book. */
export function stepOf(book: BookRow): Step {
  if (book.state === 'packaged') return 'packaged';
  if (book.pages === 0) return 'empty';
  if (book.cases === 0 || book.loosePages > 0) return 'cut';
  if (book.done < book.cases) return 'entry';
  if (book.findings.error > 0) return 'findings';
  return 'package';
}

export const stepNames: Record<Step, string> = {
  empty: 'chưa có trang',
  cut: 'cần cắt trang',
  entry: 'đang nhập',
  findings: 'cần soát lỗi',
  package: 'chờ đóng gói',
  packaged: 'đã đóng gói',
};

export const roleNames = {
  cases: 'trang sổ',
  cover: 'bìa',
  blank: 'trang trắng',
  index: 'mục lục',
  void: 'trang hủy',
  retake: 'trang phải chụp lại',
} as const;

/** What is the matter with a page, in a word or two under its small picture. */
export const reasonNames: Record<string, string> = {
  blurred: 'mờ',
  soft: 'hơi mờ',
  glare: 'lóa',
  shadow: 'bóng tối',
  coarse: 'ảnh nhỏ',
  doubled: 'trùng?',
  no_page: 'mép trang?',
  edge_unsure: 'mép trang?',
  corner_unsure: 'góc trang?',
  outline_unsure: 'mép trang?',
  cut_off: 'thiếu góc',
  upright_unsure: 'đúng chiều?',
  gutter_unsure: 'gáy sổ?',
  cut_unsure: 'chỗ cắt?',
  cut_left_out: 'sót hàng?',
  cut_empty: 'phần trống?',
};

/** `Khai sinh 2008 quyển 01` */
export function bookTitle(typeName: string, book: Pick<BookRow, 'year' | 'volume'>): string {
  return `${typeName} ${book.year} quyển ${two(book.volume)}`;
}
