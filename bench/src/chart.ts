const width = 640
const height = 240
const margin = 40

interface Row {
  readonly p50: number
  readonly p99: number
  readonly rss: number
}

/** A chart of p50 and p99 (left, in milliseconds) and RSS (right, in MiB), minute by minute, as SVG. */
export const chart = (rows: ReadonlyArray<Row>): string => {
  const milliseconds = Math.ceil(Math.max(...rows.map(({ p99 }) => p99)))
  const mebibytes = Math.ceil(Math.max(...rows.map(({ rss }) => rss)) / 100) * 100
  const x = (index: number) => margin + (index * (width - 2 * margin)) / Math.max(1, rows.length - 1)
  const y = (share: number) => height - margin - share * (height - 2 * margin)
  const path = (color: string, share: (row: Row) => number) =>
    `<polyline fill="none" stroke="${color}" stroke-width="2" points="${
      rows.map((row, index) => `${x(index).toFixed(1)},${y(share(row)).toFixed(1)}`).join(" ")
    }"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="M${margin} ${margin}V${y(0)}H${width - margin}V${margin}" fill="none" stroke="#888"/>`,
    path("#1f77b4", ({ p50 }) => p50 / milliseconds),
    path("#d62728", ({ p99 }) => p99 / milliseconds),
    path("#2ca02c", ({ rss }) => rss / mebibytes),
    text(4, margin, "#444", `${milliseconds} ms`),
    text(4, y(0), "#444", "0"),
    text(width - 4, margin, "#444", `${mebibytes} MiB`, "end"),
    text(width - 4, y(0), "#444", "0", "end"),
    text(margin, height - 12, "#444", "minute 1"),
    text(width - margin, height - 12, "#444", `minute ${rows.length}`, "end"),
    text(margin + 20, 20, "#1f77b4", "p50"),
    text(margin + 60, 20, "#d62728", "p99"),
    text(margin + 100, 20, "#2ca02c", "RSS"),
    "</svg>",
    ""
  ].join("\n")
}

const text = (left: number, top: number, color: string, said: string, anchor = "start") =>
  `<text x="${left}" y="${top}" fill="${color}" text-anchor="${anchor}">${said}</text>`
