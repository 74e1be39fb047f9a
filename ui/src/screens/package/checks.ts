import type { BookRow, PackagePlan } from '../../generated';
import { count } from '../../words/format';
import type { Tab } from '../../state/station.svelte';

export interface Check {
  state: 'good' | 'warning' | 'error';
  words: string;
  /** Where to go to mend it. */
  tab: Tab | null;
}

type Begun = Pick<BookRow, 'cases' | 'begun' | 'begunFindings' | 'disputed'>;

/**
 * `12 lỗi`, and how many of them are only there because nobody has begun those cases: a person
 * mends these by typing, not by searching.
 */
function open(all: number, begun: number, word: string, book: Begun): Pick<Check, 'words' | 'tab'> {
  const said = `Còn ${count(all)} ${word}`;
  const waiting = `${count(book.cases - book.begun)} trường hợp chưa nhập`;
  if (book.begun >= book.cases || all <= begun) return { words: said, tab: 'findings' };
  if (begun === 0) return { words: `${said}, vì ${waiting}`, tab: 'entry' };
  return { words: `${said}, trong đó ${count(all - begun)} vì ${waiting}`, tab: 'findings' };
}

/** The checklist before packaging, from what packaging would do. */
export function checks(plan: PackagePlan, book: Begun): Check[] {
  const { cases, held, withPage, done, loosePages, findings, confirmed, names } = plan;
  const of = (n: number) => `${count(n)} / ${count(cases)}`;
  const list: Check[] = [
    cases === 0
      ? { state: 'error', words: 'Sổ chưa có trường hợp nào', tab: 'pages' }
      : {
          state: withPage === cases ? 'good' : 'error',
          words: `${of(withPage)} trường hợp có trang`,
          tab: 'pages',
        },
    {
      state: loosePages === 0 ? 'good' : 'error',
      words:
        loosePages === 0
          ? 'Không sót trang nào'
          : `${count(loosePages)} trang chưa thuộc trường hợp nào`,
      tab: 'pages',
    },
    {
      state: done === cases ? 'good' : 'warning',
      words: `${of(done)} trường hợp đã nhập xong`,
      tab: 'entry',
    },
    {
      state: findings.error === 0 ? 'good' : 'error',
      ...(findings.error === 0
        ? { words: 'Không còn lỗi', tab: null }
        : open(findings.error, book.begunFindings.error, 'lỗi', book)),
    },
    {
      state: findings.warning === 0 ? 'good' : 'warning',
      ...(findings.warning === 0
        ? { words: 'Không còn cảnh báo', tab: null }
        : open(findings.warning, book.begunFindings.warning, 'cảnh báo', book)),
    },
  ];
  if (book.disputed > 0)
    list.push({
      state: 'warning',
      words: `${count(book.disputed)} chỗ hai nơi ghi khác nhau, chưa ai chọn`,
      tab: 'disputed',
    });
  if (held > 0)
    list.push({
      state: 'good',
      words: `${count(held)} trường hợp giữ cho nơi khác, không đóng gói`,
      tab: 'entry',
    });
  if (confirmed > 0)
    list.push({
      state: 'good',
      words: `${count(confirmed)} chỗ đã xác nhận sổ ghi như vậy`,
      tab: null,
    });
  if (cases > 0) {
    const clash = names.length - new Set(names.map((one) => one.toLowerCase())).size;
    list.push({
      state: clash === 0 ? 'good' : 'error',
      words: clash === 0 ? 'Tên tệp không trùng' : `${count(clash)} tên tệp trùng nhau`,
      tab: 'findings',
    });
  }
  return list;
}
