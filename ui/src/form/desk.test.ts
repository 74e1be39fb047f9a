import { expect, test } from 'vitest';
import { station as fake } from '../host/fake/station';
import { station } from '../state/station.svelte';
import { at, field, onTheDesk, position, press, settle, stored, type } from '../test/entry';

onTheDesk();

test('work goes on at the first case that is not done, at its first empty field', () => {
  expect(position()).toBe('37 / 212');
  expect(at()).toBe('f-ghiChu');
});

test('Enter goes on, Shift+Enter goes back, and the field is saved on its way', async () => {
  press('PageDown');
  await settle();
  expect(at()).toBe('f-so');
  type('38');
  press('Enter');
  expect(at()).not.toBe('f-so');
  await settle();
  expect(at()).toBe('f-quyenSo');
  expect(stored(38, 'so')?.text).toBe('38');
  press('Enter', { shiftKey: true });
  await settle();
  expect(at()).toBe('f-so');
});

test('keys of an input method are not acted on', async () => {
  press('Enter', { isComposing: true });
  press('PageDown', { isComposing: true });
  await settle();
  expect(at()).toBe('f-ghiChu');
  expect(position()).toBe('37 / 212');
});

test('F4 says the ledger leaves it out, and says so again to take it back', async () => {
  field('nguoiKy').focus();
  press('F4');
  await settle();
  expect(stored(37, 'nguoiKy')).toEqual({ text: '', state: 'leftOut' });
  expect(field('nguoiKy').placeholder).toContain('sổ không ghi');
  press('F4');
  await settle();
  expect(stored(37, 'nguoiKy')).toEqual({ text: 'Trần Văn Mẫu', state: 'given' });
});

test('F2 copies the field of the case before', async () => {
  press('PageDown');
  await settle(60);
  field('noiDangKy').focus();
  press('F2');
  await settle();
  expect(stored(38, 'noiDangKy')?.text).toBe('UBND xã An Nhơn');
});

test('a digit picks a code', async () => {
  field('nksGioiTinh').focus();
  press('2');
  await settle();
  expect(stored(37, 'nksGioiTinh')?.text).toBe('2');
});

test('what is typed is saved when the typing pauses', async () => {
  type('Chữ số nhòe');
  await settle(1100);
  expect(stored(37, 'ghiChu')?.text).toBe('Chữ số nhòe');
  expect(at()).toBe('f-ghiChu');
});

test('an answer does not write over what is being typed', async () => {
  type('một');
  await settle(1005);
  type('một hai');
  await settle(40);
  expect(field('ghiChu').value).toBe('một hai');
});

test('Ctrl+Enter saves, finishes and goes on', async () => {
  type('xong');
  press('Enter', { ctrlKey: true });
  await settle(40);
  expect(position()).toBe('38 / 212');
  expect(stored(37, 'ghiChu')?.text).toBe('xong');
  expect(fake.stock[0]?.cases[36]?.state).toBe('done');
});

test('nothing is lost while the disk is full', async () => {
  fake.refuseSaves = { code: 'disk_full', message: 'Ổ đĩa đã đầy.' };
  type('giữ lại');
  press('Enter', { ctrlKey: true });
  await settle(40);
  expect(station.saving.problem?.code).toBe('disk_full');
  expect(stored(37, 'ghiChu')?.text).toBe('');
  fake.refuseSaves = null;
  station.queue.retry();
  await settle(40);
  expect(stored(37, 'ghiChu')?.text).toBe('giữ lại');
  expect(station.saving).toEqual({ waiting: 0, problem: null });
});

test('Ctrl+Z takes back what was saved, and leaves unsaved text to the box', async () => {
  type('thử');
  press('z', { ctrlKey: true });
  await settle();
  expect(fake.calls).not.toContain('undo');
  press('Enter');
  await settle();
  press('z', { ctrlKey: true });
  await settle(40);
  expect(stored(37, 'ghiChu')?.text).toBe('');
  expect(field('ghiChu').value).toBe('');
});

test('a finding is told beside its field, and its fix is one key away', async () => {
  field('ngayDangKy').focus();
  type('5/6/2008');
  press('Enter');
  await settle();
  const row = document.querySelector('[data-field=ngayDangKy]');
  expect(row?.textContent).toContain('không phải dạng ngày.tháng.năm');
  field('ngayDangKy').focus();
  press('s', { altKey: true });
  await settle();
  expect(field('ngayDangKy').value).toBe('05.06.2008');
});

test('the rare fields open with a key and take the cursor', async () => {
  press('ArrowDown', { altKey: true });
  await settle();
  expect(document.querySelector('[data-act=rare]')?.getAttribute('aria-expanded')).toBe('true');
  expect(at()).toBe('f-trangSo');
});
