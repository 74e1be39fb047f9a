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

test('what is not safe yet stands there when the case is visited again', async () => {
  fake.refuseSaves = { code: 'disk_full', message: 'Ổ đĩa đã đầy.' };
  field('nksHoTen').focus();
  type('Y Ƀhăm Êban');
  press('PageDown');
  await settle(60);
  press('PageUp');
  await settle(60);
  expect(position()).toBe('37 / 212');
  expect(stored(37, 'nksHoTen')?.text).not.toBe('Y Ƀhăm Êban');
  expect(field('nksHoTen').value).toBe('Y Ƀhăm Êban');
  fake.refuseSaves = null;
  station.queue.retry();
  await settle(60);
  expect(stored(37, 'nksHoTen')?.text).toBe('Y Ƀhăm Êban');
  expect(field('nksHoTen').value).toBe('Y Ƀhăm Êban');
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

test('F7 asks about a reading, which stays the value; F7 once more takes the doubt back', async () => {
  field('nksHoTen').focus();
  press('F7');
  await settle();
  type('Thứ hay Thử?');
  press('Enter');
  await settle();
  const text = stored(37, 'nksHoTen')?.text ?? '';
  expect(text).not.toBe('');
  const asked = { text, state: 'doubtful', remark: { note: 'Thứ hay Thử?' } };
  expect(stored(37, 'nksHoTen')).toEqual(asked);
  expect(at()).toBe('f-nksHoTen');
  // Reading it again changes the text, not the doubt.
  type('Lê Thị Thứ');
  press('Enter');
  await settle();
  expect(stored(37, 'nksHoTen')).toEqual({ ...asked, text: 'Lê Thị Thứ' });
  field('nksHoTen').focus();
  press('F7');
  await settle();
  press('F7');
  await settle();
  expect(stored(37, 'nksHoTen')?.state).toBe('given');
  expect(stored(37, 'nksHoTen')?.remark?.note).toBe('Thứ hay Thử?');
});

test('what a certificate says stands beside the value; Escape leaves everything as it was', async () => {
  field('nksHoTen').focus();
  press('F7');
  await settle();
  const before = stored(37, 'nksHoTen');
  type('nhầm');
  press('Escape');
  await settle();
  expect(stored(37, 'nksHoTen')).toEqual(before);
  press('F7');
  await settle();
  const boxes = document.querySelectorAll<HTMLInputElement>('[data-testid=remark] [type=checkbox]');
  boxes[0]?.click();
  boxes[1]?.click();
  await settle();
  expect(at()).toBe('r-reading');
  type('Lê Thị Thử');
  press('Enter');
  await settle();
  const now = stored(37, 'nksHoTen');
  expect([now?.text, now?.state]).toEqual([before?.text, 'given']);
  expect(now?.remark?.certificate?.reading).toBe('Lê Thị Thử');
  // Copied into the next case, the reading goes alone.
  press('PageDown');
  await settle(60);
  field('nksHoTen').focus();
  press('F2');
  await settle();
  expect(stored(38, 'nksHoTen')).toEqual({ text: before?.text, state: 'given' });
});

test('a case is kept for another office, and given back', async () => {
  press('g', { altKey: true });
  await settle();
  const office = document.getElementById('held-office') as HTMLInputElement;
  office.focus();
  type('UBND xã Tân Thử');
  press('Enter');
  await settle();
  expect(fake.stock[0]?.cases[36]?.held?.office).toBe('UBND xã Tân Thử');
  expect(document.querySelector('[data-act=held]')?.textContent).toContain('UBND xã Tân Thử');
  press('g', { altKey: true });
  await settle();
  (document.querySelector('[data-act=give-back]') as HTMLElement).click();
  await settle();
  expect(fake.stock[0]?.cases[36]?.held).toBeNull();
});

test('what another window wrote is not written over unseen; both are shown and a person says', async () => {
  field('nksHoTen').focus();
  await settle();
  const book = fake.stock[0];
  const case_ = book?.cases[36];
  const index = book ? fake.type(book).fields.findIndex((one) => one.column === 'nksHoTen') : -1;
  if (!case_) throw new Error('no case');
  case_.values[index] = { text: 'Y Ở Cửa Sổ Kia', state: 'given' };
  type('Lê Thị Thử');
  press('Enter');
  await settle(60);
  expect(field('nksHoTen').value).toBe('Y Ở Cửa Sổ Kia');
  expect(document.body.textContent).toContain('Bạn gõ: “Lê Thị Thử”');
  document.querySelector<HTMLButtonElement>('[data-act=mine]')?.click();
  await settle(60);
  expect(case_.values[index]?.text).toBe('Lê Thị Thử');
  expect(document.querySelector('[data-act=mine]')).toBeNull();
});
