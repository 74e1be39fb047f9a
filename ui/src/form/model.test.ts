import { expect, test } from 'vitest';
import type { Finding } from '../generated';
import { bookTypes, codeLists } from '../host/fake/catalogue';
import { findingAfter, firstField, formModel, merged, neighbour, untouched } from './model';

const KS = bookTypes.find((one) => one.code === 'KS');
if (!KS) throw new Error('no KS');
const model = formModel(KS, 'KS', codeLists);

test('sections stand in the order of the printed page', () => {
  expect(model.sections.map((one) => one.name)).toEqual(KS.sections);
});

test('every field of the sheet is on the form once, and none that it lacks', () => {
  const sheet = KS.sheets.find((one) => one.name === 'KS');
  const columns = model.order.map((one) => one.index).sort((a, b) => a - b);
  expect(columns).toEqual([...(sheet?.columns ?? [])].sort((a, b) => a - b));
  expect(model.byColumn.has('nksSoDinhDanh')).toBe(false);
  expect(formModel(KS, 'KS-70', codeLists).byColumn.has('nksSoDinhDanh')).toBe(true);
});

test('the running number is never typed', () => {
  const wide = formModel(KS, 'KS-70', codeLists);
  expect(wide.order.some((one) => one.kind === 'rowNo')).toBe(false);
});

test('rare fields come after all others', () => {
  const firstRare = model.order.findIndex((one) => one.rare);
  expect(model.order.slice(firstRare).every((one) => one.rare)).toBe(true);
  expect(firstRare).toBeGreaterThan(14);
});

test('codes bring their lists', () => {
  expect(model.byColumn.get('nksGioiTinh')?.options.map((one) => one.label)).toContain('Nữ');
  expect(model.byColumn.get('nksHoTen')?.options).toEqual([]);
});

test('every book type makes a form', () => {
  for (const type of bookTypes)
    for (const sheet of type.sheets)
      expect(formModel(type, sheet.name, codeLists).order.length).toBeGreaterThan(10);
});

const given = (text: string) => ({ text, state: 'given' as const });
const finding = (field: string) => ({ field }) as Finding;

test('the cursor begins at the first field nobody has typed', () => {
  const values = KS.fields.map(() => given(''));
  const view = { values } as unknown as Parameters<typeof firstField>[1];
  expect(firstField(model, view)).toBe('so');
  values[model.byColumn.get('so')?.index ?? 0] = given('1');
  expect(firstField(model, view)).toBe('quyenSo');
});

test('a field said to be left out counts as touched', () => {
  expect(untouched({ text: '', state: 'leftOut' })).toBe(false);
  expect(untouched(given(''))).toBe(true);
});

test('neighbours end at both ends', () => {
  expect(neighbour(model.order, 'so', 1)?.column).toBe('quyenSo');
  expect(neighbour(model.order, 'so', -1)).toBeNull();
});

test('findings are walked in the order of the form', () => {
  const wrong = [finding('nksNgaySinh'), finding('so')];
  expect(findingAfter(model.order, wrong, null, 1)).toBe('so');
  expect(findingAfter(model.order, wrong, 'so', 1)).toBe('nksNgaySinh');
  expect(findingAfter(model.order, wrong, 'nksNgaySinh', 1)).toBeNull();
  expect(findingAfter(model.order, wrong, 'nksNgaySinh', -1)).toBe('so');
});

test('what needs nobody is not walked to', () => {
  const told: Finding = { ...finding('nksHoTen'), severity: 'info' };
  expect(findingAfter(model.order, [told, finding('nksNgaySinh')], null, 1)).toBe('nksNgaySinh');
});

test('an answer never writes over what the person is ahead with', () => {
  const mine = [given('Y Ƀhăm'), given('1')];
  const theirs = [given('Y'), given('2')];
  expect(merged(mine, theirs, (index) => index === 0)).toEqual([given('Y Ƀhăm'), given('2')]);
});
