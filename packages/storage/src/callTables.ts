import {
  callDueAt,
  CallId,
  CallState,
  idKey,
  Notification,
  type OperationKey,
  type RecordingEntry,
  Sound
} from "@recordop/core"
import { Effect, Schema } from "effect"
import { SqlClient } from "effect/sql"

const callId = Schema.toType(CallId)
const State = Schema.fromJsonString(CallState)

/** What a row of a notification holds as JSON; the rest has columns. */
const Body = Schema.fromJsonString(Notification)

const decodeCalls = Schema.decodeUnknownEffect(
  Schema.Array(Schema.Struct({ id: callId, state: Schema.NullOr(State) }))
)
const decodeIds = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ id: callId })))
const decodeInstants = Schema.decodeUnknownEffect(Schema.Array(Schema.Struct({ at: Schema.NullOr(Schema.Int) })))
const decodeNotifications = Schema.decodeUnknownEffect(
  Schema.Array(Schema.Struct({ sequence: Schema.Int, body: Body }))
)
const decodeRecordings = Schema.decodeUnknownEffect(
  Schema.Array(Schema.Struct({ sound: Schema.fromJsonString(Sound) }))
)
const encodeState = Schema.encodeEffect(State)
const encodeNotification = Schema.encodeEffect(Body)

const toIds = (rows: unknown) => Effect.map(decodeIds(rows), (rows) => rows.map(({ id }) => id))

const toNotifications = (rows: Effect.Success<ReturnType<typeof decodeNotifications>>): ReadonlyArray<Notification> =>
  rows.map(({ body, sequence }) => ({ ...body, sequence }))

/** The statements on what is simulated of calls, and on notifications. */
export const makeCallTables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient

  /** The id that a call was made with, and its state; null while nothing has been simulated. */
  const findCall = Effect.fnUntraced(function*(id: CallId) {
    const [row] = yield* decodeCalls(yield* sql`SELECT id, state FROM calls WHERE key = ${idKey(id)}`)
    return row
  })

  const saveCall = Effect.fnUntraced(function*(state: CallState) {
    const id = state.call.id
    const json = yield* encodeState(state)
    const dueAt = callDueAt(state) ?? null
    yield* sql`INSERT INTO calls (key, id, state, due_at) VALUES (${idKey(id)}, ${id}, ${json}, ${dueAt})
      ON CONFLICT (key) DO UPDATE SET state = ${json}, due_at = ${dueAt}`
  })

  const dueCalls = (until: number, limit: number) =>
    Effect.flatMap(sql`SELECT id FROM calls WHERE due_at <= ${until} ORDER BY due_at LIMIT ${limit}`, toIds)

  const nextDueCall = sql`SELECT min(due_at) AS at FROM calls WHERE due_at IS NOT NULL`.pipe(
    Effect.flatMap(decodeInstants),
    Effect.map(([row]) => row?.at ?? undefined)
  )

  const callsInProgress = Effect.flatMap(sql`SELECT id FROM calls WHERE due_at IS NOT NULL`, toIds)

  const insertRecording = (id: CallId, { operationId, sound }: RecordingEntry) =>
    sql`INSERT INTO recordings (call_key, key, sound)
      VALUES (${idKey(id)}, ${idKey(operationId)}, ${JSON.stringify(sound)})`

  const findRecording = Effect.fnUntraced(function*({ callId, operationId }: OperationKey) {
    const [row] = yield* decodeRecordings(
      yield* sql`SELECT sound FROM recordings WHERE call_key = ${idKey(callId)} AND key = ${idKey(operationId)}`
    )
    return row?.sound
  })

  const insertNotification = Effect.fnUntraced(function*(notification: Notification) {
    const { callId, dueAt, id, state } = notification
    yield* sql`INSERT INTO notifications (id, call_key, state, due_at, body)
      VALUES (${id}, ${idKey(callId)}, ${state}, ${dueAt}, ${yield* encodeNotification(notification)})`
  })

  const updateNotification = Effect.fnUntraced(function*(notification: Notification) {
    const { dueAt, id, state } = notification
    yield* sql`UPDATE notifications
      SET state = ${state}, due_at = ${dueAt}, body = ${yield* encodeNotification(notification)} WHERE id = ${id}`
  })

  const findNotification = Effect.fnUntraced(function*(id: string) {
    const rows = yield* decodeNotifications(yield* sql`SELECT sequence, body FROM notifications WHERE id = ${id}`)
    return toNotifications(rows)[0]
  })

  /** Of a call the earliest notification that is pending. */
  const firstPending = Effect.fnUntraced(function*(id: CallId) {
    const rows = yield* decodeNotifications(
      yield* sql`SELECT sequence, body FROM notifications WHERE call_key = ${idKey(id)} AND state = 'pending'
        ORDER BY sequence LIMIT 1`
    )
    return toNotifications(rows)[0]
  })

  const isFirstPending = sql`one.state = 'pending' AND NOT EXISTS (
    SELECT 1 FROM notifications AS earlier
    WHERE earlier.call_key = one.call_key AND earlier.state = 'pending' AND earlier.sequence < one.sequence
  )`

  const callsToTell = Effect.fnUntraced(function*(until: number, limit: number) {
    return yield* toIds(
      yield* sql`SELECT calls.id AS id FROM notifications AS one JOIN calls ON calls.key = one.call_key
        WHERE one.due_at <= ${until} AND ${isFirstPending} ORDER BY one.due_at, one.sequence LIMIT ${limit}`
    )
  })

  const nextDueNotification = Effect.fnUntraced(function*(after: number) {
    const [row] = yield* decodeInstants(
      yield* sql`SELECT min(one.due_at) AS at FROM notifications AS one
        WHERE one.due_at > ${after} AND ${isFirstPending}`
    )
    return row?.at ?? undefined
  })

  const listNotifications = Effect.fnUntraced(function*(id: CallId | undefined) {
    const where = id === undefined ? sql`` : sql`WHERE call_key = ${idKey(id)}`
    const rows = yield* sql`SELECT sequence, body FROM notifications ${where} ORDER BY sequence`
    return toNotifications(yield* decodeNotifications(rows))
  })

  return {
    findCall,
    saveCall,
    dueCalls,
    nextDueCall,
    callsInProgress,
    insertRecording,
    findRecording,
    insertNotification,
    updateNotification,
    findNotification,
    firstPending,
    callsToTell,
    nextDueNotification,
    listNotifications
  }
})
