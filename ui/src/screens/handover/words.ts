// What handing over is called.
import type { BookTaken, Purpose } from '../../generated';
import { count } from '../../words/format';

/** How files of bundles end. */
const ENDING = '.goi';

export function isBundle(path: string): boolean {
  return path.toLowerCase().endsWith(ENDING);
}

/** A name for a bundle as it was chosen, with its ending where the dialog added none. */
export function bundleFile(chosen: string): string {
  return isBundle(chosen) ? chosen : chosen + ENDING;
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

export const purposes: { purpose: Purpose; name: string; what: string }[] = [
  { purpose: 'keying', name: 'Để nhập', what: 'nơi nhận gõ dữ liệu từ hình trang' },
  {
    purpose: 'second_keying',
    name: 'Để nhập lần hai',
    what: 'nơi nhận gõ lại từ đầu, không thấy lần thứ nhất',
  },
  { purpose: 'checking', name: 'Để soát', what: 'nơi nhận so dữ liệu với hình trang' },
  { purpose: 'correction', name: 'Để sửa', what: 'nơi nhận sửa những chỗ còn sai' },
  {
    purpose: 'return',
    name: 'Trả lại nơi đã giao',
    what: 'chỉ gửi phần đã làm; hình lấy từ nơi ấy không gửi lại',
  },
];

export function purposeName(purpose: Purpose): string {
  return purposes.find((one) => one.purpose === purpose)?.name ?? '';
}

/** What taking a bundle did to a book. */
export function takenInWords(book: BookTaken): string {
  if (book.new) return 'sổ mới trong kho này';
  if (book.entries === 0) return 'không có gì mới';
  return `${count(book.entries)} việc mới, ${count(book.changed)} chỗ thay đổi`;
}
