import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium, type Page } from "playwright-core"
import { WaveFile } from "wavefile"
import { hasProgram } from "./programs.ts"
import { serve } from "./recordop.ts"

/** Screenshots of the last run; those in the documentation are copies of them. */
const screenshots = join(import.meta.dirname, "../dist/screenshots")

/** Milliseconds; a browser that starts beside other tests takes its time. */
const timeout = 120_000

/** Where Debian has it. */
const executablePath = "/usr/bin/chromium"

const voice = () => {
  const samples = Array.from({ length: 16_000 }, (_, index) => Math.trunc(12_000 * Math.sin(index / 5 + 1)) || 0)
  const file = new WaveFile()
  file.fromScratch(1, 16_000, "16", samples)
  return { bytes: Buffer.from(file.toBuffer()), samples }
}

interface Told {
  readonly resourceUrl: string
  readonly resourceData: Readonly<Record<string, unknown>>
}

/** A bot that plays a menu, records whoever presses 1 until they press #, and keeps the recording. */
const menuBot = (graph: string) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly recordings: Array<ArrayBuffer>; readonly close: () => void }>(
      (resume) => {
        const recordings: Array<ArrayBuffer> = []
        const post = (path: string, body: object) =>
          fetch(`${graph}/v1.0${path}`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body)
          })
        const on = async ({ resourceData, resourceUrl }: Told, url: string) => {
          const { mediaState, recordingAccessToken, recordingLocation, state, toneInfo } = resourceData
          const call = resourceUrl.split("/").slice(0, 4).join("/")
          if (state === "incoming") {
            await post(`${call}/answer`, {
              callbackUri: url,
              acceptedModalities: ["audio"],
              mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" }
            })
          }
          if (state === "established" && mediaState !== undefined) {
            await post(`${call}/subscribeToTone`, {})
            await post(`${call}/playPrompt`, {
              prompts: [{ mediaInfo: { uri: url.replace("callback", "menu.wav"), resourceId: "1" } }]
            })
          }
          if (JSON.stringify(toneInfo ?? "").includes("tone1")) {
            await post(`${call}/recordResponse`, { playBeep: false, stopTones: ["#"], maxSilenceTimeoutInSeconds: 30 })
          }
          if (typeof recordingLocation === "string" && recordingLocation !== "") {
            const headers = { Authorization: `Bearer ${String(recordingAccessToken)}` }
            recordings.push(await fetch(recordingLocation, { headers }).then((response) => response.arrayBuffer()))
          }
        }
        const server = createServer((request, response) => {
          if (request.method === "GET") {
            response.writeHead(200, { "Content-Type": "audio/wav" }).end(voice().bytes)
            return
          }
          let text = ""
          request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => {
            response.writeHead(202).end()
            const { value }: { readonly value: ReadonlyArray<Told> } = JSON.parse(text)
            for (const one of value) void on(one, `http://localhost:${port()}/callback`)
          })
        })
        const port = () => {
          const address = server.address()
          return typeof address === "object" && address !== null ? address.port : 0
        }
        server.listen(0, "127.0.0.1", () => {
          resume(Effect.succeed({
            url: `http://localhost:${port()}/callback`,
            recordings,
            close: () => void server.close()
          }))
        })
      }
    ),
    ({ close }) => Effect.sync(close)
  )

const browser = (args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.promise(() => chromium.launch({ executablePath, args: ["--no-sandbox", ...args] })),
    (launched) => Effect.promise(() => launched.close())
  )

/** A page at a path; what it complains of is kept. */
const open = Effect.fnUntraced(function*(url: string, args: ReadonlyArray<string> = []) {
  const launched = yield* browser(args)
  const page = yield* Effect.promise(() => launched.newPage({ viewport: { width: 900, height: 900 } }))
  page.setDefaultTimeout(timeout)
  const problems: Array<string> = []
  page.on("pageerror", (error) => problems.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text())
  })
  yield* Effect.promise(() => page.goto(url))
  return { page, problems }
})

const screenshot = async (page: Page, name: string) => {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
}

describe.runIf(hasProgram(executablePath))("the page", () => {
  it.live(
    "lets a person call a bot, press keys and say what is in a file, which the bot then has",
    () =>
      Effect.gen(function*() {
        const { url } = yield* serve(["--fetch-prompts"])
        const bot = yield* menuBot(url)
        const { page, problems } = yield* open(`${url}/`)
        const { bytes, samples } = voice()
        yield* Effect.promise(async () => {
          await page.getByLabel("Webhook of the bot").fill(bot.url)
          await screenshot(page, "calls")
          const heard = page.waitForResponse(/\/_emulator\/sounds\/[0-9a-f]{16}$/u)
          await page.getByRole("button", { name: "Call", exact: true }).click()
          await page.getByText("State: established").waitFor()
          assert.strictEqual((await heard).status(), 200)
          await page.getByTitle(/^menu\.wav/u).waitFor()
          await page.getByRole("button", { name: "Key 1" }).click()
          await page.getByTitle(/^recording/u).waitFor()
          await page.getByLabel("Say what is in a file").setInputFiles({
            name: "voice.wav",
            mimeType: "audio/wav",
            buffer: bytes
          })
          await page.getByRole("button", { name: "Play" }).click()
          await page.waitForTimeout(1_200)
          await page.getByRole("button", { name: "Key #" }).click()
          await page.getByText("deleted /communications/calls/", { exact: false }).first().waitFor()
          await page.getByTitle(/^#/u).waitFor()
          await screenshot(page, "call")
          await page.getByRole("button", { name: "Hang up" }).click()
          await page.getByText("State: terminated").waitFor()
        })
        const [recording] = bot.recordings
        const recorded = Array.from(new Int16Array((recording ?? new ArrayBuffer(44)).slice(44)))
        const start = recorded.findIndex((sample) => sample !== 0)
        assert.deepStrictEqual(recorded.slice(start, start + samples.length), samples)
        assert.deepStrictEqual(problems, [])
      }),
    timeout
  )

  it.live("lets a person talk into the microphone", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--prompt-duration", "500ms"])
      const bot = yield* menuBot(url)
      const folder = yield* Effect.acquireRelease(
        Effect.promise(() => mkdtemp(join(tmpdir(), "microphone-"))),
        (path) => Effect.promise(() => rm(path, { recursive: true }))
      )
      const file = join(folder, "voice.wav")
      yield* Effect.promise(() => writeFile(file, voice().bytes))
      const { page, problems } = yield* open(`${url}/`, [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${file}`
      ])
      yield* Effect.promise(async () => {
        await page.getByLabel("Webhook of the bot").fill(bot.url)
        await page.getByRole("button", { name: "Call", exact: true }).click()
        await page.getByTitle(/^menu\.wav/u).waitFor()
        await page.getByRole("button", { name: "Key 1" }).click()
        await page.getByTitle(/^recording/u).waitFor()
        await page.getByRole("button", { name: "Talk" }).click()
        await page.getByRole("button", { name: "Stop talking" }).waitFor()
        await page.waitForTimeout(1_500)
        await page.getByRole("button", { name: "Stop talking" }).click()
        await page.getByRole("button", { name: "Talk", exact: true }).waitFor()
        await page.waitForTimeout(1_500)
        await page.getByRole("button", { name: "Key #" }).click()
        await page.getByTitle(/^#/u).waitFor()
        await page.getByText("deleted /communications/calls/", { exact: false }).nth(1).waitFor()
      })
      const [recording] = bot.recordings
      const recorded = new Int16Array((recording ?? new ArrayBuffer(44)).slice(44))
      // The tone of the file is 509 Hz: 16,000 samples a second, 5 to a radian.
      const [first, last] = [
        recorded.findIndex((sample) => sample > 6_000),
        recorded.findLastIndex((sample) => sample > 6_000)
      ]
      const spoken = recorded.slice(first, last)
      assert.isAbove(spoken.length, 8_000)
      const crossings = spoken.filter((sample, index) => sample >= 0 && (spoken[index - 1] ?? 0) < 0).length
      assert.approximately((crossings * 16_000) / spoken.length, 16_000 / (10 * Math.PI), 20)
      assert.deepStrictEqual(problems, [])
    }), timeout)

  it.live("turns the clock, and says what to tell the bot", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--clock", "frozen"])
      const { page, problems } = yield* open(`${url}/#/set-up`)
      yield* Effect.promise(async () => {
        await page.getByText(`${url}/v1.0`).waitFor()
        const before: { readonly now: string } = await fetch(`${url}/_emulator/clock`).then((answer) => answer.json())
        await page.getByRole("button", { name: "+10 s" }).click()
        const later = new Date(Date.parse(before.now) + 10_000).toISOString().slice(11, 19)
        await page.getByText(later, { exact: false }).waitFor()
        await screenshot(page, "set-up")
      })
      assert.deepStrictEqual(problems, [])
    }), timeout)
})

describe("the files of the page", () => {
  it.live("run no script of others, and are in no frame", () =>
    Effect.gen(function*() {
      const { url } = yield* serve()
      for (const [path, type] of [["/", "text/html"], ["/page.js", "text/javascript"], ["/page.css", "text/css"]]) {
        const { headers, status } = yield* Effect.promise(() => fetch(`${url}${path}`))
        assert.strictEqual(status, 200)
        assert.strictEqual(headers.get("content-type"), `${type}; charset=utf-8`)
        assert.match(
          headers.get("content-security-policy") ?? "",
          /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/u
        )
      }
      const evil = yield* Effect.promise(() =>
        fetch(`${url}/_emulator/incomingCalls`, { method: "POST", headers: { Origin: "http://evil.example" } })
      )
      assert.strictEqual(evil.status, 403)
    }))
})
