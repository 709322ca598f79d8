import type { KeptSounds } from "./Store.ts"

/** The samples of sounds by their ids, bounded by bytes: what came longest ago goes first. */
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

  /** Says whether another one had to go. */
  set(id: string, samples: Int16Array): boolean {
    this.bytes += samples.byteLength - (this.samples.get(id)?.byteLength ?? 0)
    // What comes again is the last that came.
    this.samples.delete(id)
    this.samples.set(id, samples)
    const before = this.samples.size
    for (const [oldest, { byteLength }] of this.samples) {
      if (this.bytes <= this.maxBytes || oldest === id) break
      this.samples.delete(oldest)
      this.bytes -= byteLength
    }
    return this.samples.size < before
  }
}
