// Cases that were opened or will be next, kept ready.
import type { CaseRow, CaseView, FieldValue, Problem } from '../generated';
import { host, type Id } from '../host';
import { prefetch } from '../viewer/prefetch';

const KEEP = 12;

export class Cases {
  #known = new Map<Id, CaseView>();
  #coming = new Map<Id, Promise<CaseView>>();

  get(id: Id): CaseView | undefined {
    return this.#known.get(id);
  }

  /** Asks for a case once, also when somebody goes there while it is being fetched ahead. */
  fetch(id: Id): Promise<CaseView> {
    const underWay = this.#coming.get(id);
    if (underWay) return underWay;
    const coming = host.caseOpen(id).finally(() => this.#coming.delete(id));
    this.#coming.set(id, coming);
    return coming;
  }

  /** Keeps a case, and lets go of the oldest but the one in hand. */
  remember(view: CaseView, inHand: Id | undefined): void {
    this.#known.delete(view.id);
    this.#known.set(view.id, view);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEEP) break;
      if (oldest !== inHand) this.#known.delete(oldest);
    }
  }

  forget(): void {
    this.#known.clear();
  }

  /** Fetches the neighbours and their pictures, so that moving on waits for nothing. */
  async lookAhead(view: CaseView): Promise<void> {
    for (const id of [view.next, view.previous]) {
      if (!id || this.#known.has(id)) continue;
      try {
        const neighbour = await this.fetch(id);
        this.remember(neighbour, view.id);
        for (const { page, print } of neighbour.pictures.slice(0, 2))
          prefetch(host.pictureUrl('half', page, print));
      } catch {
        // Only a comfort; opening it for good will say what is wrong.
      }
    }
  }
}

/** The row of a case after something of one was saved. */
export function rowAfter(row: CaseRow, saved: CaseView): CaseRow {
  if (row.id !== saved.id) return row;
  return { ...row, state: saved.state, held: saved.held?.office ?? '', begun: true };
}

/** The next case that somebody began and something is wrong with. */
export function wrongCase(rows: readonly CaseRow[], id: Id, step: 1 | -1): CaseRow | undefined {
  const at = rows.findIndex((row) => row.id === id);
  const ahead = step === 1 ? rows.slice(at + 1) : rows.slice(0, Math.max(0, at)).reverse();
  return ahead.find((row) => row.begun && row.findings.error + row.findings.warning > 0);
}

/** What was typed and is not kept: it is told, so that nothing is lost unseen. */
export function notWritten(view: CaseView, label: string, mine: FieldValue): Problem {
  return {
    code: 'changed_elsewhere',
    message: `Trường hợp ${view.position}, ô ${label}: chữ “${mine.text}” bạn gõ không được ghi, vì ô đã được sửa ở cửa sổ khác.`,
  };
}

/** What is told when the last case of a book is finished. */
export function atTheEnd(open: number): string {
  return open === 0
    ? 'Đã xong mọi trường hợp của sổ. Sang thẻ Soát lỗi.'
    : `Đã xong trường hợp cuối. Còn ${open} trường hợp chưa xong.`;
}
