import { expect, test } from 'vitest';
import { parseCells, writeCells } from './clipboard';

test('cells as Excel, LibreOffice and plain text give them', () => {
  const cases: [string, string[][]][] = [
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['một ô', [['một ô']]],
    [
      'a\t\n\tb',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"hai\ndòng"\t"nói ""thử"""', [['hai\ndòng', 'nói "thử"']]],
    ['5" ống', [['5" ống']]],
    ['', []],
  ];
  for (const [text, cells] of cases) expect(parseCells(text)).toEqual(cells);
});

test('what is copied comes back as it was', () => {
  const cells = [
    ['Lê Thị Thử', 'hai\ndòng', '"'],
    ['', 'tab\tở trong', 'x'],
  ];
  expect(parseCells(writeCells(cells))).toEqual(cells);
});
