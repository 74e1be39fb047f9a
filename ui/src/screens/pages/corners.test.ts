import { describe, expect, it } from 'vitest';
import { nearest, cornerMoved, makePage, wholePicture } from './corners';

describe('corners of a page', () => {
  it('stay inside the picture', () => {
    expect(cornerMoved(wholePicture, 1, { x: 1.4, y: -0.2 })[1]).toEqual({ x: 1, y: 0 });
    expect(cornerMoved(wholePicture, 1, { x: 0.9, y: 0.1 })[0]).toEqual({ x: 0, y: 0 });
  });

  it('are taken hold of by the nearest, not from afar', () => {
    const near = { x: 0.05, y: 0.05 };
    expect(nearest(wholePicture, { x: 0.98, y: 0.03 }, near)).toBe(1);
    expect(nearest(wholePicture, { x: 0.5, y: 0.5 }, near)).toBeNull();
  });

  it('make a page only while they go around it', () => {
    expect(makePage(wholePicture)).toBe(true);
    // A page that stands on its head in the picture is one, too.
    expect(makePage([...wholePicture.slice(2), ...wholePicture.slice(0, 2)] as never)).toBe(true);
    expect(makePage(cornerMoved(wholePicture, 0, { x: 1, y: 1 }))).toBe(false);
    expect(makePage([...wholePicture].reverse() as never)).toBe(false);
  });
});
