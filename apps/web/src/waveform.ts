import { element } from "./dom.ts"

/** What could be heard in a call: the bot on the left, its caller on the right. */
export interface Heard {
  readonly bot: Int16Array
  readonly caller: Int16Array
}

const headerLength = 44

/** The largest file that is drawn, in bytes: ten minutes. */
const largest = 38_400_000

/** The whole call as samples of 16 kHz; nothing when it is too long to be drawn. */
export const fetchHeard = async (path: string): Promise<Heard | undefined> => {
  const response = await fetch(path)
  if (!response.ok || Number(response.headers.get("content-length")) > largest) return undefined
  const samples = new Int16Array((await response.arrayBuffer()).slice(headerLength))
  const channel = (offset: number) => samples.filter((_, index) => index % 2 === offset)
  return { bot: channel(0), caller: channel(1) }
}

const width = 1_000
const height = 40

/** Samples as a picture, for those who see it. */
export const makeWaveform = (samples: Int16Array, kind: string): HTMLCanvasElement => {
  const canvas = element("canvas", { width: String(width), height: String(height), class: kind, "aria-hidden": "true" })
  const context = canvas.getContext("2d")
  if (context === null) return canvas
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${kind}`)
  const perColumn = samples.length / width
  for (let column = 0; column < width; column++) {
    const part = samples.subarray(Math.floor(column * perColumn), Math.ceil((column + 1) * perColumn))
    const loudest = part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    const length = Math.max(1, (loudest / 32_768) * height)
    context.fillRect(column, (height - length) / 2, 1, length)
  }
  return canvas
}
