import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import axe from "axe-core"
import { Effect, FileSystem } from "effect"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { type BrowserContextOptions, chromium, type Page } from "playwright-core"
import { WaveFile } from "wavefile"
import { startBot } from "./menuBot.ts"
import { hasProgram } from "./programs.ts"
import { ownEnv, recordopProcess, serve } from "./recordop.ts"
import { correlation, samplesOf, sweep } from "./sweep.ts"

/** Screenshots of the last run; those in the documentation are copies of them. */
const screenshots = join(import.meta.dirname, "../dist/screenshots")

/** Milliseconds; a browser that starts beside other tests takes its time. */
const timeout = 120_000

/** Where Debian has it. */
const executablePath = "/usr/bin/chromium"

const voice = () => {
  const samples = sweep(1_000)
  const file = new WaveFile()
  file.fromScratch(1, 16_000, "16", samples)
  return { bytes: Buffer.from(file.toBuffer()), samples }
}

/** A page at a path; what it complains of is kept. */
const open = Effect.fnUntraced(
  function*(url: string, args: ReadonlyArray<string> = [], options: BrowserContextOptions = {}) {
    const browser = yield* Effect.acquireRelease(
      Effect.promise(() => chromium.launch({ executablePath, args: ["--no-sandbox", ...args] })),
      (launched) => Effect.promise(() => launched.close())
    )
    const page = yield* Effect.promise(() =>
      browser.newPage({
        viewport: { width: 1_000, height: 1_200 },
        permissions: ["clipboard-read", "clipboard-write"],
        ...options
      })
    )
    page.setDefaultTimeout(timeout)
    const problems: Array<string> = []
    page.on("pageerror", (error) => problems.push(error.message))
    page.on("console", (message) => {
      // What is said while the bot hangs up comes too late, of which Chromium complains.
      if (message.type() === "error" && !message.location().url.endsWith("/caller/voice")) problems.push(message.text())
    })
    yield* Effect.promise(() => page.goto(url))
    return { page, problems }
  }
)

const screenshot = async (page: Page, name: string) => {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

/** What keeps people from using the page, by the rules of axe. */
const barriers = async (page: Page) => {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(
    "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`))"
  )
  return found
}

const callBot = async (page: Page, callbackUri: string) => {
  await page.getByLabel("Webhook of the bot").fill(callbackUri)
  await page.getByRole("button", { name: "Call", exact: true }).click()
}

/** Presses 1 once the menu plays, and waits until the bot records. */
const leaveMessage = async (page: Page) => {
  await page.getByTitle(/^menu\.wav/u).waitFor()
  await page.getByRole("button", { name: "Key 1" }).click()
  await page.getByTitle(/^recording/u).waitFor()
}

const messageIn = (cwd: string) =>
  Effect.map(
    Effect.flatMap(FileSystem.FileSystem, (fileSystem) => fileSystem.readFile(join(cwd, "message.wav"))),
    samplesOf
  )

describe.runIf(hasProgram(executablePath))("the page", () => {
  it.live(
    "lets a person call the menu bot, say what is in a file, and make a test of the call",
    () =>
      Effect.gen(function*() {
        const { url } = yield* serve(["--fetch-prompts"])
        const { callbackUri, cwd } = yield* startBot(url)
        const { page, problems } = yield* open(`${url}/`)
        const { bytes, samples } = voice()
        const test = yield* Effect.promise(async () => {
          const heard = page.waitForResponse(/\/_emulator\/sounds\/[0-9a-f]{16}$/u)
          await callBot(page, callbackUri)
          assert.strictEqual((await heard).status(), 200)
          await leaveMessage(page)
          await page.getByLabel("Say what is in a file").setInputFiles({
            name: "voice.wav",
            mimeType: "audio/wav",
            buffer: bytes
          })
          await page.getByRole("button", { name: "Play" }).click()
          await page.waitForTimeout(1_200)
          await page.getByRole("button", { name: "Key #" }).click()
          await page.getByText("State: terminated").waitFor()
          await page.getByTitle(/^thank-you\.wav/u).waitFor()
          await screenshot(page, "call")
          assert.deepStrictEqual(await barriers(page), [])
          await page.getByRole("button", { name: "Copy as a test" }).click()
          await page.getByText("Copied").waitFor()
          const copied: unknown = await page.evaluate("navigator.clipboard.readText()")
          await page.getByRole("button", { name: "Copy as curl" }).first().click()
          const curl: unknown = await page.evaluate("navigator.clipboard.readText()")
          assert.match(String(curl), /^curl -i -X POST 'http:/u)
          await page.getByRole("link", { name: "Calls" }).click()
          await page.getByRole("cell", { name: "terminated" }).waitFor()
          await page.getByLabel("Filter").fill("nobody")
          await page.getByRole("cell", { name: "terminated" }).waitFor({ state: "detached" })
          await page.getByLabel("Filter").fill("Terminated")
          await page.getByRole("cell", { name: "terminated" }).waitFor()
          await screenshot(page, "calls")
          assert.deepStrictEqual(await barriers(page), [])
          return String(copied)
        })
        const recorded = yield* messageIn(cwd)
        const start = recorded.findIndex((sample) => sample !== 0)
        assert.deepStrictEqual(recorded.slice(start - 1, start - 1 + samples.length), samples)
        assert.deepStrictEqual(problems, [])
        const [, uri = "", script = ""] = /--callback-uri '([^']*)' --script '([^']*)'$/u.exec(test) ?? []
        assert.include(script, "play \"voice.wav\"")
        const args = ["call", "incoming", "--wait", "--callback-uri", uri, "--script", script]
        const { code, stderr } = yield* recordopProcess(args, { env: { ...ownEnv, RECORDOP_URL: url } })
        assert.deepStrictEqual([code, stderr], [0, ""])
      }).pipe(Effect.provide(NodeFileSystem.layer)),
    timeout
  )

  it.live("lets a person talk into the microphone, which the bot records as they talk", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--fetch-prompts"])
      const { callbackUri, cwd } = yield* startBot(url)
      const fileSystem = yield* FileSystem.FileSystem
      const file = join(yield* fileSystem.makeTempDirectoryScoped({ prefix: "microphone-" }), "voice.wav")
      yield* fileSystem.writeFile(file, voice().bytes)
      const { page, problems } = yield* open(`${url}/`, [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${file}`
      ])
      yield* Effect.promise(async () => {
        await callBot(page, callbackUri)
        await leaveMessage(page)
        const sent = page.waitForResponse(/\/caller\/voice$/u)
        await page.getByRole("button", { name: "Talk" }).click()
        assert.strictEqual((await sent).status(), 204)
        await page.waitForTimeout(3_000)
        await screenshot(page, "talking")
        // Nobody has to stop talking before they press a key.
        await page.getByRole("button", { name: "Key #" }).click()
        await page.getByTitle(/^thank-you\.wav/u).waitFor()
      })
      const recorded = yield* messageIn(cwd)
      assert.isAbove(correlation(recorded, voice().samples), 0.95)
      assert.deepStrictEqual(problems, [])
    }).pipe(Effect.provide(NodeFileSystem.layer)), timeout)

  it.live(
    "turns the clock, says what to tell the bot, and makes things go wrong, for everybody",
    () =>
      Effect.gen(function*() {
        const { url } = yield* serve(["--clock", "frozen"])
        const { page, problems } = yield* open(`${url}/#/set-up`, [], {
          colorScheme: "dark",
          viewport: { width: 390, height: 844 }
        })
        yield* Effect.promise(async () => {
          await page.getByText(`${url}/v1.0`).waitFor()
          const before: { readonly now: string } = await fetch(`${url}/_emulator/clock`).then((answer) => answer.json())
          await page.getByRole("button", { name: "+10 s" }).click()
          const later = new Date(Date.parse(before.now) + 10_000).toISOString().slice(11, 19)
          await page.getByText(later, { exact: false }).waitFor()
          await page.getByRole("button", { name: "Add a fault" }).click()
          await page.getByText("/calls/*/playPrompt", { exact: true }).waitFor()
          await screenshot(page, "set-up")
          assert.deepStrictEqual(await barriers(page), [])
          assert.isTrue(await page.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth"))
          await page.getByRole("button", { name: "Remove", exact: true }).click()
          await page.getByText("/calls/*/playPrompt", { exact: true }).waitFor({ state: "detached" })
          await page.getByRole("button", { name: "Run ×10" }).click()
          await page.getByText("scaled ×10").waitFor()
        })
        assert.deepStrictEqual(problems, [])
      }),
    timeout
  )

  it.live("changes an operation, and says that nobody talks while the clock stands", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--clock", "frozen"])
      const operations = `${url}/v1.0/communications/calls/a/operations`
      yield* Effect.promise(() =>
        fetch(operations, {
          method: "POST",
          body: "{\"clientContext\":\"before\"}",
          headers: { "Content-Type": "application/json" }
        })
      )
      const { page, problems } = yield* open(`${url}/#/calls/a`)
      yield* Effect.promise(async () => {
        await page.locator("#happened summary").first().click()
        const text = page.getByLabel(/^Properties of/u)
        await text.fill((await text.inputValue()).replace("before", "after"))
        await page.getByRole("button", { name: "Update" }).click()
        const changed = page.waitForFunction(
          "fetch('/v1.0/communications/calls/a/operations').then((answer) => answer.text()).then((text) => text.includes('after'))"
        )
        await changed
        await page.getByRole("button", { name: "Talk" }).click()
        await page.getByText("The clock is frozen: let it run in real time to talk.").waitFor()
        assert.deepStrictEqual(await barriers(page), [])
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
