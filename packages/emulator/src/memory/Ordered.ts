/** What has a place in the order of all. */
interface Placed {
  readonly sequence: number
}

/** Things in the order of their sequences. To look one up costs the logarithm of how many there are. */
export class Ordered<A extends Placed> {
  private readonly items: Array<A> = []

  get length(): number {
    return this.items.length
  }

  get first(): A | undefined {
    return this.items[0]
  }

  /** Puts a thing at its place, or in that of the thing with the same sequence. */
  set(item: A): void {
    const after = this.indexAfter(item.sequence)
    if (this.items[after - 1]?.sequence === item.sequence) this.items[after - 1] = item
    else this.items.splice(after, 0, item)
  }

  delete({ sequence }: Placed): void {
    const after = this.indexAfter(sequence)
    if (this.items[after - 1]?.sequence === sequence) this.items.splice(after - 1, 1)
  }

  /** At most so many things after a sequence, without the first few. */
  after(sequence: number, skip: number, limit: number): ReadonlyArray<A> {
    const start = this.indexAfter(sequence) + skip
    return this.items.slice(start, start + limit)
  }

  clear(): void {
    this.items.length = 0
  }

  /** The index of the first thing behind a sequence. */
  private indexAfter(sequence: number): number {
    let low = 0
    let high = this.items.length
    if ((this.items.at(-1)?.sequence ?? 0) <= sequence) return high
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.items[middle]?.sequence ?? Infinity) <= sequence) low = middle + 1
      else high = middle
    }
    return low
  }
}
