// The words for what the station says of lots in stable codes.
import type { Grade, InspectField, LotRow, LotState, SampledState } from '../../generated';
import { count } from '../../words/format';

export const stateNames: Record<LotState, string> = {
  new: 'chưa rút mẫu',
  looking: 'đang kiểm',
  ready: 'chờ kết luận',
  accepted: 'đã chấp nhận',
  rejected: 'đã trả lại cả lô',
};

export const stateSigns: Record<LotState, string> = {
  new: '○',
  looking: '◐',
  ready: '▲',
  accepted: '✓',
  rejected: '●',
};

/** The next thing to do with a lot. */
export function todo(row: LotRow): string {
  switch (row.state) {
    case 'new':
      return 'Rút mẫu';
    case 'looking':
      return `Kiểm tiếp: còn ${count(row.standing?.left ?? 0)} trường hợp`;
    case 'ready':
      return 'Kết luận';
    default:
      return 'Xuất biên bản';
  }
}

export const sampledNames: Record<SampledState, string> = {
  waiting: 'chưa kiểm',
  begun: 'còn ô phải xét',
  right: '✓ đúng',
  wrong: '● sai',
};

export const gradeNames: Record<Grade, string> = {
  critical: 'nghiêm trọng',
  major: 'nặng',
  minor: 'nhẹ',
};

/** A value for people: what a code means stands behind it. */
export function told(
  value: InspectField['delivered'],
  codes: { code: string; label: string }[] = [],
): string {
  if (!value || (value.state === 'given' && !value.text)) return '(không ghi)';
  if (value.state === 'leftOut') return '(không ghi)';
  if (value.state === 'illegible') return '(không đọc được)';
  const meant = codes.find((one) => one.code === value.text);
  return meant ? `${value.text} – ${meant.label}` : value.text;
}
