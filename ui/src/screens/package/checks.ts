import type { PackagePlan } from '../../generated';
import { count } from '../../words/format';
import type { Tab } from '../../state/station.svelte';

export interface Check {
  state: 'good' | 'warning' | 'error';
  words: string;
  /** Where to go to mend it. */
  tab: Tab | null;
}

/** The checklist before packaging, from what packaging would do. */
export function checks(plan: PackagePlan): Check[] {
  const { cases, withPage, done, loosePages, findings, confirmed, names } = plan;
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
      words: findings.error === 0 ? 'Không còn lỗi' : `Còn ${count(findings.error)} lỗi`,
      tab: 'findings',
    },
    {
      state: findings.warning === 0 ? 'good' : 'warning',
      words:
        findings.warning === 0
          ? `Không còn cảnh báo${confirmed > 0 ? `, ${count(confirmed)} chỗ đã xác nhận` : ''}`
          : `Còn ${count(findings.warning)} cảnh báo, ${count(confirmed)} chỗ đã xác nhận`,
      tab: 'findings',
    },
  ];
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
