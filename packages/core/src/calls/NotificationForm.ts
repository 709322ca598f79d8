import { Schema } from "effect"

/**
 * How notifications look: `captured` as Graph was seen to send them, or `docs` as the pages of Graph show them. Where
 * nobody has captured one, `captured` follows those that were (docs/decisions/0015-notifications-as-captured.md).
 */
export const NotificationForm = Schema.Literals(["captured", "docs"])
export type NotificationForm = typeof NotificationForm.Type
