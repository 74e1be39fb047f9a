// The desk and the window with the picture, each with keys pressed as a person does.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { host } from '../../host';
import { air } from '../../host/fake/window';
import { station as fake } from '../../host/fake/station';
import { onTheDesk, position, press, settle } from '../../test/entry';
import { elsewhere } from './elsewhere.svelte';
import PictureWindow from './PictureWindow.svelte';

const picture = () => document.querySelector('.viewer');
const words = () => document.body.textContent;

describe('at the desk', () => {
  onTheDesk();
  afterEach(async () => {
    if (air.open) await host.pictureClose();
  });

  test('while the station is locked the window with the picture shows nothing', async () => {
    press('w', { altKey: true });
    await settle();
    const before = air.shown;
    expect(before).not.toBeNull();
    elsewhere.cover(true);
    await settle();
    expect(air.shown).toBeNull();
    // What is done over there meanwhile does nothing here.
    const at = position();
    await host.pictureSay({ key: 'PageDown', ctrlKey: false, altKey: false, shiftKey: false });
    await settle();
    expect(position()).toBe(at);
    elsewhere.cover(false);
    await settle();
    expect(air.shown).toEqual(before);
  });

  test('the picture goes to its window, follows the case there, and comes back', async () => {
    expect(picture()).not.toBeNull();
    press('w', { altKey: true });
    await settle();
    expect(air.open).toBe(true);
    expect(picture()).toBeNull();
    expect(words()).toContain('Hình đang ở cửa sổ kia');
    const first = air.shown;
    expect(first?.title).toBe(`Trường hợp ${position()}`);

    press('PageDown');
    await settle();
    expect(air.shown?.title).toBe(`Trường hợp ${position()}`);
    expect(air.shown?.title).not.toBe(first?.title);
    expect(air.shown?.pictures).not.toEqual(first?.pictures);

    // A key pressed over there does here what it does here.
    await host.pictureSay({ key: 'PageUp', ctrlKey: false, altKey: false, shiftKey: false });
    await settle();
    expect(air.shown?.title).toBe(first?.title);

    // And a key for the picture is done over there.
    press('=', { ctrlKey: true });
    await settle();
    expect(air.shown?.wish?.action).toBe('zoomIn');

    document.querySelector<HTMLElement>('[data-act=picture-back]')?.click();
    await settle();
    expect(air.open).toBe(false);
    expect(picture()).not.toBeNull();
  });

  test('a window that is closed over there puts the picture back', async () => {
    press('w', { altKey: true });
    await settle();
    expect(picture()).toBeNull();
    await host.pictureClose();
    flushSync();
    expect(picture()).not.toBeNull();
  });

  test('a field that is saved tells the other window nothing', async () => {
    press('w', { altKey: true });
    await settle();
    const told = () => fake.calls.filter((call) => call === 'picture_show').length;
    const before = told();
    press('F4');
    await settle();
    expect(told()).toBe(before);
  });
});

describe('over there', () => {
  let shown: ReturnType<typeof mount>;
  const page = (id: string) => ({
    shown: { page: id, width: 1000, height: 1400, print: '0' },
    region: null,
    spot: null,
    name: `trang ${id}`,
  });
  const said: unknown[] = [];
  const hear = (what: unknown) => void said.push(what);

  beforeEach(async () => {
    said.length = 0;
    fake.calls.length = 0;
    air.shown = {
      title: 'Trường hợp 3 / 9',
      pictures: [page('7'), page('8')],
      at: 0,
      wish: { action: 'turnView', turn: 4 },
    };
    // The desk of the tests above would hear in the same page, and press the keys once more.
    air.onSaid.clear();
    air.onSaid.add(hear);
    shown = mount(PictureWindow, { target: document.body });
    await settle();
  });
  afterEach(async () => {
    air.onSaid.delete(hear);
    air.shown = null;
    await unmount(shown);
  });

  test('it shows the case in hand, and another of its pictures by way of the desk', async () => {
    expect(words()).toContain('Trường hợp 3 / 9');
    const buttons = [...document.querySelectorAll<HTMLElement>('.tools button')];
    buttons.find((one) => one.textContent === 'trang 8')?.click();
    await settle();
    expect(said).toEqual([{ picture: 1 }]);
  });

  test('keys of the case go to the desk, keys of the picture stay', async () => {
    press('PageDown');
    press('l', { ctrlKey: true });
    await settle();
    expect(said).toEqual([{ key: 'PageDown', ctrlKey: false, altKey: false, shiftKey: false }]);
    expect(document.querySelector('.ruler')).not.toBeNull();
  });

  test('what is typed is not lost silently: the cursor goes back and that is said', async () => {
    for (const key of ['a', 'Enter', 'F4']) {
      fake.calls.length = said.length = 0;
      press(key);
      await settle();
      expect(fake.calls).toContain('desk_front');
      expect(said).toEqual([{ lost: true }]);
      expect(words()).toContain('hãy gõ lại');
    }
    press('PageDown');
    await settle();
    expect(words()).not.toContain('hãy gõ lại');
  });

  test('a wish of the desk is done once, and none of before this window was there', async () => {
    const turned = () => document.querySelector<HTMLElement>('.paper')?.style.transform ?? '';
    expect(turned()).toContain('rotate(0deg)');
    const wish = { action: 'turnView', turn: 5 };
    for (let nth = 0; nth < 2; nth += 1) {
      if (air.shown) await host.pictureShow({ ...air.shown, wish });
      await settle();
    }
    expect(turned()).toContain('rotate(90deg)');
  });
});
