import TinyQueue from "tinyqueue"
import type { Instant } from "../model/Instant.ts"

interface Entry {
  readonly key: string
  readonly at: Instant
  readonly order: number
}

/** So many outdated entries are no reason to sort again. */
const slack = 1_000

const compare = (left: Entry, right: Entry): number => left.at - right.at || left.order - right.order

/**
 * Keys with an instant each; the earliest first, and of one instant the one that was set first. Outdated entries
 * are dropped when they come up, or when there are more of them than of others.
 */
export class DueQueue {
  private heap = new TinyQueue<Entry>([], compare)
  private readonly current = new Map<string, Entry>()
  private order = 0

  /** Says when a key is due, or that it is not any more. */
  set(key: string, at: Instant | undefined): void {
    if (at === undefined) this.current.delete(key)
    else if (this.current.get(key)?.at !== at) {
      const entry = { key, at, order: ++this.order }
      this.current.set(key, entry)
      this.heap.push(entry)
      if (this.heap.length > 2 * this.current.size + slack) {
        this.heap = new TinyQueue(Array.from(this.current.values()), compare)
      }
    }
  }

  /** How many entries are held, outdated ones too. */
  get length(): number {
    return this.heap.length
  }

  clear(): void {
    this.heap = new TinyQueue<Entry>([], compare)
    this.current.clear()
  }

  /** The keys that are due until an instant, at most so many. */
  due(until: Instant, limit: number): ReadonlyArray<Entry> {
    const due: Array<Entry> = []
    for (
      let first = this.first();
      first !== undefined && first.at <= until && due.length < limit;
      first = this.first()
    ) {
      due.push(first)
      this.heap.pop()
    }
    for (const entry of due) this.heap.push(entry)
    return due
  }

  /** The earliest instant later than another. */
  nextAfter(after: Instant): Instant | undefined {
    const first = this.first()
    if (first === undefined || first.at > after) return first?.at
    let next: Instant | undefined
    for (const { at } of this.current.values()) if (at > after && (next === undefined || at < next)) next = at
    return next
  }

  first(): Entry | undefined {
    for (let first = this.heap.peek(); first !== undefined; first = this.heap.peek()) {
      if (this.current.get(first.key) === first) return first
      this.heap.pop()
    }
    return undefined
  }
}
