// A sheet is looked at before it is brought in, and nothing that was typed gives way by itself.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { host } from '../../host';
import { FakeStation, station as fake } from '../../host/fake/station';
import { station } from '../../state/station.svelte';
import { settle } from '../../test/entry';
import SheetBring from './SheetBring.svelte';

let shown: ReturnType<typeof mount>;
let over = false;

const click = async (act: string) => {
  const button = document.querySelector<HTMLButtonElement>(
    `[data-act="${act}"], [data-take="${act}"]`,
  );
  if (!button) throw new Error(`no ${act}: ${document.body.textContent}`);
  button.click();
  flushSync();
  await settle();
};
const words = () => document.body.textContent ?? '';

beforeEach(async () => {
  Object.assign(fake, { stock: new FakeStation().stock, calls: [], refuseSaves: null });
  await station.begin();
  const book = (await host.books())[0];
  if (!book) throw new Error('no book');
  over = false;
  shown = mount(SheetBring, {
    target: document.body,
    props: { book, onclose: () => undefined, ondone: () => (over = true) },
  });
  await settle();
});
afterEach(() => unmount(shown));

it('goes from columns to rows to what clashes, and keeps what was typed unless told', async () => {
  await click('pick-sheet');
  expect(words()).toContain('Nguyễn Văn Mùa');
  expect(words()).toContain('hiểu theo lời');
  // One field twice is not let through.
  const column = document.querySelector<HTMLSelectElement>('[data-column="2"]');
  if (!column) throw new Error('no column');
  column.value = 'so';
  column.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
  const forward = () => document.querySelector<HTMLButtonElement>('[data-act=forward]');
  expect(forward()?.disabled).toBe(true);
  column.value = '';
  column.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
  await click('forward');
  expect(words()).toContain('1 dòng chưa rõ');
  await click('row-new');
  expect(words()).toContain('Mọi dòng đều rõ');
  await click('forward');
  expect(words()).toContain('1 ô đã nhập khác với bảng');
  await click('1/nksHoTen');
  await click('import-sheet');
  expect(over).toBe(true);
  expect(fake.calls).toContain(
    'records_import {"columns":[],"cells":[{"row":1,"column":"nksHoTen"}],"all":false,"of_others":false}',
  );
});
