import type { Confirmed, Finding, RuleText, Severity } from '../../generated';

export interface Group {
  /** The rule, or one of the two gathering names. */
  name: string;
  title: string;
  severity: Severity | null;
  count: number;
}

export const ALL = '*';
export const CONFIRMED = '✓';

const weights: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** One line in the list: something open, or something accepted. */
export interface Line {
  key: string;
  finding: Finding;
  confirmed: Confirmed | null;
}

/** The groups at the left: all, each rule from the heaviest down, and what was accepted. */
export function groups(
  findings: readonly Finding[],
  confirmed: readonly Confirmed[],
  rules: Record<string, RuleText>,
): Group[] {
  const byRule = new Map<string, Group>();
  for (const { rule, severity } of findings) {
    const group = byRule.get(rule);
    if (group) group.count += 1;
    else byRule.set(rule, { name: rule, title: rules[rule]?.title ?? rule, severity, count: 1 });
  }
  const sorted = [...byRule.values()].sort(
    (a, b) =>
      weights[a.severity ?? 'info'] - weights[b.severity ?? 'info'] ||
      b.count - a.count ||
      a.title.localeCompare(b.title, 'vi'),
  );
  return [
    { name: ALL, title: 'Tất cả', severity: null, count: findings.length },
    ...sorted,
    { name: CONFIRMED, title: 'Đã xác nhận', severity: null, count: confirmed.length },
  ];
}

/** The lines of a group, errors first, in the order of the book. */
export function lines(
  group: string,
  findings: readonly Finding[],
  confirmed: readonly Confirmed[],
): Line[] {
  const key = (one: Finding) => `${one.rule}/${one.case ?? one.page ?? ''}/${one.field ?? ''}`;
  if (group === CONFIRMED)
    return confirmed.map((one) => ({ key: one.id, finding: one.finding, confirmed: one }));
  return findings
    .filter((one) => group === ALL || one.rule === group)
    .map((finding) => ({ key: key(finding), finding, confirmed: null }))
    .sort(
      (a, b) =>
        weights[a.finding.severity] - weights[b.finding.severity] ||
        (a.finding.position ?? Infinity) - (b.finding.position ?? Infinity) ||
        0,
    );
}
