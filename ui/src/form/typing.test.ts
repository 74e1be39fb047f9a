import { expect, test } from 'vitest';
import { station as fake } from '../host/fake/station';
import { isBrowserKey } from '../keymap/keymap';
import { station } from '../state/station.svelte';
import { at, field, onTheDesk, position, press, settle, stored, type } from '../test/entry';

onTheDesk();

const press2 = async (...keys: string[]) => {
  for (const key of keys) {
    press(key);
    await settle(60);
  }
};
const offered = () =>
  [...document.querySelectorAll('[role=listbox][aria-label^="Gợi ý"] .text')].map(
    (one) => one.textContent,
  );

test('what is short for something is written out when the box is left, and stays when typed again', async () => {
  field('ngayDangKy').focus();
  type('5698');
  await settle(1040);
  // The hands rested: it is safe, and still what was typed.
  expect(stored(37, 'ngayDangKy')?.text).toBe('5698');
  expect(field('ngayDangKy').value).toBe('5698');
  press('Enter');
  await settle(40);
  expect(field('ngayDangKy').value).toBe('05.06.1998');
  field('ngayDangKy').focus();
  type('5698');
  press('Enter');
  await settle(40);
  expect(field('ngayDangKy').value).toBe('5698');
  expect(stored(37, 'ngayDangKy')?.text).toBe('5698');
});

test('half a date in a window that was left stays half a date', async () => {
  const there = document.hasFocus;
  field('ngayDangKy').focus();
  type('5698');
  document.hasFocus = () => false;
  field('ngayDangKy').dispatchEvent(new FocusEvent('blur'));
  document.hasFocus = there;
  await settle(40);
  expect(stored(37, 'ngayDangKy')?.text).toBe('5698');
});

test('what stays the same is shown, passed by Enter, and taken when the case is finished', async () => {
  press('PageDown');
  await settle(60);
  expect(field('nguoiKy').placeholder).toBe('Trần Văn Mẫu');
  expect(field('nguoiKy').value).toBe('');
  expect(stored(38, 'nguoiKy')?.text).toBe('');
  field('noiDangKy').focus();
  press('Enter');
  expect(at()).toBe('f-chucVuNguoiKy');
  press('Tab', { shiftKey: true });
  expect(at()).toBe('f-nguoiKy');
  press('Enter', { ctrlKey: true });
  await settle(60);
  expect(position()).toBe('39 / 212');
  expect(stored(38, 'nguoiKy')?.text).toBe('Trần Văn Mẫu');
  // And so it goes on from there.
  expect(field('nguoiKy').placeholder).toBe('Trần Văn Mẫu');
});

test('a proposal can be taken at once, typed over, or wiped away', async () => {
  press('PageDown');
  await settle(60);
  field('nguoiKy').focus();
  press('Backspace');
  await settle();
  expect(field('nguoiKy').placeholder).toBe('');
  press('Enter', { ctrlKey: true });
  await settle(60);
  expect(stored(38, 'nguoiKy')?.text).toBe('');
  press('PageUp');
  await settle(60);
  press('PageUp');
  await settle(60);
  fake.put(fake.stock[0]?.cases[36]?.id ?? '', 'nguoiKy', { text: '', state: 'given' });
  press('PageDown');
  await settle(60);
  press('PageUp');
  await settle(60);
  field('nguoiKy').focus();
  expect(field('nguoiKy').placeholder).not.toBe('');
  press('Enter');
  await settle(40);
  expect(stored(37, 'nguoiKy')?.text).not.toBe('');
});

test('offers are walked through with the arrows and refused by typing on', async () => {
  field('noiDangKy').focus();
  type('UBND');
  await settle(70);
  expect(offered()).toEqual(['UBND xã An Nhơn']);
  press('ArrowDown');
  expect(field('noiDangKy').value).toBe('UBND xã An Nhơn');
  press('ArrowUp');
  expect(field('noiDangKy').value).toBe('UBND');
  press('ArrowDown');
  press('Enter');
  await settle(40);
  expect(stored(37, 'noiDangKy')?.text).toBe('UBND xã An Nhơn');
  expect(offered()).toEqual([]);
  field('noiDangKy').focus();
  type('UBND xã Bình');
  await settle(70);
  expect(offered()).toEqual([]);
  press('Enter');
  await settle(40);
  expect(stored(37, 'noiDangKy')?.text).toBe('UBND xã Bình');
});

test('who asked is filled in with one key, and the next with one more', async () => {
  const put = (column: string, text: string) =>
    fake.put(fake.stock[0]?.cases[36]?.id ?? '', column, { text, state: 'given' });
  put('nycHoTen', '');
  put('chaHoTen', 'Lê Văn Thử');
  put('meHoTen', 'Ngô Thị Mẫu');
  press('PageDown');
  await settle(60);
  press('PageUp');
  await settle(60);
  field('nycHoTen').focus();
  for (const name of ['Lê Văn Thử', 'Ngô Thị Mẫu', '', 'Lê Văn Thử']) {
    press('F9');
    await settle(40);
    expect(field('nycHoTen').value).toBe(name);
    expect(stored(37, 'nycHoTen')?.text).toBe(name);
  }
  expect(station.saving.waiting).toBe(0);
});

test('what a person typed since is not filled over', async () => {
  const put = (column: string, text: string) =>
    fake.put(fake.stock[0]?.cases[36]?.id ?? '', column, { text, state: 'given' });
  put('nycHoTen', '');
  put('chaHoTen', 'Lê Văn Thử');
  put('meHoTen', 'Ngô Thị Mẫu');
  await press2('PageDown', 'PageUp');
  field('nycHoTen').focus();
  press('F9');
  await settle(40);
  expect(field('nycHoTen').value).toBe('Lê Văn Thử');
  type('Lê Văn Thừ');
  press('F9');
  await settle(40);
  expect(field('nycHoTen').value).toBe('Lê Văn Thừ');
});

test('a list of codes says what is proposed for it too, also that nothing is', async () => {
  const put = (state: 'given' | 'leftOut', text: string) =>
    fake.put(fake.stock[0]?.cases[36]?.id ?? '', 'meLoaiCuTru', { text, state });
  const words = () => document.querySelector('[data-field=meLoaiCuTru] .ghost')?.textContent;
  put('given', '1');
  press('PageDown');
  await settle(60);
  expect(words()).toContain('Thường trú');
  put('leftOut', '');
  await press2('PageUp', 'PageDown');
  expect(words()).toContain('sổ không ghi');
  field('meLoaiCuTru').focus();
  press('Delete');
  await settle();
  expect(words()).toBeUndefined();
});

test('the picture turns by Ctrl+R although the window keeps that key from the web view', async () => {
  const shell = (event: KeyboardEvent) => isBrowserKey(event) && event.preventDefault();
  window.addEventListener('keydown', shell, true);
  const picture = () => document.querySelector('.paper')?.outerHTML;
  const before = picture();
  press('r', { ctrlKey: true });
  await settle();
  expect(picture()).not.toBe(before);
  window.removeEventListener('keydown', shell, true);
});
