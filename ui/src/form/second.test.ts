import { expect, test } from 'vitest';
import type { CaseView } from '../generated';
import { bookTypes, codeLists } from '../host/fake/catalogue';
import { formModel } from './model';
import { narrowed, standing } from './second';

const type = bookTypes[0]!;
const model = formModel(type, type.defaultSheet, codeLists);

test('only what is asked for is on the form, and nothing of it is folded away', () => {
  const rare = model.rare[0]?.fields[0];
  const usual = model.sections[0]!.fields[0]!;
  const takes = [usual.index, ...(rare ? [rare.index] : [])];
  const few = narrowed(model, takes);
  expect(few.order.map((one) => one.index).sort()).toEqual([...takes].sort());
  expect(few.rare).toEqual([]);
  expect(few.order.every((one) => !one.rare)).toBe(true);
  expect(few.byColumn.get(usual.column)?.label).toBe(usual.label);
});

test('how a field stands', () => {
  const [one, two, three] = model.order;
  const second = {
    takes: [one!.index, two!.index, three!.index],
    again: [two!.index],
    fixed: [three!.index],
    left: 1,
    third: 0,
    known: true,
  };
  const view = { second } as unknown as CaseView;
  expect([one, two, three].map((field) => standing(view, field!))).toEqual([
    'open',
    'again',
    'fixed',
  ]);
  expect(standing({ second: null } as unknown as CaseView, one!)).toBe(null);
});
