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

const columns = 1_000

const svg = "http://www.w3.org/2000/svg"

/** Samples as a picture, for those who see it: a line for each part, as long as its loudest sample is loud. */
export const makeWaveform = (samples: Int16Array, kind: string): SVGElement => {
  const perColumn = samples.length / columns
  const lines = Array.from({ length: columns }, (_, column) => {
    const part = samples.subarray(Math.floor(column * perColumn), Math.ceil((column + 1) * perColumn))
    const level = part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32_768
    return `M${column} ${(-level).toFixed(3)}V${level.toFixed(3)}`
  })
  const path = document.createElementNS(svg, "path")
  path.setAttribute("d", `M0 0H${columns}${lines.join("")}`)
  const picture = document.createElementNS(svg, "svg")
  picture.setAttribute("viewBox", `0 -1 ${columns} 2`)
  picture.setAttribute("preserveAspectRatio", "none")
  picture.setAttribute("class", kind)
  picture.setAttribute("aria-hidden", "true")
  picture.append(path)
  return picture
}
