declare module "autocannon" {
  /** What the benchmark uses of autocannon, which has no types of its own. */
  export default function autocannon(options: {
    readonly url: string
    readonly connections: number
    readonly duration: number
    readonly headers?: Readonly<Record<string, string>>
    readonly requests: ReadonlyArray<{
      readonly method: string
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }>
  }): Promise<{ readonly non2xx: number; readonly requests: { readonly average: number } }>
}
