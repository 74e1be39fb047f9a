// A drawn ledger page, so that the viewer has something to show without a camera.
import type { PictureKind } from '../types';

export const PAGE_WIDTH = 2480;
export const PAGE_HEIGHT = 3508;

const hands = ['Y Ƀhăm Êban', 'H’Hen Niê', 'Nguyễn Thị Mẫu', 'K’Brửu', 'Adrơ̆ng Êčăm', 'Lê Văn Thử'];

function row(index: number, position: number): string {
  const y = 260 + index * 1600;
  const line = (at: number, label: string, hand: string) =>
    `<text x="180" y="${y + at}" font-size="52" fill="#4b4538">${label}</text>` +
    `<line x1="640" x2="2300" y1="${y + at + 14}" y2="${y + at + 14}" stroke="#9b927e" stroke-dasharray="4 10" stroke-width="4"/>` +
    `<text x="680" y="${y + at}" font-size="64" font-style="italic" fill="#20307c">${hand}</text>`;
  const name = hands[(position + index) % hands.length] ?? '';
  return (
    `<rect x="140" y="${y - 110}" width="2200" height="1500" fill="none" stroke="#7c735f" stroke-width="5"/>` +
    line(60, 'Số', `${position * 2 + index - 1}`) +
    line(190, 'Ngày đăng ký', '05 tháng 6 năm 2008') +
    line(380, 'Họ và tên', name) +
    line(510, 'Giới tính', position % 2 ? 'Nam' : 'Nữ') +
    line(640, 'Ngày sinh', '31 tháng 02 năm 2008') +
    line(770, 'Nơi sinh', 'Trạm y tế xã An Nhơn') +
    line(900, 'Họ tên mẹ', 'H’Bia Niê') +
    line(1030, 'Họ tên cha', 'Y Thử Êban') +
    line(1160, 'Dân tộc', 'Ê Đê') +
    line(1290, 'Người ký', 'Trần Văn Mẫu')
  );
}

export function drawnPage(kind: PictureKind, position: number, turns: number): string {
  const [w, h] = turns % 2 ? [PAGE_HEIGHT, PAGE_WIDTH] : [PAGE_WIDTH, PAGE_HEIGHT];
  const turned =
    turns === 1
      ? `translate(${w} 0) rotate(90)`
      : turns === 2
        ? `translate(${w} ${h}) rotate(180)`
        : turns === 3
          ? `translate(0 ${h}) rotate(270)`
          : '';
  const cover = `<text x="1240" y="1500" font-size="170" text-anchor="middle" fill="#5b2b20">SỔ ĐĂNG KÝ KHAI SINH</text><text x="1240" y="1760" font-size="120" text-anchor="middle" fill="#5b2b20">Quyển số 01 / 2008</text>`;
  const body = position === 1 ? cover : row(0, position) + row(1, position);
  const side = { thumb: 240, half: 1200, clear: 2400, display: 2400, original: 3508, source: 2400 }[
    kind
  ];
  const scale = side / Math.max(w, h);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(w * scale)}" height="${Math.round(h * scale)}" viewBox="0 0 ${w} ${h}" font-family="Noto Sans, sans-serif">` +
    `<rect width="${w}" height="${h}" fill="${position === 1 ? '#c9b48c' : '#efe6cf'}"/><g transform="${turned}">${body}` +
    `<text x="2320" y="130" font-size="60" text-anchor="end" fill="#4b4538">${position}</text></g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
