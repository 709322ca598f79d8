import type { Instant } from "../model/Instant.ts"

interface Entry {
  readonly key: string
  readonly at: Instant
  readonly order: number
}

const isBefore = (left: Entry, right: Entry): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order)

/**
 * Keys with an instant each; the earliest first, and of one instant the one that was set first. A binary heap whose
 * outdated entries are dropped when they come up.
 */
export class DueQueue {
  private readonly heap: Array<Entry> = []
  private readonly current = new Map<string, Entry>()
  private order = 0

  /** Says when a key is due, or that it is not any more. */
  set(key: string, at: Instant | undefined): void {
    if (at === undefined) this.current.delete(key)
    else if (this.current.get(key)?.at !== at) {
      const entry = { key, at, order: ++this.order }
      this.current.set(key, entry)
      this.push(entry)
    }
  }

  clear(): void {
    this.heap.length = 0
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
      this.pop()
    }
    for (const entry of due) this.push(entry)
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
    for (let [first] = this.heap; first !== undefined; [first] = this.heap) {
      if (this.current.get(first.key) === first) return first
      this.pop()
    }
    return undefined
  }

  private push(entry: Entry): void {
    let index = this.heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = this.heap[parent]
      if (above === undefined || !isBefore(entry, above)) break
      this.heap[index] = above
      index = parent
    }
    this.heap[index] = entry
  }

  private pop(): void {
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return
    let index = 0
    for (;;) {
      const child = this.smallerChild(index)
      const below = this.heap[child]
      if (below === undefined || !isBefore(below, last)) break
      this.heap[index] = below
      index = child
    }
    this.heap[index] = last
  }

  private smallerChild(index: number): number {
    const left = this.heap[2 * index + 1]
    const right = this.heap[2 * index + 2]
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1
  }
}
