import type { KeptSounds } from "./Store.ts"

/** The samples of sounds by their ids, bounded by bytes: what came first goes first. */
export class HeldSounds {
  private readonly samples = new Map<string, Int16Array>()
  private readonly maxBytes: number
  private bytes = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  has(id: string): boolean {
    return this.samples.has(id)
  }

  /** Those of these sounds that are there. */
  among(ids: Iterable<string>): KeptSounds {
    const found = new Map<string, Int16Array>()
    for (const id of ids) {
      const samples = this.samples.get(id)
      if (samples !== undefined) found.set(id, samples)
    }
    return found
  }

  set(id: string, samples: Int16Array): void {
    if (this.samples.has(id)) return
    this.samples.set(id, samples)
    this.bytes += samples.byteLength
    for (const [oldest, { byteLength }] of this.samples) {
      if (this.bytes <= this.maxBytes || oldest === id) return
      this.samples.delete(oldest)
      this.bytes -= byteLength
    }
  }
}
