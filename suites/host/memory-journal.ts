import type { Journal, JournalEntry } from '../engine/journal.ts';
import type { JournalStore } from '../engine/ports.ts';

/** A journal that lives as long as the process: the command line's. */
export class MemoryJournal implements JournalStore {
  #entries: Journal = [];

  async read(): Promise<Journal> {
    return this.#entries;
  }

  async append(entry: JournalEntry): Promise<void> {
    this.#entries = [...this.#entries, entry];
  }
}
