import { HeldSounds } from "../HeldSounds.ts"
import { keptSoundBytes, keptSoundNames, type NamedSound } from "../Store.ts"

/** Sounds and their names in memory. */
export class MemorySounds {
  readonly held = new HeldSounds(keptSoundBytes)
  private readonly byName = new Map<string, NamedSound>()

  keep(id: string, samples: Int16Array, named: NamedSound | undefined): void {
    const isOneForgotten = this.held.set(id, samples)
    if (named !== undefined) this.giveName(named)
    if (!isOneForgotten) return
    for (const { id, name } of this.byName.values()) if (!this.held.has(id)) this.byName.delete(name)
  }

  /** The sounds that have a name, by their names. */
  get named(): ReadonlyArray<NamedSound> {
    return Array.from(this.byName.values()).toSorted((a, b) => a.name < b.name ? -1 : 1)
  }

  find(name: string): NamedSound | undefined {
    return this.byName.get(name)
  }

  private giveName(named: NamedSound): void {
    this.byName.delete(named.name)
    this.byName.set(named.name, named)
    const [oldest] = this.byName.keys()
    if (this.byName.size > keptSoundNames && oldest !== undefined) this.byName.delete(oldest)
  }
}
